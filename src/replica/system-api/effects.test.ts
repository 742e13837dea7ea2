import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { bytes, createTestReplica, rejected, wat, word, type TestReplica } from '../testing/test-replica.ts';

/** Effects of the System API that messages commit or drop: certified data, timer, version, stable memory. */

const GIB_200 = 3_276_800;

const MODULE = wat(
  goProgram(
    '(unreachable)',
    `(memory 1) (data (i32.const 0) "certified")
    (func $answer (param i32) (i32.store (i32.const 64) (local.get 0)) (call $msg_reply_data_append (i32.const 64) (i32.const 4)) (call $msg_reply))
    (func (export "canister_update certify") (call $certified_data_set (i32.const 0) (i32.const 9)) (call $msg_reply))
    (func (export "canister_update certify and trap") (call $certified_data_set (i32.const 0) (i32.const 4)) (unreachable))
    (func (export "canister_update certify too much") (call $certified_data_set (i32.const 0) (i32.const 33)))
    (func (export "canister_query certificate") (call $answer (call $data_certificate_present)))
    (func (export "canister_query certificate size") (call $answer (call $data_certificate_size)))
    (func (export "canister_update set timer and trap") (drop (call $global_timer_set (i64.const 5))) (unreachable))
    (func (export "canister_update timer") (call $answer (i32.wrap_i64 (call $global_timer_set (i64.const 0)))))
    (func (export "canister_query version") (call $answer (i32.wrap_i64 (call $canister_version))))
    (func (export "canister_update grow") (drop (call $stable64_grow (i64.const ${GIB_200}))) (call $msg_reply))
    (func (export "canister_update write far")
      (call $stable64_write (i64.sub (i64.mul (call $stable64_size) (i64.const 65536)) (i64.const 9)) (i64.const 0) (i64.const 9)) (call $msg_reply))
    (func (export "canister_query read far")
      (call $stable64_read (i64.const 128) (i64.sub (i64.mul (call $stable64_size) (i64.const 65536)) (i64.const 9)) (i64.const 9))
      (call $msg_reply_data_append (i32.const 128) (i32.const 9)) (call $msg_reply))`,
  ),
);

async function deployed(): Promise<{ test: TestReplica; id: Uint8Array }> {
  const test = await createTestReplica();
  return { test, id: await test.deploy(MODULE) };
}

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

describe('certified data', () => {
  it('are what was set last by a message that did not trap', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'certify'));
    rejected(await test.update(id, 'certify and trap'));
    rejected(await test.update(id, 'certify too much'));
    expect(text(test.state(id).certifiedData)).toBe('certified');
  });

  it('come with a certificate in a query call, and without one where the method runs as an update', async () => {
    const { test, id } = await deployed();
    expect(word(await test.query(id, 'certificate'))).toBe(1);
    expect(word(await test.query(id, 'certificate size'))).toBeGreaterThan(100);
    expect(word(await test.update(id, 'certificate'))).toBe(0);
    expect(rejected(await test.update(id, 'certificate size')).message).toContain('"ic0_data_certificate_size" cannot be executed in replicated query mode');
  });
});

describe('the global timer', () => {
  it('is not set by a message that traps', async () => {
    const { test, id } = await deployed();
    rejected(await test.update(id, 'set timer and trap'));
    expect(word(await test.update(id, 'timer'))).toBe(0);
  });
});

describe('the canister version', () => {
  it('counts what succeeded', async () => {
    const { test, id } = await deployed();
    const before = word(await test.query(id, 'version'));
    bytes(await test.update(id, 'certify'));
    rejected(await test.update(id, 'certify and trap'));
    expect(word(await test.query(id, 'version'))).toBe(before + 1);
  });
});

describe('stable memory far beyond what is in use', () => {
  it('takes no room, and is there after a restart of the replica', async () => {
    const { test, id } = await deployed();
    bytes(await test.update(id, 'grow'));
    bytes(await test.update(id, 'write far'));
    await test.reopen();
    expect(test.state(id).stable.pages).toBe(GIB_200);
    expect(text(bytes(await test.query(id, 'read far')))).toBe('certified');
  });
});
