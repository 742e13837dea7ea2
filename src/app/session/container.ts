import { select, t } from '@lingui/core/macro';
import { sha256 } from '@noble/hashes/sha2';
import { concat, equalBytes, utf8 } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { inflate } from './inflating.ts';

/** Bytes packed for a link, a file or the disk: a checksum, and the content deflated. Unpacking bounds its work. */

const SUM_BYTES = 8;
const SLICE_BYTES = 16_384;
/** The better compression takes too long for more. */
const THOROUGH_BYTES = 4_194_304;

/** A file of the playground begins with these bytes and the version of its format. */
export const FILE_MARK = utf8('playground project ');
export const FILE_VERSION = 2;

export const damaged = (what: string): PlaygroundError =>
  new PlaygroundError(
    'share-damaged',
    select(what, {
      link: 'The link is cut or damaged, so the project in it cannot be opened.',
      file: 'The file is cut or damaged, so the project in it cannot be opened.',
      other: 'The moment is cut or damaged, so the project in it cannot be opened.',
    }),
    select(what, {
      link: 'Ask for the link again, and copy it whole.',
      file: 'Ask for the file again, and copy it whole.',
      other: 'Ask for the moment again, and copy it whole.',
    }),
  );
export const versionUnknown = (what: string, version: string): PlaygroundError => {
  const newest = FILE_VERSION;
  return new PlaygroundError(
    'share-version',
    select(what, {
      link: `The link is of version ${version}; this playground reads up to version ${newest}.`,
      file: `The file is of version ${version}; this playground reads up to version ${newest}.`,
      other: `The moment is of version ${version}; this playground reads up to version ${newest}.`,
    }),
    select(what, {
      link: 'Reload the page to get the newest version of the playground, or ask for the link again.',
      file: 'Reload the page to get the newest version of the playground, or ask for the file again.',
      other: 'Reload the page to get the newest version of the playground, or ask for the moment again.',
    }),
  );
};
const tooLarge = (what: string): PlaygroundError =>
  new PlaygroundError(
    'share-too-large',
    select(what, {
      link: 'The link holds more than this playground opens.',
      file: 'The file holds more than this playground opens.',
      other: 'The moment holds more than this playground opens.',
    }),
    t`Ask for a smaller one.`,
  );

const sumOf = (packed: Uint8Array): Uint8Array => sha256(packed).subarray(0, SUM_BYTES);

export async function pack(content: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { deflateSync } = await import('fflate');
  const packed = deflateSync(content, { level: content.length > THOROUGH_BYTES ? 4 : 9 });
  return concat([sumOf(packed), packed]);
}

/** Rejects with `share-damaged`, or `share-too-large` where more than `maximum` bytes come out. `what` is what they came in. */
export async function unpack(bytes: Uint8Array, what: string, maximum: number): Promise<Uint8Array<ArrayBuffer>> {
  const packed = bytes.subarray(SUM_BYTES);
  if (packed.length === 0 || !equalBytes(sumOf(packed), bytes.subarray(0, SUM_BYTES))) throw damaged(what);
  return inflate(packed, { maximum, slice: SLICE_BYTES, damaged: () => damaged(what), tooLarge: () => tooLarge(what) });
}

export const toFile = (packed: Uint8Array): Uint8Array<ArrayBuffer> => concat([FILE_MARK, Uint8Array.of(FILE_VERSION), packed]);

export const isProjectFile = (bytes: Uint8Array): boolean => equalBytes(bytes.subarray(0, FILE_MARK.length), FILE_MARK);

/** Inverse of {@link toFile}. @throws PlaygroundError `share-damaged` or `share-version` */
export function fromFile(bytes: Uint8Array): Uint8Array {
  if (!isProjectFile(bytes)) throw damaged('file');
  const version = bytes[FILE_MARK.length];
  if (version !== FILE_VERSION) throw version === undefined ? damaged('file') : versionUnknown('file', String(version));
  return bytes.subarray(FILE_MARK.length + 1);
}
