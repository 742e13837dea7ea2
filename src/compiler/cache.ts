import { sha256 } from '@noble/hashes/sha2';
import { toHex, utf8 } from '../primitives/bytes.ts';

/** SHA-256 of a value's JSON, hex. The browser's own is kept from pages that a plain HTTP server in the room serves. */
export const digest = (value: unknown): string => toHex(sha256(utf8(JSON.stringify(value))));

/** A map that keeps the entries used last. */
export interface RecentCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

export function createRecentCache<T>(limit: number): RecentCache<T> {
  const entries = new Map<string, T>();
  const put = (key: string, value: T): void => {
    entries.delete(key);
    entries.set(key, value);
  };
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: (key, value) => {
      put(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= limit) break;
        entries.delete(oldest);
      }
    },
  };
}
