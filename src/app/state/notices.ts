import { t } from '@lingui/core/macro';
import type { AppState, Notice } from './model.ts';

/** Every notice the page can show, and how they are put on and taken off. Pure. */

type Tone = Notice['tone'];

const make = (id: string, tone: Tone, text: string, hint: string, more: Partial<Pick<Notice, 'action' | 'dismissible'>> = {}): Notice => ({
  id,
  tone,
  text,
  hint,
  action: undefined,
  dismissible: true,
  ...more,
});

/** Braces stand for values in the catalogue. */
const ACTOR = 'persistent actor { ... }';

const takeOver = { label: t`Use it here`, run: 'takeOver' } as const;
const reload = { label: t`Reload`, run: 'reload' } as const;

export const notices = {
  locked: (): Notice =>
    make('locked', 'warning', t`The playground is open in another tab.`, t`Go on there, or use it here: the other tab then stops.`, {
      action: takeOver,
      dismissible: false,
    }),
  storageLost: (message: string): Notice =>
    make('storage-lost', 'warning', message, t`This tab no longer saves anything. Use it here to go on from what was saved last.`, {
      action: takeOver,
      dismissible: false,
    }),
  storageFull: (message: string): Notice =>
    make('storage-full', 'error', message, t`Delete projects that you no longer need, or free space on this device, then reload.`, { action: reload }),
  storageFailed: (message: string): Notice =>
    make('storage-failed', 'error', message, t`What happened since the last save may be lost. Reload to go on from there.`, { action: reload }),
  memoryOnly: (reason: string): Notice =>
    make('memory-only', 'warning', t`Nothing is saved in this window: ${reason}`, t`Everything works, but closing or reloading the page loses it. Share makes a link of your files.`),
  noEnhanced: (reason: string): Notice =>
    make('no-enhanced', 'warning', t`This browser cannot run 64-bit modules: ${reason}`, t`Projects are built with classical persistence, which this browser can run.`),
  compilerFailed: (message: string): Notice =>
    make('compiler-failed', 'error', t`The Motoko compiler did not load: ${message}`, t`Check the connection and reload. Canisters that are deployed can still be called.`, {
      action: reload,
    }),
  buildFailed: (canister: string, message: string): Notice =>
    make('build-failed', 'error', t`${canister} does not compile: ${message}`, t`Mend the errors that are marked in the editor, then try again. Nothing was installed.`),
  noActor: (): Notice =>
    make('no-actor', 'error', t`No file of this project defines a canister.`, t`End a file with ${ACTOR}: that makes it a canister.`),
  installFailed: (canister: string, message: string): Notice =>
    make('install-failed', 'error', t`${canister} was not deployed: ${message}`, t`Nothing was installed. Mend the cause and press Deploy again.`),
  replicaFailed: (message: string): Notice =>
    make('replica-failed', 'error', t`The replica stopped working: ${message}`, t`Reload the page: it goes on from the last committed state.`, {
      action: reload,
      dismissible: false,
    }),
  samplesFailed: (message: string): Notice =>
    make('samples-failed', 'warning', t`The samples did not load: ${message}`, t`Your own projects work. Reload to try again.`, { action: reload }),
  share: (code: string, message: string, hint: string): Notice => make(code, 'error', message, hint),
  shareLong: (kilobytes: number): Notice =>
    make('share-long', 'information', t`The link is ${kilobytes} kB long.`, t`Some chat and mail programs cut long links; paste it where it stays whole.`),
  shareWithout: (files: readonly string[]): Notice =>
    make('share-without', 'warning', t`The link does not carry ${{ names: files.join(', ') }}: a link is too short for modules of this size.`, t`Send the file along. Whoever opens the link adds it with Install a module.`),
  newVersion: (): Notice =>
    make('new-version', 'information', t`A new version of the playground is there.`, t`Your work stays as it is. Take it when it suits you: the page then loads once more.`, {
      action: { label: t`Update`, run: 'update' },
    }),
  stopTimedOut: (name: string): Notice =>
    make('failed', 'warning', t`${name} is still stopping: an answer that it waits for has not come within five minutes, so the request to stop it timed out.`, t`It takes no new calls, and stops by itself when the answer comes. Start canister lets it take calls again.`),
  failed: (what: string, message: string, hint: string): Notice => make('failed', 'error', `${what}: ${message}`, hint || t`Try again, or reload the page.`),
};

/** Adds a notice; one of the same id is replaced. */
export function withNotice(state: AppState, notice: Notice): AppState {
  return { ...state, notices: [...state.notices.filter(({ id }) => id !== notice.id), notice], status: notice.text };
}

export function withoutNotices(state: AppState, ...ids: readonly string[]): AppState {
  const notices = state.notices.filter(({ id }) => !ids.includes(id));
  return notices.length === state.notices.length ? state : { ...state, notices };
}
