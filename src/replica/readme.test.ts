import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('./', import.meta.url);
const rows = readFileSync(new URL('README.md', FOLDER), 'utf8').split('\n').filter((line) => /\| (done|refused) \|/.test(line));

describe('the table of features', () => {
  it.each(rows.map((row) => row.split('|').map((cell) => cell.trim())))('%s%s', (_, feature, _state, test) => {
    const path = /^`(.+)`$/.exec(test ?? '')?.[1] ?? '';
    expect(existsSync(new URL(path, FOLDER)), `${feature}: ${path}`).toBe(true);
    expect(path).toMatch(/\.test\.ts$/);
  });

  it('has no feature without a test', () => {
    expect(rows.length).toBeGreaterThan(50);
  });
});
