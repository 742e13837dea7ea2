import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** Where the built page is served: a sub-path, as on a project page, so that an address that begins with `/` is found out. */
export const SUB_PATH = '/some/where/playground/';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mo': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Serves `dist/` at {@link SUB_PATH} as the plainest of static hosts does; port 0 takes a free one. `onServed` is told the path of each
 * file that is handed out.
 */
export async function serveDist(port = 0, onServed = () => undefined) {
  const server = createServer((request, response) => void answer(request, response, onServed));
  await new Promise((started, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', started);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${SUB_PATH}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request, response, onServed) {
  const path = fileAt(request.url ?? '/');
  const size = path && (await stat(path).then((found) => (found.isFile() ? found.size : undefined), () => undefined));
  if (path === undefined || size === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  onServed(new URL(request.url, 'http://host').pathname);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': size, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(path).on('error', () => response.destroy()).pipe(response);
}

/** The file that an address names; `undefined` outside the sub-path and outside `dist/`. */
function fileAt(address) {
  const { pathname } = new URL(address, 'http://host');
  if (!pathname.startsWith(SUB_PATH)) return undefined;
  try {
    const name = decodeURIComponent(pathname.slice(SUB_PATH.length));
    const path = normalize(join(DIST, name === '' || name.endsWith('/') ? `${name}index.html` : name));
    return path.startsWith(DIST) && !path.includes('\0') ? path : undefined;
  } catch {
    return undefined;
  }
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const { url } = await serveDist(Number(argv[2] ?? 0));
  console.log(`Serving dist${sep} at ${url}`);
}
