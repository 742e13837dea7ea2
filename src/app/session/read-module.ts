import { fromUtf8 } from '../../primitives/bytes.ts';

/** What a module says of itself, as far as the page wants to know. */
export interface ModuleFacts {
  /** Contents of custom sections by name, such as `candid:service`; without their prefix `icp:public ` or `icp:private `. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Names of exported functions. */
  readonly functions: readonly string[];
}

const NOTHING: ModuleFacts = { metadata: new Map(), functions: [] };
const MAX_MODULE_BYTES = 104_857_600;
const CUSTOM = 0;
const EXPORT = 7;
const FUNCTION = 0;
const PREFIX = /^icp:(?:public|private) /;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isModule = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;

/** Reads a module, compressed or not. One that is malformed says nothing here: what is wrong with it is the replica's word. */
export async function readModule(bytes: Uint8Array): Promise<ModuleFacts> {
  try {
    const module = isGzip(bytes) ? await unpack(bytes) : bytes;
    return isModule(module) ? factsOf(module) : NOTHING;
  } catch {
    return NOTHING;
  }
}

async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  if (size > MAX_MODULE_BYTES) throw new RangeError('too large');
  const { gunzipSync } = await import('fflate');
  return gunzipSync(bytes, { out: new Uint8Array(size) });
}

function factsOf(module: Uint8Array): ModuleFacts {
  const metadata = new Map<string, string>();
  const functions: string[] = [];
  const reader = new Reader(module, 8, module.length);
  while (!reader.done) {
    const id = reader.byte();
    const section = reader.part(reader.unsigned());
    if (id === CUSTOM) {
      const name = section.text();
      if (PREFIX.test(name)) metadata.set(name.replace(PREFIX, ''), section.rest());
    } else if (id === EXPORT) {
      for (let left = section.unsigned(); left > 0; left--) {
        const name = section.text();
        if (section.byte() === FUNCTION) functions.push(name);
        section.unsigned();
      }
    }
  }
  return { metadata, functions };
}

class Reader {
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  byte(): number {
    if (this.done) throw new RangeError('ends early');
    return this.#bytes[this.#at++] as number;
  }

  unsigned(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RangeError('too long');
  }

  part(length: number): Reader {
    if (this.#at + length > this.#end) throw new RangeError('ends early');
    const part = new Reader(this.#bytes, this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  text(): string {
    return this.part(this.unsigned()).rest();
  }

  rest(): string {
    return fromUtf8(this.#bytes.subarray(this.#at, this.#end));
  }
}
