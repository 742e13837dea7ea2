import { t } from '@lingui/core/macro';
import type { CanisterView, InstallReport } from '../../protocol/replica.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { CanisterCalls } from './canister-calls.ts';
import { createCanister } from './canister-ids.ts';
import type { SessionOptions } from './context.ts';
import { Instructions } from './instructions.ts';
import { createReplicaLink, type ReplicaLink } from './replica-link.ts';

/** A replica of its own in a worker of its own, in memory only. The user's world does not know of it. */
export interface ThrowAwayWorld {
  /** Opens it; rejects where the worker does not start. */
  open(firstCanister: string): Promise<CanisterCalls>;
  view(id: string): Promise<CanisterView | undefined>;
  /** Its clock stands still otherwise. */
  advance(milliseconds: number): Promise<void>;
  /** Wasm instructions of the messages of a request that has its answer, told once; `undefined` where none executed. */
  instructions(requestId: string): number | undefined;
  installReport(requestId: string): InstallReport | undefined;
  /** Rejects when the world is ended, with code `stopped`, or fails as a whole. Calls under way may stay open then. */
  readonly ended: Promise<never>;
  end(): void;
}

/** `milliseconds`: what its clock shows at the beginning; worlds that are compared begin at the same time. */
export function createThrowAwayWorld({ createReplica, createCalls }: SessionOptions, milliseconds: number): ThrowAwayWorld {
  const link = createReplicaLink(createReplica);
  const { instructions, reports } = follow(link);
  let reject: (reason: Error) => void = () => undefined;
  const ended = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  // Nobody may be waiting any more when the world is thrown away at last.
  ended.catch(() => undefined);
  link.onFailure((message) => reject(new PlaygroundError('replica-failed', message, t`Compare again.`)));
  return {
    open: async (firstCanister) => {
      const { rootKey } = await link.open({ throwAway: { clockNanos: BigInt(milliseconds) * 1_000_000n, firstCanister } });
      return createCalls({ fetch: (input, init) => link.fetch(input, init), rootKey });
    },
    view: (id) => link.call('canister', { id }),
    advance: (by) => link.call('advanceTime', { milliseconds: by }),
    instructions: (requestId) => instructions.take(requestId),
    installReport: (requestId) => reports.get(requestId),
    ended,
    end: () => {
      reject(new PlaygroundError('stopped', t`This world was stopped.`, ''));
      link.stop();
    },
  };
}

function follow(link: ReplicaLink) {
  const instructions = new Instructions();
  const reports = new Map<string, InstallReport>();
  link.on('message', (report) => instructions.add(report));
  link.on('install', (report) => reports.set(report.requestId, report));
  return { instructions, reports };
}

/** Creates canisters until those with these ids exist. Ids are given out in ascending order, and `ids` must begin with the first. */
export async function createCanisters(calls: CanisterCalls, ids: readonly string[]): Promise<void> {
  const wanted = new Set(ids);
  for (let created = 0; wanted.size > 0; created++) {
    if (created > MAX_CREATED) throw new PlaygroundError('too-far', t`The canisters of this project are too far apart to be made again.`, t`Reset the project and deploy it.`);
    wanted.delete(await createCanister(calls));
  }
}

const MAX_CREATED = 200;
