import { IDL } from '@dfinity/candid';
import type { CommandText } from '../state/terminal-model.ts';
import { placedMessage } from './candid-text.ts';
import { decodeReply } from './decode.ts';
import { toIdl } from './idl.ts';
import { jsonText } from './json.ts';
import { parseCandid } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printTyped } from './print.ts';
import type { Argument, TypeEnvironment } from './types.ts';
import { wireTypes } from './wire-types.ts';

/** Candid as command-line tools read and print it. */
export const commandText: CommandText = {
  typedReply: (candid, method, reply) => {
    const parsed = parseCandid(candid);
    const known = parsed.ok ? parsed.service.find(({ name }) => name === method) : undefined;
    const wire = parsed.ok && known ? { args: known.type.results, environment: parsed.types } : wireTypes(reply);
    const typed = wire && tryTyped(wire.args, wire.environment, reply);
    const plain = typed ?? decodeReply(candid, method, reply);
    return typeof plain === 'string' ? { text: plain, compact: plain, json: undefined } : plain;
  },
  initArgument: (candid, text) => {
    const parsed = parseCandid(candid);
    const init = parsed.ok ? parsed.init : [];
    const types: TypeEnvironment = parsed.ok ? parsed.types : new Map();
    const read = parseValues(text, init, types);
    return read.ok ? { ok: true, bytes: IDL.encode(toIdl(init, types), [...read.values]) } : { ok: false, message: placedMessage(read.error) };
  },
};

function tryTyped(args: readonly Argument[], environment: TypeEnvironment, bytes: Uint8Array): ReturnType<CommandText['typedReply']> | undefined {
  try {
    const values = IDL.decode(toIdl(args, environment), bytes);
    return { ...printTyped(values, args, environment), json: jsonText(values, args, environment) };
  } catch {
    return undefined;
  }
}
