import { createElement, Fragment, useMemo, type ReactNode } from 'react';
import { useActions } from '../common/store-context.tsx';
import { attribute, headingId, linkOf, parseInline, parseMarkdown, pictureOf, plainText, type Token } from '../state/lessons/markdown.ts';
import { motokoPieces } from './highlight.ts';

/** Elements that a text may be made of. Titles begin below that of the step. */
const TAGS: Readonly<Record<string, string>> = {
  p: 'p', h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h5', h6: 'h5', ul: 'ul', ol: 'ol', li: 'li', blockquote: 'blockquote', em: 'em', strong: 'strong', s: 's',
  table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td',
};

interface Surroundings {
  /** The address of a picture of the lesson. */
  readonly picture: (path: string) => string | undefined;
  readonly openStep: (place: string) => void;
}

/** A text of a lesson. Each token becomes an element of the list above, or stays text: nothing of it is ever read as HTML. */
export function Markdown({ text, picture }: { readonly text: string; readonly picture: Surroundings['picture'] }) {
  const actions = useActions();
  const tokens = useMemo(() => parseMarkdown(text), [text]);
  return <div className="lesson-text">{render(tokens, { picture, openStep: (place) => void actions.openLesson(place) })}</div>;
}

/** A line of text: a hint, or what a check found. */
export function MarkdownLine({ text }: { readonly text: string }) {
  const actions = useActions();
  const tokens = useMemo(() => parseInline(text), [text]);
  return <>{render(tokens, { picture: () => undefined, openStep: (place) => void actions.openLesson(place) })}</>;
}

function render(tokens: readonly Token[], around: Surroundings): ReactNode[] {
  const nodes: ReactNode[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) continue;
    const end = token.nesting === 1 ? closing(tokens, index) : index;
    nodes.push(<Fragment key={index}>{token.nesting === 1 ? container(token, tokens.slice(index + 1, end), around) : leaf(token, around)}</Fragment>);
    index = end;
  }
  return nodes;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    depth += tokens[index]?.nesting ?? 0;
    if (depth === 0) return index;
  }
  return tokens.length;
}

function container(token: Token, inner: readonly Token[], around: Surroundings): ReactNode {
  const children = render(inner, around);
  if (token.type === 'link_open') return <Anchor href={attribute(token, 'href')} openStep={around.openStep}>{children}</Anchor>;
  // A list whose items are one line each has its paragraphs marked so.
  if (token.hidden) return children;
  const tag = TAGS[token.tag];
  if (tag === undefined) return children;
  if (token.type === 'heading_open') return createElement(tag, { id: `lesson-${headingId(plainText(inner[0]?.children ?? []))}` }, children);
  if (tag === 'table') return <div className="lesson-table">{createElement(tag, null, children)}</div>;
  const start = tag === 'ol' ? Number(attribute(token, 'start') || 1) : 1;
  return createElement(tag, start === 1 ? null : { start }, children);
}

function leaf(token: Token, around: Surroundings): ReactNode {
  switch (token.type) {
    case 'inline':
      return render(token.children ?? [], around);
    case 'code_inline':
      return <code className="prose-code">{token.content}</code>;
    case 'fence':
    case 'code_block':
      return <Code code={token.content} language={token.info.trim()} />;
    case 'softbreak':
      return ' ';
    case 'hardbreak':
      return <br />;
    case 'hr':
      return <hr />;
    case 'image':
      return <Picture path={pictureOf(attribute(token, 'src'))} description={token.content} around={around} />;
    default:
      return token.content;
  }
}

function Code({ code, language }: { readonly code: string; readonly language: string }) {
  const motoko = language === 'motoko' || language === 'mo';
  return (
    <pre className="lesson-code" tabIndex={0}>
      <code>{motoko ? motokoPieces(code).map(({ kind, text }, index) => (kind === 'plain' ? text : <span key={index} className={`code-${kind}`}>{text}</span>)) : code}</code>
    </pre>
  );
}

function Picture({ path, description, around }: { readonly path: string | undefined; readonly description: string; readonly around: Surroundings }) {
  const address = path === undefined ? undefined : around.picture(path);
  return address === undefined ? <em>{description}</em> : <img src={address} alt={description} loading="lazy" />;
}

/** Leads to the web, to a heading of the text, or to a step; what leads elsewhere is only its text. */
function Anchor({ href, openStep, children }: { readonly href: string; readonly openStep: (place: string) => void; readonly children: ReactNode }) {
  const link = linkOf(href);
  if (!link) return <>{children}</>;
  if (link.kind === 'web') {
    return (
      <a href={link.href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    );
  }
  const follow = (): void => {
    if (link.kind === 'step') openStep(link.place);
    else document.getElementById(`lesson-${link.id}`)?.scrollIntoView({ block: 'start' });
  };
  return (
    <a
      href={link.kind === 'step' ? `?lesson=${link.place}` : `#lesson-${link.id}`}
      onClick={(event) => {
        event.preventDefault();
        follow();
      }}
    >
      {children}
    </a>
  );
}
