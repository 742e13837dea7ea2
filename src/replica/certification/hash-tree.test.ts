import { lookup_path, LookupPathStatus, type HashTree as AgentTree } from '@dfinity/agent';
import { encode } from '@dfinity/cbor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../primitives/bytes.ts';
import { empty, fork, labeled, labeledMap, leaf, prune, toValue, type HashTree, type Path } from './hash-tree.ts';
import { lookup } from './lookup.ts';

const text = (value: string): HashTree => leaf(utf8(value));
const path = (...labels: string[]): Path => labels.map(utf8);
const asAgent = (tree: HashTree): AgentTree => toValue(tree) as unknown as AgentTree;
const look = (tree: HashTree, ...labels: string[]): string => lookup(tree, path(...labels)).kind;

/** The example of the Interface Specification, "Encoding of certificates". */
const example = fork(
  fork(
    labeled('a', fork(fork(labeled('x', text('hello')), empty()), labeled('y', text('world')))),
    labeled('b', text('good')),
  ),
  fork(labeled('c', empty()), labeled('d', text('morning'))),
);
const ROOT = 'eb5c5b2195e62d996b84c9bcc8259d19a83786a2f59e0878cec84c811f669aa0';
const ENCODED =
  '8301830183024161830183018302417882034568656c6c6f810083024179820345776f726c6483024162820344676f6f648301830241638100830241648203476d6f726e696e67';
const PRUNED =
  '83018301830241618301820458201b4feff9bef8131788b0c9dc6dbad6e81e524249c879e9f10f71ce3749f5a63883024179820345776f726c6483024162820458207b32ac0c6ba8ce35ac82c255fc7906f7fc130dab2a090f80fe12f9c2cae83ba6830182045820ec8324b8a1f1ac16bd2e806edba78006479c9877fed4eb464a25485465af601d830241648203476d6f726e696e67';

describe('the example of the specification', () => {
  it('has its root hash and encoding', () => {
    expect(toHex(example.digest)).toBe(ROOT);
    expect(toHex(encode(toValue(example)))).toBe(ENCODED);
  });

  it('prunes to its bytes, with the same root hash and lookups', () => {
    const partial = prune(example, [path('a', 'y'), path('ax'), path('d')]);
    expect(toHex(encode(toValue(partial)))).toBe(PRUNED);
    expect(toHex(partial.digest)).toBe(ROOT);
    const cases = { aa: 'absent', ax: 'absent', b: 'unknown', bb: 'unknown', d: 'found', e: 'absent' };
    for (const [label, status] of Object.entries(cases)) expect(look(partial, label), label).toBe(status);
    expect(look(partial, 'a', 'a')).toBe('unknown');
    expect(look(partial, 'a', 'y')).toBe('found');
  });
});

describe('prune', () => {
  const labels = fc.uniqueArray(fc.uint8Array({ minLength: 2, maxLength: 2 }), { selector: toHex, maxLength: 20 });

  it('keeps the root, finds what is there, proves absent what is not, and tells nothing else', () => {
    fc.assert(
      fc.property(labels, labels, fc.uint8Array({ minLength: 2, maxLength: 2 }), (present, asked, other) => {
        const whole = labeledMap(present.map((label) => labeled(label, labeledMap([labeled('v', leaf(label))]))));
        const partial = prune(whole, asked.map((label) => [label, utf8('v')]));
        const has = new Set(present.map(toHex));
        expect(toHex(partial.digest)).toBe(toHex(whole.digest));
        for (const label of asked) {
          const isPresent = has.has(toHex(label));
          expect(lookup(partial, [label, utf8('v')]).kind).toBe(isPresent ? 'found' : 'absent');
          // The client library compares labels otherwise than the specification, but what is there it must find.
          expect(lookup_path([label, utf8('v')], asAgent(partial)).status === LookupPathStatus.Found).toBe(isPresent);
        }
        const overlooked = lookup(partial, [other, utf8('v')]).kind;
        expect(overlooked).not.toBe(has.has(toHex(other)) ? 'absent' : 'found');
      }),
    );
  });

  it('never shows a fork with an empty side where the map has none', () => {
    const whole = labeledMap(['a', 'b', 'c'].map((label) => labeled(label, empty())));
    expect(toHex(encode(toValue(prune(whole, [path('a')]))))).not.toContain('818100');
    expect(look(prune(whole, [path('b', 'x')]), 'b', 'x')).toBe('absent');
  });

  it('reveals all below a path', () => {
    expect(prune(example, [path('a')])).toMatchObject({ left: { left: { child: { left: { left: { child: { kind: 'leaf' } } } } } } });
    expect(fromHex(toHex(prune(example, [[]]).digest))).toEqual(fromHex(ROOT));
  });
});
