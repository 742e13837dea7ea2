import { describe, expect, it } from 'vitest';
import { commandOf, type Key } from './keys.ts';

const key = (name: string, more: Partial<Key> = {}): Key => ({ key: name, code: '', altKey: false, ctrlKey: false, metaKey: false, ...more });

describe('the keys of a presenter', () => {
  it.each([
    ['a clicker forward', key('PageDown'), 'next'],
    ['a clicker back', key('PageUp'), 'previous'],
    ['Ctrl+Alt+Right', key('ArrowRight', { ctrlKey: true, altKey: true }), 'next'],
    ['Ctrl+Alt+Left', key('ArrowLeft', { ctrlKey: true, altKey: true }), 'previous'],
    ['Alt+S', key('s', { code: 'KeyS', altKey: true }), 'checkpoint'],
    ['Alt+S where Alt writes another letter', key('ß', { code: 'KeyS', altKey: true }), 'checkpoint'],
    ['Alt+R', key('r', { code: 'KeyR', altKey: true }), 'restore'],
    ['a question mark', key('?'), 'keys'],
    ['Escape', key('Escape'), 'leave'],
  ] as const)('%s', (_, pressed, command) => {
    expect(commandOf(pressed, false)).toBe(command);
  });

  it.each([
    ['an arrow alone', key('ArrowRight')],
    ['Alt+Left, which goes back in the browser', key('ArrowLeft', { code: 'ArrowLeft', altKey: true })],
    ['Ctrl+S', key('s', { code: 'KeyS', ctrlKey: true })],
    ['Alt Graph, which is Ctrl+Alt, with a letter', key('ś', { code: 'KeyS', ctrlKey: true, altKey: true })],
    ['a key of the system', key('PageDown', { metaKey: true })],
  ])('leaves %s to the page', (_, pressed) => {
    expect(commandOf(pressed, false)).toBeUndefined();
  });

  it('takes a clicker while the code has the focus, but no key that writes or closes there', () => {
    expect(commandOf(key('PageDown'), true)).toBe('next');
    expect(commandOf(key('?'), true)).toBeUndefined();
    expect(commandOf(key('Escape'), true)).toBeUndefined();
  });
});
