import qrcode from 'qrcode-generator';

/** The most that a QR code holds (version 40, level L). */
export const MAX_QR_BYTES = 2953;

/** The empty border that readers need, in modules. */
const QUIET = 4;

export interface QrCode {
  /** Width and height with the border, in modules. */
  readonly size: number;
  /** The dark modules, as the path of an SVG in which a module is 1 × 1. */
  readonly path: string;
}

/** `undefined` where the text is too long for any. */
export function qrCode(text: string): QrCode | undefined {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_QR_BYTES) return undefined;
  const code = qrcode(0, 'L');
  code.addData(String.fromCharCode(...bytes), 'Byte');
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, row) => rowPath(count, row, (column) => code.isDark(row, column)));
  return { size: count + 2 * QUIET, path: rows.join('') };
}

/** Dark modules beside each other are one rectangle: no seams between them, and a shorter path. */
function rowPath(count: number, row: number, isDark: (column: number) => boolean): string {
  let path = '';
  for (let from = 0; from < count; from++) {
    let to = from;
    while (to < count && isDark(to)) to++;
    if (to > from) path += `M${from + QUIET} ${row + QUIET}h${to - from}v1h${from - to}z`;
    from = to;
  }
  return path;
}
