import { expect, it } from 'vitest';
import { joinLink, lessonLink } from './links.ts';

it('a shared link becomes one to join with, without what else the presenter’s address asks for', () => {
  expect(joinLink('https://example.org/play/?present&lesson=a/b/c#p=1.abc')).toBe('https://example.org/play/?join#p=1.abc');
  expect(joinLink('https://example.org/play/?present&layout=12.50-m#p=2.abc')).toBe('https://example.org/play/?join&layout=12.50-m#p=2.abc');
  expect(joinLink('https://example.org/play/')).toBe('https://example.org/play/?join');
});

it('a step of a lesson has a link of its own', () => {
  const place = { course: 'first-upgrade', lesson: 'keep', step: 'count' };
  expect(lessonLink('https://example.org/play/?theme=dark#p=1.abc', place, '')).toBe('https://example.org/play/?join&lesson=first-upgrade/keep/count');
  expect(lessonLink('https://example.org/play/', place, '-ms')).toBe('https://example.org/play/?join&layout=-ms&lesson=first-upgrade/keep/count');
});
