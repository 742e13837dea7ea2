/** What follows each opcode in the binary format, and what the rewriter does with it. */

/** Kinds of one-byte operators. Those from `block` on need more than a copy. */
export const KIND = {
  unsupported: 0,
  plain: 1,
  leb: 2,
  bytes4: 3,
  bytes8: 4,
  byte: 5,
  trapping: 6,
  tableGet: 7,
  load: 8,
  store: 9,
  block: 10,
  loop: 11,
  if: 12,
  else: 13,
  end: 14,
  branch: 15,
  branchTable: 16,
  unreachable: 17,
  return: 18,
  call: 19,
  callIndirect: 20,
  returnCall: 21,
  returnCallIndirect: 22,
  typedSelect: 23,
  memorySize: 24,
  memoryGrow: 25,
  refFunc: 26,
  tableSet: 27,
  prefixFc: 28,
  simd: 29,
} as const;

/** Kind of each one-byte operator. */
export const KINDS: Uint8Array = kinds();

function kinds(): Uint8Array {
  const out = new Uint8Array(256);
  const set = (kind: number, first: number, last = first): void => {
    out.fill(kind, first, last + 1);
  };
  set(KIND.plain, 0x01); // nop
  set(KIND.unreachable, 0x00);
  set(KIND.block, 0x02);
  set(KIND.loop, 0x03);
  set(KIND.if, 0x04);
  set(KIND.else, 0x05);
  set(KIND.end, 0x0b);
  set(KIND.branch, 0x0c, 0x0d); // br, br_if
  set(KIND.branchTable, 0x0e);
  set(KIND.return, 0x0f);
  set(KIND.call, 0x10);
  set(KIND.callIndirect, 0x11);
  set(KIND.returnCall, 0x12);
  set(KIND.returnCallIndirect, 0x13);
  set(KIND.plain, 0x1a, 0x1b); // drop, select
  set(KIND.typedSelect, 0x1c);
  set(KIND.leb, 0x20, 0x24); // locals, globals
  set(KIND.tableGet, 0x25);
  set(KIND.tableSet, 0x26);
  set(KIND.load, 0x28, 0x35);
  set(KIND.store, 0x36, 0x3e);
  set(KIND.memorySize, 0x3f);
  set(KIND.memoryGrow, 0x40);
  set(KIND.leb, 0x41, 0x42); // i32.const, i64.const
  set(KIND.bytes4, 0x43);
  set(KIND.bytes8, 0x44);
  set(KIND.plain, 0x45, 0xc4);
  for (const [first, last] of [[0x6d, 0x70], [0x7f, 0x82], [0xa8, 0xab], [0xae, 0xb1]] as const) set(KIND.trapping, first, last); // integer div and rem, trunc
  set(KIND.byte, 0xd0); // ref.null
  set(KIND.plain, 0xd1); // ref.is_null
  set(KIND.refFunc, 0xd2);
  set(KIND.prefixFc, 0xfc);
  set(KIND.simd, 0xfd);
  return out;
}

/** Type of the value that each store (0x36 to 0x3e) writes. */
export const STORED_TYPE: readonly number[] = [0x7f, 0x7e, 0x7d, 0x7c, 0x7f, 0x7f, 0x7e, 0x7e, 0x7e];
/** Bytes that each store (0x36 to 0x3e) writes. */
export const STORED_BYTES: readonly number[] = [4, 8, 4, 8, 1, 2, 1, 2, 4];

/** Operators after 0xfc that are refused. */
export const REFUSED_FC: Readonly<Record<number, string>> = { 12: 'table.init', 14: 'table.copy', 15: 'table.grow', 17: 'table.fill' };

/** Features that the Internet Computer has switched off, by the opcodes that need them. */
export const SWITCHED_OFF: Readonly<Record<number, string>> = {
  0x06: 'legacy exceptions', 0x07: 'legacy exceptions', 0x09: 'legacy exceptions', 0x18: 'legacy exceptions', 0x19: 'legacy exceptions',
  0x08: 'exceptions', 0x0a: 'exceptions', 0x1f: 'exceptions',
  0x14: 'function references', 0x15: 'function references', 0xd4: 'function references', 0xd5: 'function references', 0xd6: 'function references',
  0xfb: 'gc', 0xd3: 'gc', 0xfe: 'threads',
};

export const SIMD = {
  store: 0x0b,
  const: 0x0c,
  shuffle: 0x0d,
  firstLane: 0x15,
  lastLane: 0x22,
  firstLoadLane: 0x54,
  firstStoreLane: 0x58,
  lastStoreLane: 0x5b,
  loadZero32: 0x5c,
  loadZero64: 0x5d,
} as const;

/** Operators that the rewriter inserts. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  load8U: 0x2d,
  /** Block type: no result. */
  empty: 0x40,
} as const;
export const I32 = { type: 0x7f, const: 0x41, eqz: 0x45, gtU: 0x4b, ltU: 0x49, add: 0x6a, sub: 0x6b, and: 0x71, or: 0x72, shrU: 0x76 } as const;
export const I64 = { type: 0x7e, const: 0x42, gtU: 0x56, ltU: 0x54, add: 0x7c, sub: 0x7d, shrU: 0x88, ltS: 0x53, gtS: 0x55, extendU: 0xad } as const;
