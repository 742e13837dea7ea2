import { requestIdOf, type SubmitRequestType } from '@dfinity/agent';
import { Principal } from '@dfinity/principal';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../primitives/bytes.ts';
import { hashOfMap } from './hash-of-map.ts';

describe('request ids', () => {
  it('are as in the example of the specification', () => {
    const content = {
      request_type: 'call',
      sender: Uint8Array.of(4),
      ingress_expiry: 1_685_570_400_000_000_000n,
      canister_id: fromHex('00000000000004d2'),
      method_name: 'hello',
      arg: fromHex('4449444c00fd2a'),
    };
    expect(toHex(hashOfMap(content))).toBe('1d1091364d6bb8a6c16b203ee75467d59ead468f523eb058880ae8ec80e2b101');
    expect(hashOfMap({ ...content, nonce: undefined, other: null })).toEqual(hashOfMap(content));
  });

  it('agree with the client library on any call', () => {
    const blob = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(blob, fc.string(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), blob, (arg, method_name, ingress_expiry, nonce) => {
        const content = { request_type: 'call' as SubmitRequestType.Call, canister_id: new Uint8Array(10), sender: new Uint8Array(29), method_name, arg, nonce, ingress_expiry };
        const forClient = { ...content, canister_id: Principal.fromUint8Array(content.canister_id) };
        expect(hashOfMap(content)).toEqual(requestIdOf(forClient));
      }),
    );
  });

  it('hash lists and maps within maps', () => {
    const paths = [[utf8('time')], [utf8('subnet')]];
    expect(hashOfMap({ paths, nested: { arg: utf8('x') } })).toEqual(requestIdOf({ paths, nested: { arg: utf8('x') } }));
    expect(hashOfMap({ value: -1 })).not.toEqual(hashOfMap({ value: 1 }));
  });
});
