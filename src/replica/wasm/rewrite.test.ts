import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareModule } from './prepare.ts';
import { prepared, run, wat, type Callable } from './testing.ts';

/** Memory and results of original and rewritten module after the same calls. */
function bothWays(bytes: Uint8Array<ArrayBuffer>, calls: readonly (readonly [string, ...(number | bigint)[]])[]): { original: unknown; rewritten: unknown } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const other = run(bytes);
  const observe = (call: (name: string, args: (number | bigint)[]) => unknown, memory: Uint8Array): unknown => {
    const results = calls.map(([name, ...args]) => {
      try {
        return call(name, args);
      } catch (error) {
        return String(error);
      }
    });
    return { results, memory: digest(memory) };
  };
  const exported = exports['memory'];
  const original = observe((name, args) => (exports[name] as Callable)(...args), exported instanceof WebAssembly.Memory ? new Uint8Array(exported.buffer) : new Uint8Array());
  return { original, rewritten: observe((name, args) => other.call(name, ...args), other.info.memory ? other.memory() : new Uint8Array()) };
}

/** The bytes that are not zero, by address. */
function digest(memory: Uint8Array): string {
  const parts: string[] = [];
  memory.forEach((byte, address) => {
    if (byte !== 0) parts.push(`${address}:${byte}`);
  });
  return parts.join(' ');
}

const SORT = `(module (memory (export "memory") 1) (data (i32.const 16) "the quick brown fox jumps over the lazy dog")
  (func (export "sort") (param $from i32) (param $n i32) (local $i i32) (local $j i32) (local $a i32) (local $b i32)
    (block $done (loop $outer
      (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
      (local.set $j (i32.const 0))
      (loop $inner
        (local.set $a (i32.load8_u (i32.add (local.get $from) (local.get $j))))
        (local.set $b (i32.load8_u offset=1 (i32.add (local.get $from) (local.get $j))))
        (if (i32.gt_u (local.get $a) (local.get $b)) (then
          (i32.store8 (i32.add (local.get $from) (local.get $j)) (local.get $b))
          (i32.store8 offset=1 (i32.add (local.get $from) (local.get $j)) (local.get $a))))
        (br_if $inner (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (local.get $n))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $outer)))))`;

const TABLES = `(module (table $t 4 8 funcref) (elem (i32.const 1) $double $square) (elem (table $t) (i32.const 3) funcref (ref.func $double)) (elem declare func $late)
  (type $unary (func (param i64) (result i64)))
  (func $double (type $unary) (i64.add (local.get 0) (local.get 0)))
  (func $square (type $unary) (i64.mul (local.get 0) (local.get 0)))
  (func $late (type $unary) (i64.const 7))
  (func (export "call") (param i32 i64) (result i64) (call_indirect $t (type $unary) (local.get 1) (local.get 0)))
  (func (export "tail") (param i32 i64) (result i64) (return_call_indirect $t (type $unary) (local.get 1) (local.get 0)))
  (func (export "isnull") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0))))
  (func (export "late") (result i32) (ref.is_null (ref.func $late))))`;

const MIXED = `(module (memory (export "memory") 1 3) (global $n (mut i64) (i64.const 5)) (global (mut f64) (f64.const 1.5)) (data $p "passive")
  (start $start) (func $start (i32.store (i32.const 0) (i32.const 42)))
  (func $swap (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
  (func (export "multi") (param i32 f64) (result f64) (call $swap (local.get 0) (local.get 1)) (drop))
  (func (export "blocks") (param i32) (result i32)
    (block $a (result i32) (block $b (block $c (br_table $b $c $b (local.get 0))) (return (i32.const 10))) (i32.const 20)))
  (func $even (export "even") (param i32) (result i32) (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1)) (else (return_call $odd (i32.sub (local.get 0) (i32.const 1))))))
  (func $odd (param i32) (result i32) (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0)) (else (call $even (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "init") (param i32 i32 i32) (memory.init $p (local.get 0) (local.get 1) (local.get 2)))
  (func (export "stores") (param i32 i64 f64)
    (i64.store offset=8 (local.get 0) (local.get 1)) (f64.store offset=17 align=1 (local.get 0) (local.get 2))
    (f32.store (local.get 0) (f32.demote_f64 (local.get 2))) (v128.store offset=32 (local.get 0) (i64x2.splat (local.get 1)))
    (v128.store32_lane offset=3 1 (local.get 0) (i64x2.splat (local.get 1))))
  (func (export "lanes") (param i32) (result i64) (i64x2.extract_lane 0 (v128.load16_lane offset=2 1 (local.get 0) (v128.load32_zero (local.get 0)))))
  (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "trap") unreachable (i32.store (i32.const 0) (i32.const 0)))
  (func (export "unreachable store") (result i32) (return (i32.const 3)) (i32.store) (br 0) (drop)))`;

