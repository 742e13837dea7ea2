;; Version 2 counts in tens, and counts its upgrades in stable memory too.
;; It finds data of version 1, looks at their layout number, and moves them
;; on to layout 2: what a language's migration does, done by hand.
;;
;; Stable memory:   0 layout   8 direct   16 copied   24 upgrades (new)
(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param $from i32) (param $size i32)))
  (import "ic0" "debug_print" (func $print (param $from i32) (param $size i32)))
  (import "ic0" "stable64_grow" (func $stable_grow (param $pages i64) (result i64)))
  (import "ic0" "stable64_write" (func $stable_write (param $to i64) (param $from i64) (param $size i64)))
  (import "ic0" "stable64_read" (func $stable_read (param $to i64) (param $from i64) (param $size i64)))

  ;; Main memory: 0 forgotten, 8 copied, 16 direct, 24 layout, 32 upgrades.
  (memory 1)
  (data (i32.const 64) "DIDL\00\03\78\78\78") ;; three nat64 follow
  (data (i32.const 80) "DIDL\00\00")          ;; nothing follows
  (data (i32.const 96) "DIDL\00\01\78")       ;; one nat64 follows
  (data (i32.const 128) "layout 1 found: moved on to layout 2")

  (func $increment (param $address i32) (param $step i64)
    (i64.store (local.get $address)
      (i64.add (i64.load (local.get $address)) (local.get $step))))

  (func $write_layout
    (i64.store (i32.const 24) (i64.const 2))
    (call $stable_write (i64.const 0) (i64.const 24) (i64.const 8)))

  (func (export "canister_init")
    (drop (call $stable_grow (i64.const 1)))
    (call $write_layout))

  (func (export "canister_update add")
    (call $increment (i32.const 0) (i64.const 10))
    (call $increment (i32.const 8) (i64.const 10))
    (call $stable_read (i64.const 16) (i64.const 8) (i64.const 8))
    (call $increment (i32.const 16) (i64.const 10))
    (call $stable_write (i64.const 8) (i64.const 16) (i64.const 8))
    (call $append (i32.const 80) (i32.const 6))
    (call $reply))

  (func (export "canister_query read")
    (call $stable_read (i64.const 16) (i64.const 8) (i64.const 8))
    (call $append (i32.const 64) (i32.const 9))
    (call $append (i32.const 0) (i32.const 24))
    (call $reply))

  (func (export "canister_query upgrades")
    (call $stable_read (i64.const 32) (i64.const 24) (i64.const 8))
    (call $append (i32.const 96) (i32.const 7))
    (call $append (i32.const 32) (i32.const 8))
    (call $reply))

  (func (export "canister_pre_upgrade")
    (call $stable_write (i64.const 16) (i64.const 8) (i64.const 8)))

  (func (export "canister_post_upgrade")
    (call $stable_read (i64.const 8) (i64.const 16) (i64.const 8))
    ;; Whose data are these? The layout number tells.
    (call $stable_read (i64.const 24) (i64.const 0) (i64.const 8))
    (if (i64.eq (i64.load (i32.const 24)) (i64.const 1))
      (then
        (call $print (i32.const 128) (i32.const 36))
        (call $write_layout)))
    (call $stable_read (i64.const 32) (i64.const 24) (i64.const 8))
    (call $increment (i32.const 32) (i64.const 1))
    (call $stable_write (i64.const 24) (i64.const 32) (i64.const 8))))
