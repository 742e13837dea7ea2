const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const monthLengths = (year: number): number[] => [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const pad = (value: number | bigint, width: number): string => String(value).padStart(width, '0');

/** Nanoseconds since 1970 as the replica writes them in messages: `2026-01-31 23:59:59.000000001 UTC`. */
export function timeText(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / NANOS_PER_SECOND);
  const ofDay = seconds % SECONDS_PER_DAY;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60].map((part) => pad(part, 2)).join(':');
  return `${dateText(Math.floor(seconds / SECONDS_PER_DAY))} ${clock}.${pad(nanoseconds % NANOS_PER_SECOND, 9)} UTC`;
}

function dateText(daysSince1970: number): string {
  let days = daysSince1970;
  let year = 1970;
  for (let length = 365; days >= length; length = isLeapYear(year) ? 366 : 365) {
    days -= length;
    year++;
  }
  const lengths = monthLengths(year);
  let month = 0;
  while (days >= (lengths[month] as number)) days -= lengths[month++] as number;
  return `${year}-${pad(month + 1, 2)}-${pad(days + 1, 2)}`;
}
