;; A counter without a language around it: it keeps its own data.
;; Each call counts three times, in three places:
;;
;;   forgotten  in main memory only. Nobody saves it.
;;   copied     in main memory. pre_upgrade copies it into stable memory,
;;              post_upgrade copies it back: classical persistence.
;;   direct     in stable memory all the time: there is nothing to copy.
;;
;; Stable memory, all numbers of 64 bits:   0 layout   8 direct   16 copied
(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param $from i32) (param $size i32)))
  (import "ic0" "stable64_grow" (func $stable_grow (param $pages i64) (result i64)))
  (import "ic0" "stable64_write" (func $stable_write (param $to i64) (param $from i64) (param $size i64)))
  (import "ic0" "stable64_read" (func $stable_read (param $to i64) (param $from i64) (param $size i64)))

  ;; Main memory: 0 forgotten, 8 copied, 16 direct (a scratch copy), 24 layout.
  (memory 1)
  ;; Candid by hand: DIDL, no types, then how many values and the type of each.
  (data (i32.const 64) "DIDL\00\03\78\78\78") ;; three nat64 follow
  (data (i32.const 80) "DIDL\00\00")          ;; nothing follows

  (func $increment (param $address i32) (param $step i64)
    (i64.store (local.get $address)
      (i64.add (i64.load (local.get $address)) (local.get $step))))

  ;; One page of 64 KiB, and a number that says how the data are laid out.
  (func (export "canister_init")
    (drop (call $stable_grow (i64.const 1)))
    (i64.store (i32.const 24) (i64.const 1))
    (call $stable_write (i64.const 0) (i64.const 24) (i64.const 8)))

  (func (export "canister_update add")
    (call $increment (i32.const 0) (i64.const 1))
    (call $increment (i32.const 8) (i64.const 1))
    (call $stable_read (i64.const 16) (i64.const 8) (i64.const 8))
    (call $increment (i32.const 16) (i64.const 1))
    (call $stable_write (i64.const 8) (i64.const 16) (i64.const 8))
    (call $append (i32.const 80) (i32.const 6))
    (call $reply))

  (func (export "canister_query read")
    (call $stable_read (i64.const 16) (i64.const 8) (i64.const 8))
    (call $append (i32.const 64) (i32.const 9))
    (call $append (i32.const 0) (i32.const 24))
    (call $reply))

  ;; The last moment of the old version: main memory goes after this.
  (func (export "canister_pre_upgrade")
    (call $stable_write (i64.const 16) (i64.const 8) (i64.const 8)))

  ;; The first moment of the new version: main memory is fresh.
  (func (export "canister_post_upgrade")
    (call $stable_read (i64.const 8) (i64.const 16) (i64.const 8))))
