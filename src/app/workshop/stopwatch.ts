/** Time of a step. Moments are milliseconds of one clock, which the caller reads. */
export interface Stopwatch {
  /** When it began to run; `undefined` while it stands. */
  readonly since: number | undefined;
  /** What it had counted before, in milliseconds. */
  readonly counted: number;
}

export const started = (now: number): Stopwatch => ({ since: now, counted: 0 });

const elapsed = ({ since, counted }: Stopwatch, now: number): number => counted + (since === undefined ? 0 : Math.max(0, now - since));

/** Stops it, or lets it go on. */
export const toggled = (watch: Stopwatch, now: number): Stopwatch => (watch.since === undefined ? { ...watch, since: now } : { since: undefined, counted: elapsed(watch, now) });

export interface Reading {
  /** `4:05`, `1:02:09`; `−0:30` when the time is over. */
  readonly text: string;
  readonly over: boolean;
}

/** Time that has gone; where there are `minutes` for the step, the time that is left. */
export function reading(watch: Stopwatch, now: number, minutes: number | undefined): Reading {
  const gone = Math.floor(elapsed(watch, now) / 1000);
  if (minutes === undefined) return { text: clock(gone), over: false };
  const left = minutes * 60 - gone;
  return { text: left < 0 ? `−${clock(-left)}` : clock(left), over: left < 0 };
}

function clock(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (count: number): string => count.toString().padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
