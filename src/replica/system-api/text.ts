/** Texts that canisters hand over. A byte order mark is a character like any other. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

/** `undefined` where the bytes are not UTF-8. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Each invalid sequence becomes U+FFFD. */
export const lossyUtf8 = (bytes: Uint8Array): string => lossy.decode(bytes);
