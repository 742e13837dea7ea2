import { existsSync } from 'node:fs';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
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
