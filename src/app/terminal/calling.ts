import { toHex } from '../../primitives/bytes.ts';
import type { PrintedReply } from '../state/terminal-model.ts';
import { type Arguments, type Env, Failure } from './grammar.ts';
import { callerOf, findCanister, idOf, rejection, type Tool } from './world.ts';

/** Calls, for the commands of both tools. */

export interface Calling {
  readonly canister: string;
  readonly method: string;
  readonly args: string | undefined;
  readonly form: 'idl' | 'raw';
  readonly output: 'pretty' | 'compact' | 'hex' | 'json' | 'utf8';
}

/** A single value may stand without parentheses. */
const withParentheses = (text: string): string => (text.trim().startsWith('(') ? text.trim() : `(${text.trim()})`);

/** The arguments of a call: as they were written, or from a file of the project. */
export function readArgument({ state }: Env, args: Arguments, positional: string, flag: string): string | undefined {
  const path = args.get(flag);
  if (path === undefined) return args.positionals[positional];
  const text = state().project?.files[path];
  if (text === undefined) throw new Failure([`Failed to read ${path}.`, 'No such file or directory (os error 2)'], "'ls' lists the files of this project.");
  return text;
}

/** Calls a method and prints what it replies. @throws Failure where it is rejected. */
export async function call(env: Env, args: Arguments, tool: Tool, { canister: written, method, args: given, form, output }: Calling): Promise<number> {
  const canister = findCanister(env, written);
  idOf(env, canister, tool);
  if (env.state().selected !== canister) env.actions.selectCanister(canister);
  const mode = args.has('query') ? 'query' : args.has('update') ? 'update' : tool === 'icp' ? 'update' : 'as declared';
  const text = form === 'raw' ? (given ?? '') : withParentheses(given ?? '()');
  const answer = await env.actions.callTyped({ canister, method, mode, args: text, form, caller: callerOf(env, args).name });
  if (answer.kind === 'unsent') throw new Failure(['Failed to create argument blob.', `Invalid argument: Candid parser error: ${answer.message}`]);
  const { record, reply } = answer;
  if (record.phase === 'stopped') return 130;
  if (record.phase !== 'replied') throw new Failure([`Failed ${record.mode} call.`, rejection(record.errorCode, record.result)]);
  env.out(printed(answer, reply ?? new Uint8Array(), output));
  return 0;
}

function printed({ text, compact, json }: PrintedReply, reply: Uint8Array, output: Calling['output']): string {
  switch (output) {
    case 'hex':
      return toHex(reply);
    case 'utf8':
      return plain(reply);
    case 'json':
      if (json === undefined) throw new Failure(['The reply is not Candid, so it is no JSON either.'], 'Write --output raw for its bytes in hex.');
      return json;
    case 'compact':
      return compact;
    case 'pretty':
      return text;
  }
}

function plain(reply: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(reply);
  } catch {
    throw new Failure(['The reply is not UTF-8 text.'], 'Write --output candid, or --output hex for its bytes.');
  }
}
