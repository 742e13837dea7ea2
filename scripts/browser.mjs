import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from './chromium.mjs';

const MINUTE = 60_000;

/** Ways to get a Chromium, from nothing at all to the system's packages. Each is tried only if the former left none that starts. */
const WAYS = [
  { name: 'the browsers that are there', run: () => undefined },
  { name: "Playwright's own", run: () => command('npx', ['playwright', 'install', 'chromium'], 4 * MINUTE) },
  { name: "the system's package", run: installPackage },
];

/**
 * Makes sure that a Chromium can be started, installing one where there is none; gives its version.
 * Throws an error that says what to do where that is not possible.
 */
export async function ensureChromium() {
  const failures = [];
  for (const { name, run } of WAYS) {
    run();
    try {
      return await chromiumVersion();
    } catch (error) {
      const [firstLine] = String(error.message).split('\n');
      failures.push(`  ${name}: ${firstLine}`);
      console.log(`No Chromium to start yet (${name}).`);
    }
  }
  throw new Error(['No Chromium can be started. Install one, or name one in CHROMIUM_PATH.', ...failures].join('\n'));
}

async function chromiumVersion() {
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    return browser.version();
  } finally {
    await browser.close();
  }
}

/** Debian and Ubuntu only; asks for no password. */
function installPackage() {
  if (process.platform !== 'linux') return;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...options) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options];
    return command(program, rest, 4 * MINUTE);
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

/** Whether it worked shows when a browser is started. */
function command(program, options, timeout) {
  console.log(`> ${[program, ...options].join(' ')}`);
  const shell = process.platform === 'win32';
  const { error } = spawnSync(program, options, { stdio: ['ignore', 'inherit', 'inherit'], timeout, shell });
  if (error) console.log(error.message);
}