describe('a rewritten module', () => {
  it('sorts as the original', () => {
    const { original, rewritten } = bothWays(wat(SORT), [['sort', 16, 42], ['sort', 65_530, 20]]);
    expect(rewritten).toEqual(original);
  });

  it('calls through tables as the original', () => {
    const calls = [0, 1, 2, 3, 4].flatMap((index) => [['call', index, 9n], ['tail', index, 9n], ['isnull', Math.min(index, 3)]] as [string, ...(number | bigint)[]][]);
    const { original, rewritten } = bothWays(wat(TABLES), [...calls, ['late']]);
    expect(rewritten).toEqual(original);
  });

  it('computes as the original whatever the arguments', () => {
    const bytes = wat(MIXED);
    const i32 = fc.oneof(fc.integer({ min: -8, max: 70_000 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
    const i64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const f64 = fc.double({ noNaN: true });
    const one = fc.oneof(
      fc.tuple(fc.constant('multi'), i32, f64), fc.tuple(fc.constant('blocks'), i32), fc.tuple(fc.constant('even'), fc.nat(2000)),
      fc.tuple(fc.constant('init'), i32, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), fc.tuple(fc.constant('stores'), i32, i64, f64),
      fc.tuple(fc.constant('lanes'), i32), fc.tuple(fc.constant('divide'), i32, fc.integer({ min: -1, max: 3 })), fc.tuple(fc.constant('trap')), fc.tuple(fc.constant('unreachable store')),
    ) as fc.Arbitrary<[string, ...(number | bigint)[]]>;
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (calls) => {
        const { original, rewritten } = bothWays(bytes, calls);
        expect(rewritten).toEqual(original);
      }),
      { numRuns: 60 },
    );
  });

  it('describes what it was', () => {
    const { memory, mapBytes, wordSize, hasStart, mutableGlobals, dropsSegments, functionNames, activeData } = prepared(wat(MIXED));
    expect({ memory, mapBytes, wordSize, hasStart, dropsSegments, activeData }).toEqual({
      memory: { minimum: 1, maximum: 3 }, mapBytes: 0x100000, wordSize: 32, hasStart: true, dropsSegments: false, activeData: [],
    });
    expect(mutableGlobals).toEqual([{ exportName: 'replica:global:0', type: 'i64' }, { exportName: 'replica:global:1', type: 'f64' }]);
    expect(functionNames.get(1)).toBe('swap');
  });

  it('keeps names of functions at their new indices', () => {
    const { exports } = run(wat('(module (func $helper unreachable) (func $main (export "main") call $helper))'));
    let stack = '';
    try {
      (exports['main'] as () => void)();
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    expect(stack).toMatch(/helper[\s\S]*main/);
  });

  it('keeps exports, hands out active data and counts drops', () => {
    const info = prepared(wat('(module (memory 1) (table 1 funcref) (data $a (i32.const 8) "abc") (data "xyz") (elem $e func) (global (export "g") i32 (i32.const 1)) (func (export "f") memory.size drop elem.drop $e (memory.init $a (i32.const 0) (i32.const 0) (i32.const 0))))'));
    expect(info.activeData).toEqual([{ offset: 8, bytes: new TextEncoder().encode('abc') }]);
    expect(info.dropsSegments).toBe(true);
    const names = WebAssembly.Module.exports(new WebAssembly.Module(info.rewritten)).map(({ name }) => name);
    expect(names).toEqual(['g', 'f', 'replica:counter', 'replica:table', 'replica:callback']);
  });

  it('counts the operators to compile as the production replica does', () => {
    const empty = prepared(wat('(module)')).compilationCost;
    expect(prepared(wat('(module (func nop))')).compilationCost - empty).toBe(6000 * (2 + 10));
    expect(prepared(wat('(module (global i32 (i32.const 0)))')).compilationCost - empty).toBe(6000 * 2);
  });
});

describe('damaged modules', () => {
  const seeds = [wat(SORT), wat(TABLES), wat(MIXED)];

  it('are refused or stay valid, whatever bytes change', () => {
    const damage = fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(seeds.length - 1), damage, fc.option(fc.nat(100_000)), (which, changes, cut) => {
        const bytes = (seeds[which] as Uint8Array).slice();
        for (const [at, value] of changes) bytes[8 + (at % (bytes.length - 8))] = value;
        expectSound(cut === null ? bytes : bytes.subarray(0, cut % bytes.length));
      }),
      { numRuns: 4000 },
    );
  });

  it('are refused where they end early', () => {
    for (const seed of seeds) for (let length = 0; length < seed.length; length++) expectSound(seed.subarray(0, length));
  });

  it('are refused where they are noise behind a header', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => expectSound(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...noise]))), { numRuns: 1000 });
  });
});

function expectSound(bytes: Uint8Array): void {
  const result = prepareModule(bytes, () => undefined, '00');
  if (result.ok) expect(WebAssembly.validate(result.module.rewritten)).toBe(true);
  else expect(['IC0505', 'IC0521']).toContain(result.reject.errorCode);
}
