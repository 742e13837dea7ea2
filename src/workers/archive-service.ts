import { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../primitives/bytes.ts';
import type { ArchivedCanisterView, ArchiveMethods } from '../protocol/archive.ts';
import { PlaygroundError } from '../protocol/rpc.ts';
import { decodeArchive, sound } from '../replica/archive/archive.ts';
import { pageCount } from '../replica/archive/memory.ts';
import { type Archive, ArchiveError, type ArchiveErrorCode } from '../replica/archive/model.ts';
import type { Replica } from '../replica/index.ts';
import { PAGE_BYTES } from '../replica/params.ts';

type Guarded = <T>(work: (replica: Replica) => Promise<T> | T) => Promise<T>;

const HINTS: Readonly<Record<ArchiveErrorCode, string>> = {
  busy: 'Wait until its calls have answered, or press Stop, and try again.',
  missing: 'Reload the page, and try again.',
  'too-large': 'Use less memory: start from a smaller state.',
  damaged: 'Ask for it again, and take care that it stays whole.',
  version: 'Reload the page to get the newest version of the playground, or ask for it again.',
  'module-missing': 'It was made by another version of the compiler. Open the code alone, and deploy it.',
  'id-taken': 'Delete the other project, or open this one in another browser profile.',
};

/** State of canisters as bytes, behind the messages of the protocol. */
export function archiveService(guarded: Guarded): ArchiveMethods {
  return {
    moduleOf: ({ id }) => guarded((replica) => [...replica.canisters.values()].find(({ text }) => text === id)?.code?.uploaded),
    exportWorld: ({ ids, known }) => explained(() => guarded((replica) => replica.exportCanisters(ids.map(principalBytes), new Set(known)))),
    describeWorld: ({ bytes }) => explained(async () => describe(decodeArchive(bytes))),
    importWorld: ({ bytes, modules, replace, kind }) =>
      explained(async () => {
        const supplied = new Map(modules.map((module) => [toHex(sha256(module)), module]));
        const imported = await guarded((replica) => replica.importCanisters(bytes, { modules: supplied, replace: replace.map(principalBytes), kind }));
        return imported.map(({ from, to, remembersOldId }) => ({ from: textOf(from), to: textOf(to), remembersOldId }));
      }),
  };
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArchiveError) throw new PlaygroundError(`archive-${error.code}`, error.message, HINTS[error.code], { cause: error });
    throw error;
  }
}

const describe = ({ canisters, modules }: Archive): readonly ArchivedCanisterView[] =>
  sound(() => {
    const carried = new Set(modules.filter(({ bytes }) => bytes).map(({ hash }) => hash));
    return canisters.map(({ id, code, stable }) => ({
      id: textOf(id),
      moduleHash: code?.module,
      moduleCarried: code === undefined || carried.has(code.module),
      memoryBytes: (pageCount(stable) + (code ? pageCount(code.heap) : 0)) * PAGE_BYTES,
    }));
  });

const principalBytes = (id: string): Uint8Array => Principal.fromText(id).toUint8Array();
const textOf = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();
