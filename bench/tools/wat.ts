import wabtModule from 'wabt';

/** A canister that keeps a heap of `pages` Wasm pages and writes to five pages of 4 KiB in each call of `touch`. */
export const fivePages = (pages: number): string => `(module
  (import "ic0" "msg_reply" (func $reply)) (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (memory ${pages}) (global $n (mut i32) (i32.const 0)) (data (i32.const 0) "DIDL\\00\\00")
  (func $write (param i32) (i32.store (local.get 0) (i32.add (i32.load (local.get 0)) (i32.const 1))))
  (func (export "canister_update touch")
    (call $write (i32.const 8192)) (call $write (i32.const 65536)) (call $write (i32.const 131072)) (call $write (i32.const 1048576)) (call $write (i32.const 2097152))
    (call $append (i32.const 0) (i32.const 6)) (call $reply)))`;

/** A canister whose method `start` calls itself 10,000 times, as many at once as the queue takes, and replies after the last answer. */
export const SELF_CALLS = `(module
  (import "ic0" "msg_reply" (func $reply)) (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32))) (import "ic0" "call_new" (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (memory 1) (data (i32.const 0) "DIDL\\00\\00") (data (i32.const 100) "ping") (table funcref (elem $answered))
  (global $left (mut i32) (i32.const 0)) (global $open (mut i32) (i32.const 0))
  (func $finish (call $append (i32.const 0) (i32.const 6)) (call $reply))
  (func $call (result i32)
    (call $new (i32.const 200) (i32.const 10) (i32.const 100) (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (call $perform))
  (func $fill (block $full (loop $more
    (br_if $full (i32.eqz (global.get $left))) (br_if $full (call $call))
    (global.set $left (i32.sub (global.get $left) (i32.const 1))) (global.set $open (i32.add (global.get $open) (i32.const 1))) (br $more))))
  (func $answered (param i32)
    (global.set $open (i32.sub (global.get $open) (i32.const 1))) (call $fill)
    (if (i32.eqz (global.get $open)) (then (call $finish))))
  (func (export "canister_update start")
    (call $self (i32.const 200) (i32.const 0) (i32.const 10)) (global.set $left (i32.const 10000)) (call $fill))
  (func (export "canister_update ping") (call $finish)))`;

/** The module in base64, to be handed to a page. */
export async function assemble(text: string): Promise<string> {
  const wabt = await wabtModule();
  const module = wabt.parseWat('bench.wat', text);
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString('base64');
}
