/** Stopwatches inside the playground's page: from the time stamp of a real click to what it should bring about. */

export interface Shown {
  /** Milliseconds until the DOM says so. */
  readonly changed: number;
  /** Milliseconds until the frame after that has been painted. */
  readonly painted: number;
}

/** Waits for a click, then for the State table that shows the outcomes of the upgrade to this version. */
export function upgradeShown(version: number): Promise<Shown> {
  return afterClick(() => {
    const region = document.querySelector('section[aria-label="State"]');
    const isNew = region?.querySelector('.state-version')?.textContent === `version ${version}`;
    return isNew && region.querySelector('.state-summary .outcome') !== null && region.querySelector('tr[data-outcome]') !== null;
  });
}

/** Waits for a click on the button of a method, then for its reply. The reply of the call before is not mistaken for it. */
export function replyShown(method: string): Promise<Shown> {
  let running = false;
  return afterClick(() => {
    const form = [...document.querySelectorAll('form.method')].find((each) => each.querySelector('.method-name')?.textContent === method);
    if (form?.querySelector('.call-result.running')) running = true;
    return running && form?.querySelector('.call-result.replied pre') != null;
  });
}

function afterClick(isShown: () => boolean): Promise<Shown> {
  return new Promise((resolve) => {
    let clicked: number | undefined;
    document.addEventListener('click', ({ timeStamp }) => { clicked = timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (clicked === undefined || !isShown()) return;
      const [began, changed] = [clicked, performance.now()];
      observer.disconnect();
      afterPaint(() => resolve({ changed: changed - began, painted: performance.now() - began }));
    });
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
