export const PAGE_BYTES = 4096;

/** One line of a hex view. */
export interface HexRow {
  readonly address: string;
  readonly bytes: readonly { readonly hex: string; readonly changed: boolean }[];
  /** Printable ASCII; a dot for everything else. */
  readonly ascii: string;
}

/** `0x0000c000`; eight digits, more where they are needed. */
export const formatAddress = (address: number): string => `0x${address.toString(16).padStart(8, '0')}`;

const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** Lines of `width` bytes. `previous`: the same bytes as they were before the last message, to mark what changed. */
export function hexRows(bytes: Uint8Array, address: number, width: number, previous?: Uint8Array): readonly HexRow[] {
  return Array.from({ length: Math.ceil(bytes.length / width) }, (_, row) => {
    const start = row * width;
    const line = [...bytes.subarray(start, start + width)];
    return {
      address: formatAddress(address + start),
      bytes: line.map((byte, at) => ({
        hex: byte.toString(16).padStart(2, '0'),
        changed: previous !== undefined && previous[start + at] !== byte,
      })),
      ascii: line.map(printable).join(''),
    };
  });
}

/** An address as people write it: `0xC000`, `c000h`, or decimal `49152`; spaces, `_` and `,` may group digits. */
export function parseAddress(text: string): number | undefined {
  const tidy = text.trim().toLowerCase().replaceAll(/[\s_,]/g, '');
  const hex = /^0x([0-9a-f]{1,13})$/.exec(tidy)?.[1] ?? /^([0-9a-f]{1,13})h$/.exec(tidy)?.[1];
  const value = hex === undefined ? (/^\d{1,15}$/.test(tidy) ? Number(tidy) : undefined) : Number.parseInt(hex, 16);
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}
