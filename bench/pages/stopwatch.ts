/** Stopwatches inside the playground's page: from the time stamp of a real click to what it should bring about. */

export interface Shown {
  /** Milliseconds until the DOM says so. */
  readonly changed: number;
  /** Milliseconds until the frame after that has been painted. */
  readonly painted: number;
}

const TIME_LIMIT = 30_000;
const OUTCOME = /^(kept|reset|new|dropped|retyped|migrated)/;

/** Waits for a click, then for the State table that shows the outcomes of the upgrade to this version. */
export function upgradeShown(version: number): Promise<Shown> {
  return afterClick(() => {
    const region = document.querySelector('section[aria-label="State"]');
    if (region?.querySelector('header .state-version')?.textContent !== `version ${version}`) return false;
    return [...region.querySelectorAll('[role="row"]')].some(({ lastElementChild }) => OUTCOME.test(lastElementChild?.textContent.trim() ?? ''));
  });
}

/** Waits for a click on the button of a method, then for its reply. The reply of the call before is not mistaken for it. */
export function replyShown(method: string): Promise<Shown> {
  let running = false;
  return afterClick(() => {
    const form = [...document.querySelectorAll('form[role="group"]')].find((each) => each.querySelector('h3')?.textContent === method);
    const isBusy = form?.querySelector<HTMLButtonElement>('button[type="submit"]')?.disabled ?? false;
    if (isBusy) running = true;
    return running && !isBusy && (form?.textContent.includes('Reply') ?? false);
  });
}

/** Waits for a click, then for the card of a rehearsal with its table. */
export const rehearsalShown = (): Promise<Shown> => afterClick(() => document.querySelector('section[aria-label="Rehearsal"] [role="table"]') !== null);

/** The moment at which the page last heard from the replica that an update was executed. */
let reported: number | undefined;

/** Keeps an ear on the workers that are made from now on. */
export function listenToWorkers(): void {
  window.Worker = class extends window.Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ name?: string; payload?: { kind?: string } }>) => {
        if (data.name === 'message' && data.payload?.kind === 'update') reported ??= performance.now();
      });
    }
  };
}

/** Waits for the report of an update, then until the State table shows this value of a variable. */
export function valueShown({ variable, value }: { readonly variable: string; readonly value: string }): Promise<Shown> {
  reported = undefined;
  const isShown = (): boolean =>
    [...document.querySelectorAll('section[aria-label="State"] [role="row"]')].some(({ children }) => children[0]?.textContent === variable && children[4]?.textContent === value);
  return when(() => reported, isShown);
}

function afterClick(isShown: () => boolean): Promise<Shown> {
  let clicked: number | undefined;
  document.addEventListener('click', ({ timeStamp }) => { clicked = timeStamp; }, { capture: true, once: true });
  return when(() => clicked, isShown);
}

function when(beginning: () => number | undefined, isShown: () => boolean): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      const began = beginning();
      if (began === undefined || !isShown()) return;
      const changed = performance.now();
      observer.disconnect();
      clearTimeout(limit);
      afterPaint(() => resolve({ changed: changed - began, painted: performance.now() - began }));
    });
    const limit = setTimeout(() => {
      observer.disconnect();
      reject(new Error('What was waited for never showed.'));
    }, TIME_LIMIT);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** A task queued from an animation frame runs when that frame has been painted. */
function afterPaint(callback: () => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = callback;
    channel.port2.postMessage(undefined);
  });
}
