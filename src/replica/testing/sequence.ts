import { concat, utf8 } from '../../primitives/bytes.ts';
import { IMPORTS } from './forwarder.ts';
import { wat } from './test-replica.ts';

/** A program that makes the calls that the argument of `run` lists (see {@link sequence}), each when the one before was answered: all in one round. It rejects with the first reject. */
export const sequencer = (): Uint8Array =>
  wat(`(module ${IMPORTS}
  (memory 8)
  (table funcref (elem $on_reply $on_reject))
  (global $at (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))
  (func $next (local $name i32) (local $payload i32)
    (if (i32.ge_u (global.get $at) (global.get $end)) (then (call $reply) (return)))
    (local.set $name (i32.add (i32.add (global.get $at) (i32.const 12)) (i32.load (global.get $at))))
    (local.set $payload (i32.add (local.get $name) (i32.load offset=4 (global.get $at))))
    (call $new (i32.add (global.get $at) (i32.const 12)) (i32.load (global.get $at)) (local.get $name) (i32.load offset=4 (global.get $at)) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (call $data (local.get $payload) (i32.load offset=8 (global.get $at)))
    (global.set $at (i32.add (local.get $payload) (i32.load offset=8 (global.get $at))))
    (drop (call $perform)))
  (func (export "canister_update run")
    (call $arg (i32.const 65536) (i32.const 0) (call $arg_size))
    (global.set $at (i32.const 65536))
    (global.set $end (i32.add (i32.const 65536) (call $arg_size)))
    (call $next))
  (func $on_reply (param i32) (call $next))
  (func $on_reject (param i32)
    (call $reject_copy (i32.const 0) (i32.const 0) (call $reject_size))
    (call $reject (i32.const 0) (call $reject_size))))`);

export interface SequenceCall {
  readonly callee: Uint8Array;
  readonly method: string;
  readonly argument?: Uint8Array;
}

export const sequence = (calls: readonly SequenceCall[]): Uint8Array => concat(calls.map(listed));

function listed({ callee, method, argument = new Uint8Array() }: SequenceCall): Uint8Array {
  const name = utf8(method);
  const header = new DataView(new ArrayBuffer(12));
  [callee, name, argument].forEach(({ length }, i) => {
    header.setUint32(4 * i, length, true);
  });
  return concat([new Uint8Array(header.buffer), callee, name, argument]);
}
