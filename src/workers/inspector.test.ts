import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { startCompiler } from '../compiler/testing/node.ts';
import { INSPECTOR_METHOD, type ProjectSource } from '../protocol/compiler.ts';
import { canisterParts } from '../replica/testing/state-hash.ts';
import { bytes, createTestReplica } from '../replica/testing/test-replica.ts';

const QUESTION = IDL.Opt(IDL.Tuple(IDL.Vec(IDL.Text), IDL.Opt(IDL.Nat)));
const REPLY = IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text));

const SOURCE = `persistent actor {
  type Node = { name : Text; var next : ?Node };
  var log : [Nat] = []; let ring : Node = { name = "a"; var next = null }; var text = ""; transient var calls = 0;
  public func grow() : async () { calls += 1; ring.next := ?ring; text #= "0123456789"; if (text.size() < 2_000) { text #= text }; log := [calls, text.size()] };
  system func inspect({ msg : { #grow : () -> () } }) : Bool { switch (msg) { case (#grow _) { true } } } }`;

/** The first question asks for an overview, the others for stretches of whole values. */
const questions = (): Uint8Array[] => [
  new Uint8Array(IDL.encode([], [])),
  ...[['log'], ['text', 'ring'], ['nothing']].flatMap((names) => [0, 7, 1_500].map((from) => new Uint8Array(IDL.encode([QUESTION], [[[names, [BigInt(from)]]]])))),
];

describe('showing the state', () => {
  it('leaves every byte, all cycles and the logs of the canister as they were, whatever is asked', async () => {
    const compiler = await startCompiler('classical');
    const project: ProjectSource = { files: { 'Main.mo': SOURCE }, language: 'persistent', aliases: {} };
    const built = await compiler.build({ project, canister: { name: 'main', path: 'Main.mo', imports: [] } });
    if (!built.ok || !built.build.inspected) throw new Error(JSON.stringify(built.diagnostics));
    const test = await createTestReplica();
    const id = await test.deploy(built.build.wasm, new Uint8Array(IDL.encode([], [])));
    const everything = async () => ({ ...(await canisterParts(test.store, test.state(id))), cycles: test.state(id).cycles, logs: test.state(id).logs.length });
    for (let round = 0; round < 4; round++) {
      const before = await everything();
      const shown = new Set<string>();
      for (const question of [...questions(), ...questions()]) {
        const [pairs] = IDL.decode([REPLY], bytes(await test.query(id, INSPECTOR_METHOD, question))) as unknown as [[string, string][]];
        shown.add(JSON.stringify(pairs));
      }
      expect(await everything()).toEqual(before);
      expect(shown.size).toBeLessThanOrEqual(questions().length);
      bytes(await test.update(id, 'grow', new Uint8Array(IDL.encode([], []))));
    }
  });
});
