import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import type { CanisterCalls } from './canister-calls.ts';
import { installCode, type InstallRequest } from './install-code.ts';
import { MANAGEMENT_CANISTER } from './management.ts';

const ID = 'rrkah-fqaaa-aaaaa-aaaaq-cai';

function recorder(refuse?: string) {
  const sent: { method: string; bytes: number; arg: Uint8Array }[] = [];
  const calls = {
    update: async (_: string, { method, arg, canisterId, effectiveCanisterId }: Parameters<CanisterCalls['update']>[1]) => {
      expect([canisterId, effectiveCanisterId]).toEqual([MANAGEMENT_CANISTER, ID]);
      sent.push({ method, bytes: arg.length, arg });
      return method === refuse ? { ok: false, requestId: '', errorCode: 'IC0503', message: 'no' } : { ok: true, requestId: method, reply: new Uint8Array() };
    },
  } as unknown as CanisterCalls;
  return { sent, calls };
}

const request = (bytes: number): InstallRequest => ({ canisterId: ID, wasm: new Uint8Array(bytes).fill(7), mode: 'install', persistence: undefined, argument: undefined });
const contains = (whole: Uint8Array, part: Uint8Array): boolean => Buffer.from(whole).includes(Buffer.from(part));

describe('installing code', () => {
  it('takes one message where the module fits into it', async () => {
    const { sent, calls } = recorder();
    await installCode(calls, request(1_000_000));
    expect(sent.map(({ method }) => method)).toEqual(['install_code']);
  });

  it('goes by way of the chunk store where it does not, no message over the limit', async () => {
    const { sent, calls } = recorder();
    const large = request(3_000_000);
    expect(await installCode(calls, large)).toMatchObject({ ok: true, requestId: 'install_chunked_code' });
    expect(sent.map(({ method }) => method)).toEqual(['clear_chunk_store', 'upload_chunk', 'upload_chunk', 'upload_chunk', 'install_chunked_code', 'clear_chunk_store']);
    expect(sent.every(({ bytes }) => bytes < 2 * 1024 * 1024)).toBe(true);
    const last = sent[4]?.arg ?? new Uint8Array();
    expect(contains(last, sha256(large.wasm))).toBe(true);
    expect(contains(last, sha256(large.wasm.subarray(0, 1_048_576)))).toBe(true);
  });

  it('stops at the first refusal, and gives it', async () => {
    const { sent, calls } = recorder('upload_chunk');
    expect(await installCode(calls, request(3_000_000))).toMatchObject({ ok: false, errorCode: 'IC0503' });
    expect(sent.map(({ method }) => method)).toEqual(['clear_chunk_store', 'upload_chunk']);
  });
});
