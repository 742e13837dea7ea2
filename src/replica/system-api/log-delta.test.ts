import { expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { program } from '../testing/execution.ts';
import { LogDelta } from './log-delta.ts';

const filled = (capacity: number, ...sizes: number[]): LogDelta => {
  const delta = new LogDelta(capacity);
  sizes.forEach((size, i) => {
    delta.push(new Uint8Array(size).fill(i));
  });
  return delta;
};
const sizes = ({ contents }: LogDelta): number[] => contents.map(({ length }) => length);

it('drops the oldest records where there is no room', () => {
  const delta = filled(200, 60, 60, 61);
  expect([sizes(delta), delta.dropped, delta.room]).toEqual([[61], 2, 99]);
});

it('cuts a record that is larger than itself', () => {
  expect(sizes(filled(200, 161))).toEqual([160]);
});

it('keeps nothing where it may keep nothing', () => {
  const delta = filled(0, 0, 10);
  expect([sizes(delta), delta.dropped]).toEqual([[], 2]);
});

it('takes over what came after, and forgets what would leave a gap', () => {
  const delta = filled(200, 10, 10);
  delta.append(filled(200, 10));
  expect([sizes(delta), delta.dropped]).toEqual([[10, 10, 10], 0]);
  delta.append(filled(200, 160, 1));
  expect([sizes(delta), delta.dropped]).toEqual([[1], 4]);
});

it('stays small whatever a program prints', () => {
  const printing = program(goProgram(`(local $i i32) (loop $l
    (call $debug_print (i32.const 0) (i32.const 0)) (local.set $i (i32.add (local.get $i) (i32.const 1))) (br_if $l (i32.lt_u (local.get $i) (i32.const 100000))))`));
  const { logs } = printing.run('go', 'U').execution;
  expect([logs.contents.length, logs.dropped]).toEqual([102, 99_898]);
});
