/** Points of a line through `values`, oldest first, within a box; a line of one height lies in the middle. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number): number => (span === 0 ? height / 2 : height - ((value - least) / span) * height);
  return values.map((value, at) => `${round(at * step)},${round(y(value))}`).join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
