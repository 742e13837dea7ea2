import type { Archive, ArchivedCanister } from './model.ts';

/** Times of canisters that come from elsewhere. Time itself never goes back. */

type Times = Pick<ArchivedCanister, 'chargedUntil' | 'globalTimer'>;

export interface Timing {
  of(canister: ArchivedCanister): Times;
}

const MAX_TIME = (1n << 64n) - 1n;
const within = (time: bigint): bigint => (time < 0n ? 0n : time > MAX_TIME ? MAX_TIME : time);

/**
 * `back` leaves times as they are: a timer that is overdue fires. `arrival` moves them by what has passed since the archive was made, so
 * that nothing is paid for the time in between and timers are due as long after now as they were then. When that was is when storage was
 * last paid for, which is never more than ten seconds earlier.
 */
export function timing({ canisters }: Archive, now: bigint, kind: 'back' | 'arrival'): Timing {
  const madeAt = canisters.reduce((latest, { chargedUntil }) => (chargedUntil > latest ? chargedUntil : latest), 0n);
  const moved = kind === 'arrival' ? now - madeAt : 0n;
  return {
    of: ({ chargedUntil, globalTimer }) => {
      const charged = within(chargedUntil + moved);
      return { chargedUntil: charged > now ? now : charged, globalTimer: globalTimer === 0n ? 0n : within(globalTimer + moved) };
    },
  };
}
