/** Milliseconds after which the page counts as idle. */
const PATIENCE = 400;

/** Calls back when the page has been drawn and nothing else is due; gives what cancels that. */
export function whenIdle(action: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const asked = requestIdleCallback(action, { timeout: PATIENCE });
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(action, PATIENCE);
  return () => clearTimeout(timer);
}
