import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Samples as they lie on a disk: `public/samples/<index>` describes them, and each has its files in `<id>/v1`, `<id>/v2` and `<id>/v3`. */

const SAMPLES = fileURLToPath(new URL('../public/samples/', import.meta.url));

/** The galleries of the page. */
export const INDEXES = ['index.json', 'failures.json'];

const text = (path) => readFile(join(SAMPLES, path), 'utf8');
const entries = async (index) => JSON.parse(await text(index));
const pathsOf = ({ id, files, version2, wayOut = [] }) => Object.entries({ v1: files, v2: version2, v3: wayOut }).flatMap(([version, paths]) => paths.map((path) => `${id}/${version}/${path}`));

/** All texts of a gallery by their paths, its index among them. */
export async function galleryTexts(index) {
  const paths = (await entries(index)).flatMap(pathsOf);
  return Object.fromEntries(await Promise.all([index, ...paths].map(async (path) => [path, await text(path)])));
}
