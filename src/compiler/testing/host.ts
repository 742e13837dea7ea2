import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';

/** A 32-bit canister module on a host that knows just enough of the system API to answer messages which make no calls. */
export interface HostedCanister {
  /** Takes and gives encoded Candid. */
  call(method: string, args: ArrayBuffer | Uint8Array, mode?: 'update' | 'query'): Uint8Array;
  /** What the inspector shows, by variable. */
  state(): Record<string, string>;
}

const ANN = Principal.fromUint8Array(new Uint8Array([1, 2, 3, 4]));
const SELF = Principal.fromUint8Array(new Uint8Array([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]));
const NO_ARGS = new Uint8Array([0x44, 0x49, 0x44, 0x4c, 0, 0]);

/** `argument`: what `canister_init` is given. */
export function hostCanister(wasm: Uint8Array<ArrayBuffer>, argument: Uint8Array = NO_ARGS): HostedCanister {
  let args = argument;
  let reply: number[] = [];
  let caller = ANN.toUint8Array();
  const module = new WebAssembly.Module(wasm);
  const memory = (): WebAssembly.Memory => (instance.exports.mem ?? instance.exports.memory) as WebAssembly.Memory;
  const view = (): Uint8Array => new Uint8Array(memory().buffer);
  const read = (at: number, size: number): Uint8Array => view().slice(at, at + size);
  const copyOut = (bytes: () => Uint8Array) => (to: number, from: number, size: number) => { view().set(bytes().subarray(from, from + size), to); };
  const known: Record<string, (...values: never[]) => unknown> = {
    msg_arg_data_size: () => args.length,
    msg_arg_data_copy: copyOut(() => args),
    msg_reply_data_append: (at: number, size: number) => { reply.push(...read(at, size)); },
    msg_caller_size: () => caller.length,
    msg_caller_copy: copyOut(() => caller),
    canister_self_size: () => SELF.toUint8Array().length,
    canister_self_copy: copyOut(() => SELF.toUint8Array()),
    time: () => 1_700_000_000_000_000_000n,
    global_timer_set: () => 0n,
    performance_counter: () => 0n,
    canister_version: () => 0n,
    stable64_size: () => 0n,
    stable64_grow: () => 0n,
    trap: (at: number, size: number) => { throw new Error(`trapped: ${new TextDecoder().decode(read(at, size))}`); },
  };
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = (known[name] ?? (() => 0));
  const instance = new WebAssembly.Instance(module, imports);
  const run = (name: string): void => { (instance.exports[name] as () => void)(); };
  run('canister_init');

  const call: HostedCanister['call'] = (method, encoded, mode = 'update') => {
    args = new Uint8Array(encoded);
    reply = [];
    caller = ANN.toUint8Array();
    const before = mode === 'query' ? view().slice() : undefined;
    const composite = `canister_composite_query ${method}`;
    run(mode === 'query' && composite in instance.exports ? composite : `canister_${mode} ${method}`);
    if (before) view().set(before);
    return Uint8Array.from(reply);
  };
  return {
    call,
    state: () => {
      const [pairs] = IDL.decode([IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text))], call(INSPECTOR_METHOD, NO_ARGS, 'query')) as unknown as [[string, string][]];
      return Object.fromEntries(pairs);
    },
  };
}
