import { decode, encode, MalformedBytes } from '../../primitives/codec.ts';
import { type Archive, ArchiveError } from './model.ts';
import { archive } from './records.ts';

/** An archive as bytes: the version of the format, then what {@link archive} writes. */

/** Raised with every change of a codec that it consists of. */
export const ARCHIVE_VERSION = 1;

export function encodeArchive(value: Archive): Uint8Array<ArrayBuffer> {
  const body = encode(archive, value);
  const out = new Uint8Array(body.length + 1);
  out[0] = ARCHIVE_VERSION;
  out.set(body, 1);
  return out;
}

/** @throws ArchiveError `version` or `damaged` */
export function decodeArchive(bytes: Uint8Array): Archive {
  if (bytes[0] !== ARCHIVE_VERSION) throw new ArchiveError('version', `The state is of version ${bytes[0] ?? 'none'}; this playground reads version ${ARCHIVE_VERSION}.`);
  return sound(() => decode(archive, bytes.subarray(1)));
}

/** What is malformed, as an error of archives. @throws ArchiveError `damaged` */
export function sound<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedBytes) throw new ArchiveError('damaged', `The state is damaged: ${error.message}.`);
    throw error;
  }
}
