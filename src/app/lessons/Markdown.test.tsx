import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { StoreProvider } from '../common/store-context.tsx';
import { initialState } from '../state/initial.ts';
import type { Actions, Store } from '../state/model.ts';
import { motokoPieces } from './highlight.ts';
import { Markdown } from './Markdown.tsx';

const state = initialState({ identities: [], enhanced: { available: true } });
const store: Store = { getState: () => state, subscribe: () => () => undefined, actions: {} as Actions };

const html = (text: string): string =>
  renderToStaticMarkup(
    createElement(StoreProvider, { store, children: createElement(Markdown, { text, picture: (path) => (path === 'cat.png' ? 'courses/a/b/cat.png' : undefined) }) }),
  );

describe('the text of a lesson', () => {
  it.each([
    ['**bold** and `code`', '<strong>bold</strong> and <code class="prose-code">code</code>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['3. three', '<ol start="3">'],
    ['## A heading', '<h3 id="lesson-a-heading">A heading</h3>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', '<th>a</th>'],
    ['![a cat](cat.png)', '<img src="courses/a/b/cat.png" alt="a cat" loading="lazy"/>'],
    ['[web](https://example.org/)', '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">web</a>'],
    ['[step](?lesson=a/b/c)', '<a href="?lesson=a/b/c">step</a>'],
    ['```motoko\nvar count = 0;\n```', '<span class="code-word">var</span>'],
  ])('%j is shown as %s', (text, expected) => expect(html(text)).toContain(expected));

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](https://user:password@example.org)',
    '[a](//example.org)',
    '[a](http://example.org)',
    '![a](javascript:alert(1))',
    '![a](https://example.org/a.png)',
    '![a](../../other.png)',
    '![a](data:image/svg+xml;base64,AAAA)',
    '<a href="javascript:alert(1)">a</a>',
    '[a]: javascript:alert(1)\n\n[a]',
    '# <iframe src=x>',
    '```"><script>alert(1)</script>\nx\n```',
  ])('%j runs and loads nothing', (text) => {
    const shown = html(text);
    expect(shown).not.toMatch(/<(script|iframe|img|a)\b/i);
    expect(shown).not.toMatch(/<[^>]*\son\w+=/i);
  });

  it('that nests without end stays shallow', () => {
    expect(html('> '.repeat(20_000)).length).toBeLessThan(200_000);
    expect(html('['.repeat(20_000)).length).toBeLessThan(200_000);
    expect(html('*'.repeat(20_000)).length).toBeLessThan(400_000);
  });
});

it('code in pieces is the whole code', () => {
  const code = 'actor { /* a */ var s = "a\\"b"; // end\n  let n : Nat = 1_000; }';
  expect(motokoPieces(code).map(({ text }) => text).join('')).toBe(code);
});
