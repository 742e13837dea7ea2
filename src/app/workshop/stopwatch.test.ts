import { describe, expect, it } from 'vitest';
import { reading, started, toggled } from './stopwatch.ts';

const SECOND = 1000;

describe('the timer of a step', () => {
  it.each([
    [0, '0:00'],
    [59 * SECOND + 999, '0:59'],
    [245 * SECOND, '4:05'],
    [3729 * SECOND, '1:02:09'],
  ])('counts up: %i ms read %s', (milliseconds, text) => {
    expect(reading(started(500), 500 + milliseconds, undefined)).toEqual({ text, over: false });
  });

  it('counts down from the minutes that a step has, and on when they are over', () => {
    const watch = started(0);
    expect(reading(watch, 0, 5)).toEqual({ text: '5:00', over: false });
    expect(reading(watch, 300 * SECOND, 5)).toEqual({ text: '0:00', over: false });
    expect(reading(watch, 330 * SECOND, 5)).toEqual({ text: '−0:30', over: true });
  });

  it('stands while it is stopped and goes on from there', () => {
    const stopped = toggled(started(0), 10 * SECOND);
    expect(reading(stopped, 500 * SECOND, undefined).text).toBe('0:10');
    const resumed = toggled(stopped, 600 * SECOND);
    expect(reading(resumed, 605 * SECOND, undefined).text).toBe('0:15');
  });

  it('does not run backwards with the clock of the machine', () => {
    expect(reading(started(10_000), 5_000, undefined).text).toBe('0:00');
  });
});
