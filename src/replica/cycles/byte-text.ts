const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A number of bytes as the production replica writes it in some of its texts: `512 B`, `1.50 GiB`. */
export function byteText(bytes: bigint): string {
  const power = Math.max(0, Math.floor((bytes.toString(2).length - 1) / 10));
  const unit = UNITS[Math.min(power, UNITS.length - 1)] as string;
  return power === 0 ? `${bytes} ${unit}` : `${(Number(bytes) / 1024 ** power).toFixed(2)} ${unit}`;
}
