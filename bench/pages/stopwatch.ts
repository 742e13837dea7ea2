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

function afterClick(isShown: () => boolean): Promise<Shown> {
  return new Promise((resolve, reject) => {
    let clicked: number | undefined;
    document.addEventListener('click', ({ timeStamp }) => { clicked = timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (clicked === undefined || !isShown()) return;
      const [began, changed] = [clicked, performance.now()];
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
