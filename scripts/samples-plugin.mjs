import { galleryTexts, INDEXES } from './sample-files.mjs';

/** Samples are many small files: the page gets all texts of a gallery as one, `samples/packed/<index>`. */
export function samples() {
  return {
    name: 'samples',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, index] = /\/samples\/packed\/([a-z]+\.json)(?:\?|$)/.exec(request.url ?? '') ?? [];
        if (!INDEXES.includes(index)) return next();
        packed(index).then((content) => response.setHeader('Content-Type', 'application/json').end(content), next);
      });
    },
    async generateBundle() {
      for (const index of INDEXES) this.emitFile({ type: 'asset', fileName: `samples/packed/${index}`, source: await packed(index) });
    },
  };
}

const packed = async (index) => JSON.stringify(await galleryTexts(index));
