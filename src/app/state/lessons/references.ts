import { shortened } from './fields.ts';
import { attribute, linkOf, parseInline, parseMarkdown, type Token } from './markdown.ts';
import type { Report } from './yaml.ts';

/** Something in a text that a translation has to leave as it is. */
interface Reference {
  readonly line: number;
  readonly what: string;
  readonly content: string;
}

/** Reports where the code, links and pictures of a text are not those of its original. Their order may differ, as that of words does. */
export function checkReferences(original: string, translated: string, firstLine: number, report: Report): void {
  compare(inBlocks(original, firstLine), inBlocks(translated, firstLine), firstLine, report);
}

/** As {@link checkReferences}, for texts of one line. */
export function checkLineReferences(original: string, translated: string, line: number, report: Report): void {
  compare(inLine(parseInline(original), line), inLine(parseInline(translated), line), line, report);
}

function compare(originals: readonly Reference[], translated: readonly Reference[], firstLine: number, report: Report): void {
  const left = [...originals];
  for (const reference of translated) {
    const index = left.findIndex(({ what, content }) => what === reference.what && content === reference.content);
    if (index === -1) report(reference.line, `${nameOf(reference)} is not in the original, or not so often. Code, links and pictures are not translated.`);
    else left.splice(index, 1);
  }
  for (const reference of left) report(firstLine, `${nameOf(reference)} is in the original, and missing here.`);
}

const nameOf = ({ what, content }: Reference): string => (content === '' ? what : `${what} \`${shortened(content.trim())}\``);

function inBlocks(text: string, firstLine: number): readonly Reference[] {
  return parseMarkdown(text).flatMap(({ type, map, content, info, children }): readonly Reference[] => {
    const line = firstLine + (map?.[0] ?? 0);
    if (type === 'fence' || type === 'code_block') return [{ line, what: `The block of code${info && ` (${info})`}`, content }];
    return inLine(children ?? [], line);
  });
}

function inLine(tokens: readonly Token[], firstLine: number): readonly Reference[] {
  let line = firstLine;
  return tokens.flatMap((token) => {
    if (token.type === 'softbreak' || token.type === 'hardbreak') line++;
    const reference = referenceOf(token);
    return reference ? [{ line, ...reference }] : [];
  });
}

function referenceOf(token: Token): Omit<Reference, 'line'> | undefined {
  if (token.type === 'code_inline') return { what: 'The code', content: token.content };
  if (token.type === 'image') return { what: 'The picture', content: attribute(token, 'src') };
  if (token.type !== 'link_open') return undefined;
  const href = attribute(token, 'href');
  // Headings are translated, and their names with them.
  return linkOf(href)?.kind === 'heading' ? { what: 'A link to a heading', content: '' } : { what: 'The link to', content: href };
}
