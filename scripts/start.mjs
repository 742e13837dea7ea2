import { argv, env, exit, platform, stdout } from 'node:process';
import { build, preview } from 'vite';

/** Serves the page as it is built, which is what its users get; `npm run dev` is for changing it. */
const HELP = `Usage: npm start -- [options]
  --port <number>   port to listen on (5173, or the next one that is free)
  --strictPort      fail where that port is taken
  --host [address]  listen on this address, or on all of them
  --open, --no-open open a browser, or open none (by default: where there is a screen)`;

/** True where a browser that opens would be seen by whoever gave the command. */
function hasScreen() {
  if (env.CI || env.SSH_CONNECTION || env.SSH_TTY) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

function fail(message) {
  console.error(message);
  exit(1);
}

/** Vite's own names, each as `--name value` or `--name=value`. */
function parseOptions(words) {
  const server = {};
  let open = hasScreen();
  const rest = words.flatMap((word) => (/^--\w+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]));
  const nextValue = () => (rest[0] !== undefined && !rest[0].startsWith('-') ? rest.shift() : undefined);
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--port') server.port = portOf(nextValue());
    else if (word === '--strictPort') server.strictPort = true;
    else if (word === '--host') server.host = nextValue() ?? true;
    else if (word === '--open') open = true;
    else if (word === '--no-open') open = false;
    else fail(`Unknown option ${word}.\n${HELP}`);
  }
  return { server, open };
}

function portOf(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) fail(`--port takes a number from 1 to 65535.\n${HELP}`);
  return port;
}

if (argv.includes('--help')) {
  console.log(HELP);
  exit(0);
}
const { server: options, open } = parseOptions(argv.slice(2));
console.log('Building the playground ...');
await build({ logLevel: 'warn' });
try {
  const server = await preview({ preview: { port: 5173, ...options, open } });
  server.printUrls();
  if (stdout.isTTY && !env.CI) server.bindCLIShortcuts({ print: true });
} catch (error) {
  fail(error.message);
}
