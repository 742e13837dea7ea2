import { existsSync } from 'node:fs';

/** One without a window of its own first: it spends a fifth less time on a test, and is what Playwright takes where it brings the browser. */
const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of an installed Chromium, or `undefined` where Playwright's own is to be used. */
export function installedChromium() {
  return CANDIDATES.find((path) => path && existsSync(path));
}

/** Launch options for Playwright: an installed Chromium first; quiet, and without a sandbox where the user is root. */
export function chromiumLaunchOptions() {
  const executablePath = installedChromium();
  const root = process.getuid?.() === 0;
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(root ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
