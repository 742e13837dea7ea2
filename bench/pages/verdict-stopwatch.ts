/** A stopwatch inside the playground's page: from a real keystroke to the verdict on the source that it leaves. */

const TIME_LIMIT = 30_000;

/** Waits for a key to be pressed, then until the line of the verdict is `sentence`; gives milliseconds. */
export function verdictShown(sentence: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let pressed: number | undefined;
    document.addEventListener('keydown', ({ timeStamp }) => { pressed = timeStamp; }, { capture: true, once: true });
    const isShown = (): boolean => [...document.querySelectorAll('summary')].some(({ textContent }) => textContent.trim() === sentence);
    const observer = new MutationObserver(() => {
      if (pressed === undefined || !isShown()) return;
      observer.disconnect();
      clearTimeout(limit);
      resolve(performance.now() - pressed);
    });
    const limit = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`The page never said: ${sentence}`));
    }, TIME_LIMIT);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
