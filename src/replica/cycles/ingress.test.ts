import { HttpAgent } from '@dfinity/agent';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { spender, updateSettings } from '../testing/cycles-program.ts';
import { USER, bytes, createTestReplica, rejected } from '../testing/test-replica.ts';

/** Interface Specification: "Cycles"; rs/cycles_account_manager/src/lib.rs, `ingress_induction_cost`. */

const EXECUTION = 5_000_000n;
const arrival = (messageBytes: number): bigint => 1_200_000n + 2_000n * BigInt(messageBytes);

describe('cycles of calls from outside', () => {
  it('are those of the whole signed message', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender());
    test.now = BigInt(Date.now()) * 1_000_000n;
    let length = 0;
    const agent = await HttpAgent.create({
      host: 'http://localhost',
      identity: Ed25519KeyIdentity.generate(new Uint8Array(32).fill(1)),
      shouldFetchRootKey: true,
      fetch: async (input, init = {}) => {
        const body = (init.body ?? new Uint8Array()) as Uint8Array;
        if ((input as string).endsWith('/call')) ({ length } = body);
        const headers = Object.entries(init.headers as Record<string, string>);
        const response = await test.replica.http.handle({ url: input as string, method: init.method ?? 'GET', headers, body });
        return new Response(response.body as Uint8Array<ArrayBuffer>, { status: response.status });
      },
    });
    await test.replica.tick();
    const before = test.state(id).cycles;
    await agent.call(Principal.fromUint8Array(id), { methodName: 'silent', arg: new Uint8Array(100) });
    // The public key, the signature and the fields of the content come on top of the argument.
    expect(length).toBeGreaterThan(300);
    expect(before - test.state(id).cycles).toBe(arrival(length) + EXECUTION + 1n);
  });

  it('to the management canister are paid by the canister they are about', async () => {
    const test = await createTestReplica();
    const [managed, other] = [await test.create(), await test.create()];
    const before = test.state(managed).cycles;
    const argument = { canister_id: Principal.fromUint8Array(managed) };
    bytes(await test.management('start_canister', argument));
    const paid = before - test.state(managed).cycles;
    expect(paid).toBeGreaterThan(arrival('start_canister'.length));
    expect(paid).toBeLessThan(arrival(100));
    expect(test.state(other).cycles).toBe(before);
  });

  it('that are refused before they are executed cost nothing', async () => {
    const test = await createTestReplica();
    const id = await test.deploy(spender('(func (export "canister_inspect_message"))'));
    const before = test.state(id).cycles;
    expect(rejected(await test.update(id, 'nothing')).errorCode).toBe('IC0406');
    expect(test.state(id).cycles).toBe(before);
  });

  it('are refused where they cannot be paid, before anything else is looked at', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    test.state(id).cycles = 0n;
    for (const method of ['nothing', 'missing']) expect(rejected(await test.update(id, method)).errorCode).toBe('IC0207');
    expect(rejected(await test.management('stop_canister', { canister_id: Principal.fromUint8Array(id) })).errorCode).toBe('IC0207');
  });

  it('for provisional methods are free: a frozen canister can be topped up', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    test.state(id).cycles = 0n;
    bytes(await test.management('provisional_top_up_canister', { canister_id: Principal.fromUint8Array(id), amount: 1234n }));
    expect(test.state(id).cycles).toBe(1234n);
    bytes(await test.management('provisional_top_up_canister', { canister_id: Principal.fromUint8Array(id), amount: 1n << 128n }));
    expect(test.state(id).cycles).toBe((1n << 128n) - 1n);
  });

  it('for update_settings, small, are paid by name and argument afterwards, and not at all where that would freeze the canister', async () => {
    const test = await createTestReplica();
    const id = await test.create();
    const before = test.state(id).cycles;
    bytes(await updateSettings(test, id, {}));
    expect(before - test.state(id).cycles).toBeGreaterThan(arrival('update_settings'.length));
    bytes(await updateSettings(test, id, { freezing_threshold: 10n ** 19n }));
    const frozen = test.state(id).cycles;
    bytes(await updateSettings(test, id, { controllers: [Principal.fromUint8Array(USER)] }));
    expect(test.state(id).cycles).toBe(frozen);
  });
});
