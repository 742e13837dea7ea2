/**
 * A counter in WAT that keeps one number in a global, one in the heap (address 0) and one in stable memory (offset 0). `bump` adds
 * one to each; `read` replies the three as 32-bit words.
 */
export const counter = (extra = '', options: { preUpgrade?: string; postUpgrade?: string } = {}): string => `(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "stable_grow" (func $stable_grow (param i32) (result i32)))
  (import "ic0" "stable_write" (func $stable_write (param i32 i32 i32)))
  (import "ic0" "stable_read" (func $stable_read (param i32 i32 i32)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (import "ic0" "time" (func $time (result i64)))
  (import "ic0" "performance_counter" (func $perf (param i32) (result i64)))
  (memory 1)
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 100) "hello")
  (func $bump
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (call $stable_read (i32.const 16) (i32.const 0) (i32.const 4))
    (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 1)))
    (call $stable_write (i32.const 0) (i32.const 16) (i32.const 4)))
  (func (export "canister_init") (drop (call $stable_grow (i32.const 1))))
  (func (export "canister_update bump") (call $bump) (call $reply))
  (func (export "canister_update bump_and_trap") (call $bump) (call $trap (i32.const 100) (i32.const 5)))
  (func (export "canister_update bump_and_unreachable") (call $bump) (unreachable))
  (func (export "canister_update loop") (call $bump) (loop $l (br $l)))
  (func (export "canister_update silent"))
  (func (export "canister_update print") (call $print (i32.const 100) (i32.const 5)) (call $reply))
  (func (export "canister_update grow_and_trap") (drop (memory.grow (i32.const 1))) (i32.store (i32.const 66000) (i32.const 1)) (unreachable))
  (func (export "canister_update set_timer") (drop (call $timer (i64.add (call $time) (i64.const 1000000000)))) (call $reply))
  (func (export "canister_global_timer") (call $bump))
  (func $read
    (i32.store (i32.const 32) (global.get $count))
    (i32.store (i32.const 36) (i32.load (i32.const 0)))
    (call $stable_read (i32.const 40) (i32.const 0) (i32.const 4))
    (call $append (i32.const 32) (i32.const 12)) (call $reply))
  (func (export "canister_query read") (call $read))
  (func (export "canister_query bump_in_query") (call $bump) (call $read))
  ${options.preUpgrade === undefined ? '' : `(func (export "canister_pre_upgrade") ${options.preUpgrade})`}
  ${options.postUpgrade === undefined ? '' : `(func (export "canister_post_upgrade") ${options.postUpgrade})`}
  ${extra})`;
