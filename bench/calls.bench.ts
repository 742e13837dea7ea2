import type { Page } from 'playwright';
import type * as agent from './pages/agent.ts';
import type * as stopwatch from './pages/stopwatch.ts';
import { median, type Measurement, type Row } from './tools/measurement.ts';
import { loadProgram } from './tools/page-program.ts';
import { button, openAndDeploy } from './tools/playground.ts';

const WARM_UPS = 3;
const CLICKS = 15;

/** Calls of the counter sample: by a click, and by an unmodified agent in the page, beside the signatures that a call needs. */
const measure: Measurement = async (page, url) => {
  const canisterId = await openAndDeploy(page, url);
  const call = await clicks(page, 'increment', 'Call');
  const query = await clicks(page, 'read', 'Query');
  const program = await loadProgram<typeof agent>(page, 'agent.ts');
  const signed = await program.run('callCounter', { canisterId, signed: true });
  const anonymous = await program.run('callCounter', { canisterId, signed: false });
  const alone = await program.run('signatures', undefined);
  const bls = alone.blsSign + alone.blsVerify;
  const ed25519 = alone.ed25519Sign + alone.ed25519Verify;
  return [
    { what: 'update, unmodified agent, anonymous', value: anonymous.update, unit: 'ms', aim: '45 ms' },
    { what: 'update, unmodified agent, Ed25519 identity', value: signed.update, unit: 'ms', aim: '45 ms' },
    { what: 'its ratio to the signatures alone', value: signed.update / (bls + ed25519), unit: '×' },
    { what: 'query, unmodified agent, anonymous', value: anonymous.query, unit: 'ms', aim: '6 ms' },
    { what: 'query, unmodified agent, Ed25519 identity', value: signed.query, unit: 'ms', aim: '6 ms' },
    { what: 'its ratio to the signatures alone', value: signed.query / (2 * ed25519), unit: '×' },
    { what: 'Call clicked, reply shown', value: call, unit: 'ms' },
    { what: 'Query clicked, reply shown', value: query, unit: 'ms' },
    ...baseline(alone),
  ];
};

const baseline = ({ blsSign, blsVerify, ed25519Sign, ed25519Verify }: agent.SignatureTimes): Row[] => [
  { what: 'alone: BLS sign', value: blsSign, unit: 'ms' },
  { what: 'alone: BLS verify', value: blsVerify, unit: 'ms' },
  { what: 'alone: Ed25519 sign', value: ed25519Sign, unit: 'ms' },
  { what: 'alone: Ed25519 verify', value: ed25519Verify, unit: 'ms' },
];

/** Milliseconds from the click to the reply, median. */
async function clicks(page: Page, method: string, name: 'Call' | 'Query'): Promise<number> {
  const watch = await loadProgram<typeof stopwatch>(page, 'stopwatch.ts');
  const form = page.getByRole('group', { name: method, exact: true });
  const times: number[] = [];
  for (let click = 0; click < WARM_UPS + CLICKS; click++) {
    const shown = watch.run('replyShown', method);
    await button(form, name).click();
    const { changed } = await shown;
    if (click >= WARM_UPS) times.push(changed);
  }
  return median(times);
}

export default measure;
