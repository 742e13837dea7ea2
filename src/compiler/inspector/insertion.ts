import type { ActorOutline } from '../syntax/outline.ts';

/** Adds members to the actor, on the line of its closing brace: no line of the source moves. */
export function insertIntoActor(text: string, actor: ActorOutline, members: string): string {
  const brace = actor.span.end - 1;
  return `${text.slice(0, brace)}${separator(text, actor, brace)}${members}${text.slice(brace)}`;
}

/** A semicolon where the last member has none of its own. */
function separator(text: string, { lastMemberEnd }: ActorOutline, brace: number): string {
  if (lastMemberEnd === undefined) return ' ';
  return withoutComments(text.slice(lastMemberEnd, brace)).includes(';') ? ' ' : '; ';
}

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
}
