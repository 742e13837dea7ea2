import MarkdownIt, { type Token } from 'markdown-it';
import { PICTURE } from './limits.ts';
import type { Report } from './yaml.ts';

/** HTML stays text; addresses are judged by {@link linkOf} and {@link pictureOf} alone, where they are used. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.validateLink = () => true;

export type { Token };

/** Blocks of a text; those of kind `inline` have their content as `children`. */
export const parseMarkdown = (text: string): readonly Token[] => markdown.parse(text, {});

/** The content of a text that is one line. */
export const parseInline = (text: string): readonly Token[] => markdown.parseInline(text, {})[0]?.children ?? [];

export type Link = { readonly kind: 'web'; readonly href: string } | { readonly kind: 'heading'; readonly id: string } | { readonly kind: 'step'; readonly place: string };

/** An attribute of a token as text. */
export const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '');

/** Where a link leads; `undefined` where lessons may not lead. */
export function linkOf(href: string): Link | undefined {
  const [, place] = /^\?lesson=([a-z0-9-]+(?:\/[a-z0-9-]+){0,2})$/.exec(href) ?? [];
  if (place !== undefined) return { kind: 'step', place };
  if (/^#[a-z0-9-]+$/.test(href)) return { kind: 'heading', id: href.slice(1) };
  if (!href.startsWith('https://')) return undefined;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? { kind: 'web', href: url.href } : undefined;
}

/** The path of a picture in the lesson's folder; `undefined` where it cannot be one. */
export function pictureOf(source: string): string | undefined {
  const path = source.replace(/^\.\//, '');
  return /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/.test(path) && PICTURE.test(path) ? path : undefined;
}

/** The name by which a heading can be linked to. */
export const headingId = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** The text of inline tokens, without their marks. */
export const plainText = (tokens: readonly Token[]): string => tokens.map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : type === 'softbreak' ? ' ' : '')).join('');

/** Reports links and pictures that would not be shown. `firstLine`: the line of the file that the text begins on. Gives the pictures. */
export function checkMarkdown(text: string, firstLine: number, pictures: ReadonlySet<string>, report: Report): readonly string[] {
  const tokens = parseMarkdown(text);
  const headings = new Set(tokens.flatMap((token, index) => (token.type === 'heading_open' ? [headingId(plainText(tokens[index + 1]?.children ?? []))] : [])));
  const used: string[] = [];
  for (const { map, children } of tokens) {
    let line = firstLine + (map?.[0] ?? 0);
    for (const token of children ?? []) {
      if (token.type === 'softbreak' || token.type === 'hardbreak') line++;
      if (token.type === 'link_open') checkLink(attribute(token, 'href'), headings, (message) => report(line, message));
      if (token.type !== 'image') continue;
      const path = pictureOf(attribute(token, 'src'));
      if (path === undefined) report(line, 'A picture has to be a .png, .jpg, .webp or .svg in the lesson\'s folder.');
      else if (!pictures.has(path)) report(line, `There is no picture ${path} in the lesson's folder.`);
      else used.push(path);
      if (token.content.trim() === '') report(line, 'Say between the brackets what the picture shows, for those who cannot see it.');
    }
  }
  return used;
}

function checkLink(href: string, headings: ReadonlySet<string>, report: (message: string) => void): void {
  const link = linkOf(href);
  if (!link) report('A link leads to an https:// address, a heading (`#name`) or a step (`?lesson=course/lesson/step`).');
  else if (link.kind === 'heading' && !headings.has(link.id)) report(`There is no heading ${link.id} in this text.`);
}
