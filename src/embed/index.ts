/**
 * Playgrounds for other pages: `<script type="module" src="…/embed/index.js">` and then `<canister-playground>`, or {@link liveBlocks} for the code
 * blocks of a documentation site.
 */
import { CanisterPlayground } from './element.ts';
import { languageOf, primary } from './language.ts';

export { CanisterPlayground } from './element.ts';
export { PlaygroundRequestError } from './connection.ts';
export type * from '../protocol/embed.ts';

export interface LiveBlockOptions {
  /** Blocks of code; `pre > code.language-motoko` as Markdown renderers make them. */
  readonly selector?: string;
  /** Attributes of the elements that are made, such as `show`, `theme`, `lang` or `src`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Text of the button; in the language of the block, English or German, unless given. */
  readonly label?: string;
}

/** Text of the button where the page gives none. */
const LABEL = 'Run this canister';
const LABELS: Readonly<Record<string, string>> = { de: 'Diesen Canister starten' };

/**
 * Gives each block of Motoko code a button that puts a playground with this code in its place. Nothing of the playground is loaded before
 * it is pressed. Answers how many blocks there are; those that have a button already are left alone.
 */
export function liveBlocks(options: LiveBlockOptions = {}): number {
  const { selector = 'pre > code.language-motoko', attributes = {}, label } = options;
  const blocks = [...document.querySelectorAll<HTMLElement>(selector)].map((code) => ({ code, block: code.closest<HTMLElement>('pre') ?? code }));
  const fresh = blocks.filter(({ block }) => block.dataset.playground === undefined);
  for (const { code, block } of fresh) {
    block.dataset.playground = 'offered';
    const button = document.createElement('button');
    button.type = 'button';
    const language = attributes['lang'] === undefined ? languageOf(code) : primary(attributes['lang']);
    button.textContent = label ?? LABELS[language ?? ''] ?? LABEL;
    button.addEventListener('click', () => {
      const element = new CanisterPlayground();
      for (const [name, value] of Object.entries({ start: '', ...attributes })) element.setAttribute(name, value);
      element.textContent = code.textContent;
      button.remove();
      block.replaceWith(element);
    });
    block.after(button);
  }
  return fresh.length;
}

if (!customElements.get('canister-playground')) customElements.define('canister-playground', CanisterPlayground);
