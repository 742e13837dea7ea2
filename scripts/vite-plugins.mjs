import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { build } from 'vite';

const LIBRARY = /\/motoko[^/]*\/packages\/latest\/\w+\.json\?url$/;
const WHOLE_LINE_COMMENT = /^[^\S\n]*\/\/(?!.*\*\/).*$/gm;

/**
 * Motoko source without comments that have a line of their own. Lines keep their numbers, so diagnostics and modules stay the same; of the
 * libraries it is more than half.
 */
export const withoutComments = (source) => source.replace(WHOLE_LINE_COMMENT, '');

/** Motoko's libraries as the page downloads them: what documents them stays out. Takes the place of Vite's own `?url` in builds. */
export function slimLibraries() {
  return {
    name: 'slim-libraries',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (!LIBRARY.test(id)) return undefined;
      const path = id.slice(0, id.indexOf('?'));
      const bundle = JSON.parse(await readFile(path, 'utf8'));
      const files = Object.entries(bundle.files).map(([name, { content }]) => [name, { content: withoutComments(content) }]);
      const source = JSON.stringify({ ...bundle, files: Object.fromEntries(files) });
      const reference = this.emitFile({ type: 'asset', name: basename(path), source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "manifest-src 'self'",
  // Monaco and React set styles of single elements, and Monaco adds style sheets.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // `?project=`, `?gist=` and `?github=` fetch what a link names, wherever that is.
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * What the built page may load and run: its own files, and no script that is written into it. Not while developing, where Vite puts
 * scripts into the page.
 */
export function contentSecurityPolicy() {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/**
 * `src/start.ts` starts a worker and then asks for the page itself: the page's own files are named in the HTML, so that a browser fetches them meanwhile.
 */
export function preloadPage() {
  const files = (bundle, chunk, found = new Set()) => {
    if (!chunk || found.has(chunk)) return found;
    found.add(chunk);
    for (const name of chunk.imports) files(bundle, bundle[name], found);
    return found;
  };
  return {
    name: 'preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const page = Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.tsx'));
        const chunks = [...files(bundle, page)];
        const styles = new Set(chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        return [
          ...chunks.map(({ fileName }) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` }, injectTo: 'head' })),
          ...[...styles].map((fileName) => ({ tag: 'link', attrs: { rel: 'stylesheet', crossorigin: true, href: `./${fileName}` }, injectTo: 'head' })),
        ];
      },
    },
  };
}

const source = (name) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

/** Modules of Base UI that only pass others on; most of what they name is loaded later, or never. */
const PASSES_ON = /@base-ui\/react\/(tooltip|floating-ui-react)\/index(\.parts)?\.mjs$/;
/** What the first screen takes out of them: all that makes a tip open. */
const TAKEN_OUT = /@base-ui\/react\/(tooltip\/(trigger\/TooltipTrigger|store\/TooltipHandle)|floating-ui-react\/(components\/FloatingDelayGroup|hooks\/use(Focus|HoverReferenceInteraction)|safePolygon))\.mjs$/;

/**
 * Puts all that `src/main.tsx` needs at once into one file, as requests for sixty small ones take longer than their contents. What `src/start.ts` needs
 * stays apart; so does `main.tsx` itself, which waits for files that need the page.
 */
export function onePage() {
  let start;
  let page;
  const reach = (id, graph, found) => {
    if (found.has(id)) return found;
    found.add(id);
    const imported = graph.getModuleInfo(id)?.importedIds ?? [];
    for (const each of imported) if (!PASSES_ON.test(id) || PASSES_ON.test(each) || TAKEN_OUT.test(each)) reach(each, graph, found);
    return found;
  };
  return (id, graph) => {
    start ??= reach(source('start.ts'), graph, new Set());
    page ??= reach(source('main.tsx'), graph, new Set());
    return page.has(id) && !start.has(id) && id !== source('main.tsx') ? 'page' : undefined;
  };
}

const EMBED_SOURCES = { index: 'src/embed/index.ts', element: 'src/embed/element.ts', connection: 'src/embed/connection.ts', protocol: 'src/protocol/embed.ts' };

/** `dist/embed/`: what other pages load to hold a playground, as one module with its types, in the shape of an npm package. */
export function embedModule() {
  let root = '';
  let folder = '';
  return {
    name: 'embed-module',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
      folder = join(root, config.build.outDir, 'embed');
    },
    writeBundle: async () => {
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        publicDir: false,
        build: { target: 'es2022', outDir: folder, emptyOutDir: true, lib: { entry: join(root, EMBED_SOURCES.index), formats: ['es'], fileName: () => 'index.js' } },
      });
      for (const [name, path] of Object.entries(EMBED_SOURCES)) await writeFile(join(folder, `${name}.d.ts`), declarations(await readFile(join(root, path), 'utf8')));
      const { version, license, description } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
      const manifest = { name: 'canister-playground-embed', version, description, license, type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } };
      await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    },
  };
}

const declarations = (source) =>
  ts
    .transpileDeclaration(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, isolatedDeclarations: true, strict: true } })
    .outputText.replaceAll(/(['"])\.\.\/protocol\/embed\.ts\1/g, "'./protocol.js'")
    .replaceAll(/(['"])\.\/(\w+)\.ts\1/g, "'./$2.js'");
