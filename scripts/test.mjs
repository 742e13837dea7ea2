import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './browser.mjs';

/**
 * Runs every check of the project and ends with one line, `N passed, N failed`. A stage that fails does not keep the others from
 * running, unless they need what it makes.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = mkdtempSync(join(tmpdir(), 'playground-tests-'));
/** The whole run, in milliseconds, which takes a third of it on two cores; a stage that hangs is ended when nothing is left of it. */
const TIME_LIMIT = 75 * 60_000;
const WINDOWS = process.platform === 'win32';

const PASSED = { passed: 1, failed: 0 };
const FAILED = { passed: 0, failed: 1 };

const started = Date.now();
const running = new Set();

/** Runs a tool of node_modules, passing its output on, at its end if `held`; gives its exit code, 1 where it was killed. */
function tool(name, options, { env = {}, held = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(join(ROOT, 'node_modules', '.bin', name), options, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: held ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: !WINDOWS,
      shell: WINDOWS,
    });
    running.add(child);
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    const limit = setTimeout(() => {
      console.log(`${name} is ended: the tests have taken too long.`);
      end(child);
    }, Math.max(0, started + TIME_LIMIT - Date.now()));
    const finish = (code) => {
      clearTimeout(limit);
      running.delete(child);
      if (held) process.stdout.write(`\n=== ${name}\n${Buffer.concat(output).toString()}`);
      resolve(code ?? 1);
    };
    child.once('error', (error) => {
      console.log(error.message);
      finish(1);
    });
    child.once('close', finish);
  });
}

/** Ends a tool with all that it started. */
function end(child) {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const check = (name, ...options) => async () => ((await tool(name, options, { held: true })) === 0 ? PASSED : FAILED);

function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(REPORTS, name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A failure that no test accounts for (a file that cannot be loaded, an error outside of all tests) counts as one. */
function tally(exitCode, passed, failed) {
  return { passed, failed: exitCode === 0 ? failed : Math.max(1, failed) };
}

const vitest = (project) => async () => {
  const report = `${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(REPORTS, report)}`];
  const code = await tool('vitest', ['run', '--project', project, ...reporters]);
  const result = readReport(report);
  if (!result) return FAILED;
  const unloaded = result.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  return tally(code, result.numPassedTests, result.numFailedTests + unloaded.length);
};

async function playwright() {
  const code = await tool('playwright', ['test', '--reporter=list,json'], { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'e2e.json') } });
  const result = readReport('e2e.json');
  if (!result) return FAILED;
  const { expected, unexpected, flaky } = result.stats;
  return tally(code, expected, unexpected + flaky);
}

async function browser() {
  console.log(`Chromium ${await ensureChromium()}`);
  return PASSED;
}

/** One after another, but for those in a group: each of these keeps no more than one core busy. */
const STAGES = [
  [{ name: 'browser', run: browser }],
  [
    { name: 'lint', run: check('eslint', '.') },
    { name: 'types', run: check('tsc', '--noEmit') },
    { name: 'build', run: check('vite', 'build') },
  ],
  [{ name: 'tests in Node', run: vitest('node') }],
  [{ name: 'tests in Chromium', needs: ['browser'], run: vitest('chromium') }],
  [{ name: 'end-to-end tests', needs: ['browser', 'build'], run: playwright }],
];

async function runStage({ name, needs = [], run }) {
  console.log(`\n=== ${name}`);
  const missing = needs.find((need) => results.get(need).failed > 0);
  if (missing) {
    console.log(`Not run, for want of: ${missing}.`);
    return FAILED;
  }
  try {
    return await run();
  } catch (error) {
    console.log(error.message);
    return FAILED;
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) end(child);
    rmSync(REPORTS, { recursive: true, force: true });
    process.exit(1);
  });
}

const results = new Map();
const seconds = new Map();
for (const group of STAGES) {
  await Promise.all(
    group.map(async (stage) => {
      const from = Date.now();
      results.set(stage.name, await runStage(stage));
      seconds.set(stage.name, Math.round((Date.now() - from) / 1000));
    }),
  );
}
rmSync(REPORTS, { recursive: true, force: true });

console.log('\n=== summary');
for (const [name, { passed, failed }] of results) {
  console.log(`${failed > 0 ? 'FAILED' : 'ok    '}  ${name}: ${passed} passed, ${failed} failed (${seconds.get(name)} s)`);
}
const sum = (field) => [...results.values()].reduce((total, result) => total + result[field], 0);
process.exitCode = sum('failed') > 0 ? 1 : 0;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
