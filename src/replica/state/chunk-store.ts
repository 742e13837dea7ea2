import type { Store } from './store.ts';

/** Interface Specification: "upload_chunk". What each chunk counts for, however small it is, and the longest it may be, in bytes. */
export const WASM_CHUNK_BYTES = 1_048_576;

/** Chunks of modules by hash (hex). Their bytes live in the host's store; in memory they are until the next commit, and when they are needed. */
export class ChunkStore {
  /** The bytes where they are in memory. */
  readonly #chunks: Map<string, Uint8Array | undefined>;
  readonly #added = new Set<string>();
  readonly #removed = new Set<string>();

  /** @param stored hashes of what the host's store holds */
  constructor(stored: Iterable<string> = []) {
    this.#chunks = new Map([...stored].map((hash) => [hash, undefined]));
  }

  /** In the order of the hashes. */
  get hashes(): string[] {
    return [...this.#chunks.keys()].sort();
  }

  /** What the chunks count for, in bytes. */
  get bytes(): number {
    return this.#chunks.size * WASM_CHUNK_BYTES;
  }

  has(hash: string): boolean {
    return this.#chunks.has(hash);
  }

  insert(hash: string, bytes: Uint8Array): void {
    this.#chunks.set(hash, bytes);
    this.#added.add(hash);
  }

  clear(): void {
    for (const hash of this.#chunks.keys()) this.#removed.add(hash);
    this.#chunks.clear();
    this.#added.clear();
  }

  /** The bytes of one chunk; `undefined` where there is none. `owner` is the key of the canister or snapshot whose chunks these are. */
  async read(store: Store, owner: string, hash: string): Promise<Uint8Array | undefined> {
    if (!this.#chunks.has(hash)) return undefined;
    const known = this.#chunks.get(hash);
    if (known) return known;
    const [record] = await store.loadRecords(chunkKey(owner, hash));
    return record?.value as Uint8Array | undefined;
  }

  /** All chunks with their bytes, for another owner. */
  async copy(store: Store, owner: string): Promise<readonly { readonly hash: string; readonly bytes: Uint8Array }[]> {
    const chunks = this.hashes.map(async (hash) => ({ hash, bytes: (await this.read(store, owner, hash)) as Uint8Array }));
    return Promise.all(chunks);
  }

  /** What changed since the last call, as records of the host's store; the bytes are given up. */
  takeChanges(owner: string): { readonly put: { readonly key: string; readonly value: Uint8Array }[]; readonly remove: string[] } {
    const put = [...this.#added].map((hash) => ({ key: chunkKey(owner, hash), value: this.#chunks.get(hash) as Uint8Array }));
    const remove = [...this.#removed].map((hash) => chunkKey(owner, hash));
    for (const hash of this.#added) this.#chunks.set(hash, undefined);
    this.#added.clear();
    this.#removed.clear();
    return { put, remove };
  }
}

const chunkKey = (owner: string, hash: string): string => `chunk/${owner}/${hash}`;
