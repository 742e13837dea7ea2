import { describe, expect, it } from 'vitest';
import { embedParameters } from './embed.ts';

describe('the address of an embedded playground', () => {
  it.each(['', '?a=1', '?embedded'])('%j is that of the playground itself', (search) => {
    expect(embedParameters(search)).toBeUndefined();
  });

  it('shows editor, state and calls to nobody in particular where it says no more', () => {
    expect(embedParameters('?embed')).toEqual({ show: new Set(['editor', 'state', 'calls']), theme: undefined, readOnly: false, sample: undefined, origin: undefined, start: false });
  });

  it('names parts, theme, sample and the page that may send messages', () => {
    const search = '?embed&show=state,logs,nonsense&theme=dark&readonly&start&sample=counter&origin=https%3A%2F%2Fdocs.example.org%2Fguide';
    expect(embedParameters(search)).toEqual({ show: new Set(['state', 'logs']), theme: 'dark', readOnly: true, sample: 'counter', origin: 'https://docs.example.org', start: true });
  });

  it.each(['*', 'null', 'javascript:alert(1)', 'data:text/html,x', 'docs.example.org'])('takes no messages from %j', (origin) => {
    expect(embedParameters(`?embed&origin=${encodeURIComponent(origin)}`)?.origin).toBeUndefined();
  });

  it.each(['blue', '<script>', ''])('leaves the theme %j to the system', (theme) => {
    expect(embedParameters(`?embed&theme=${encodeURIComponent(theme)}`)?.theme).toBeUndefined();
  });
});
