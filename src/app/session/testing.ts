import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { fromHex, fromUtf8, toHex, utf8 } from '../../primitives/bytes.ts';
import { type ActorVariable, type CheckResult, type CompilerMethods, type Diagnostic, INSPECTOR_METHOD, type Persistence, type VariableForecast } from '../../protocol/compiler.ts';
import type { CanisterView, OpenOptions, OpenResult, ReplicaEvents, ReplicaMethods, WorkspaceEntry } from '../../protocol/replica.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Values } from '../state/model.ts';
import type { Answer, CanisterRequest } from './canister-calls.ts';
import type { CompilerHandle } from './compilers.ts';
import type { SessionOptions } from './context.ts';
import { MANAGEMENT_CANISTER } from './management.ts';
import type { ReplicaHandle } from './replica-link.ts';

/**
 * Stand-ins for the workers and the agent. A program of the fake world is lines of text: `stable x : Nat = 1`, `transient y : Nat = 0`,
 * `import name`, `error ...`, `trap on upgrade`, `postupgrade`. Stable variables survive an upgrade of the same type.
 */

export const PRINCIPAL = Principal.fromHex('0000000000000000').toText();
const NO_RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

interface Program {
  readonly variables: readonly (ActorVariable & { readonly initial: string })[];
  readonly traps: boolean;
  readonly postupgrade: boolean;
}

export function parseProgram(text: string): Program {
  const variables = [...text.matchAll(/^(stable|transient) (\w+) : (.+) = (.+)$/gm)].map(([, kind, name, type, initial]) => ({
    name: name as string,
    kind: kind as 'stable' | 'transient',
    type: type as string,
    initial: initial as string,
    declaration: 'var' as const,
    unshown: undefined,
    range: NO_RANGE,
  }));
  return { variables, traps: text.includes('trap on upgrade'), postupgrade: text.includes('postupgrade') };
}

const signature = (program: Program): string =>
  `actor { ${program.variables.filter(({ kind }) => kind === 'stable').map(({ name, type }) => `stable var ${name} : ${type}`).join('; ')} };`;

const error = (path: string, message: string): Diagnostic => ({ path, range: NO_RANGE, severity: 'error', code: 'M0000', message });

export class FakeCompiler {
  readonly calls: string[] = [];
  /** Set to let the next call fail as one does whose worker has to be made anew. */
  restartNeeded = false;
  started = 0;

  readonly create = (persistence: Persistence): CompilerHandle => {
    const methods: CompilerMethods = {
      start: async () => {
        this.started++;
        return { version: `moc ${persistence}` };
      },
      check: async ({ project }) => this.check(project.files),
      build: async ({ project, canister }) => {
        if (this.restartNeeded) {
          this.restartNeeded = false;
          throw new PlaygroundError('restart-needed', 'Flags cannot be unset.', '');
        }
        const text = project.files[canister.path] ?? '';
        const missing = canister.imports.find((name) => !project.aliases[name]?.candid);
        if (missing !== undefined) return { ok: false, diagnostics: [error(canister.path, `unknown canister ${missing}`)] };
        const failure = /^error (.*)$/m.exec(text);
        if (failure) return { ok: false, diagnostics: [error(canister.path, failure[1] as string)] };
        const program = parseProgram(text);
        const hooks = { preupgrade: false, postupgrade: program.postupgrade };
        const build = {
          key: toHex(utf8(text)),
          canister: canister.name,
          wasm: utf8(text),
          candid: `service of ${canister.name}`,
          stableSignature: signature(program),
          variables: program.variables,
          inspected: true,
          migrates: false,
          hooks,
        };
        return { ok: true, build, diagnostics: [] };
      },
      exported: async ({ project, canister }) => ({ ok: true, wasm: utf8(`bare ${project.files[canister.path] ?? ''}`), candid: '' }),
      compatible: async ({ before, after, canister }) => {
        const incompatible = before.includes(': Text') && after.includes(': Nat');
        return incompatible ? [error(canister.path, 'Text cannot become Nat')] : [];
      },
      forecast: async ({ project, canister, installed }) => {
        const text = project.files[canister.path] ?? '';
        if (/^error /m.test(text)) return undefined;
        const variables = parseProgram(text).variables.map(({ name, kind, type, range }): VariableForecast => {
          const before = installed.variables.find((variable) => variable.name === name);
          return { name, kind, type, range, before, declared: true, relation: before ? (before.type === type ? 'same' : 'refused') : 'new' };
        });
        return { path: canister.path, variables, refusals: [] };
      },
      fixes: async ({ problem, project }) => [{ title: `Mend ${problem.code}`, files: { ...project.files, 'New.mo': 'module {}' } }],
    };
    const client = {
      call: async (method: keyof CompilerMethods, argument: never) => {
        this.calls.push(method);
        return (methods[method] as (argument: never) => unknown)(argument);
      },
      on: () => () => undefined,
      close: () => undefined,
    };
    return { client: client as unknown as CompilerHandle['client'], terminate: () => undefined, onFailure: () => undefined };
  };

  private check(files: Readonly<Record<string, string>>): CheckResult {
    const actors = Object.entries(files).filter(([path, text]) => path.endsWith('.mo') && !text.startsWith('module'));
    const canisters = actors
      .filter(([, text]) => !text.includes('syntax error'))
      .map(([path, text]) => ({
        name: path.replace('.mo', '').toLowerCase(),
        path,
        imports: [...text.matchAll(/^import "canister:(\w+)"$/gm)].map(([, name]) => name as string),
      }));
    const broken = actors.filter(([, text]) => text.includes('syntax error') || /^error /m.test(text));
    return { canisters, diagnostics: broken.map(([path]) => error(path, 'does not compile')) };
  }
}

interface FakeCanister {
  code: Program | undefined;
  values: Values;
  hash: string;
}

/** The replica and its disk: outlives workers, and sessions where a test reloads the page. */
export class FakeReplica {
  readonly disk = new Map<string, unknown>();
  readonly canisters = new Map<string, FakeCanister>();
  readonly opened: OpenOptions[] = [];
  readonly requests: CanisterRequest[] = [];
  readonly installs: { readonly mode: string; readonly persistence: string | undefined }[] = [];
  forgotten: string[] = [];
  openResult: () => OpenResult = () => ({ rootKey: new Uint8Array([1]), storage: { kind: 'indexeddb' } });
  workers = 0;
  clockMoved = 0;
  private listeners = new Map<string, ((payload: never) => void)[]>();
  private cutOff: ((error: Error) => void)[] = [];
  private request = 0;

  readonly create = (): ReplicaHandle => {
    this.workers++;
    this.listeners = new Map();
    const methods: Partial<ReplicaMethods> = {
      open: (options) => {
        this.opened.push(options);
        return this.openResult();
      },
      canister: ({ id }) => this.view(id),
      logs: () => [{ index: 0n, timestampNanos: 1n, text: 'old log' }],
      advanceTime: async () => undefined,
      setEndlessCycles: async () => undefined,
      setUpgradeLimit: async () => undefined,
      prepare: () => Promise.resolve(),
      module: async ({ id }) => fromHex(this.canisters.get(id)?.hash ?? ''),
      ask: async ({ id, method, arg = new Uint8Array() }) => ({ ...(await (this.asked?.(arg) ?? this.answer({ canisterId: id, method, arg }))), executed: this.executed, followed: this.follows }),
      forget: async ({ ids }) => {
        this.forgotten = [...ids];
        for (const id of ids) this.canisters.delete(id);
      },
      fetch: async ({ method, url }) => ({ status: 200, statusText: 'OK', headers: [['x-method', method]], body: utf8(url) }),
      loadWorkspace: async () => [...this.disk].map(([key, value]): WorkspaceEntry => ({ key, value })),
      saveWorkspace: async ({ put, remove }) => {
        for (const { key, value } of put) this.disk.set(key, structuredClone(value));
        for (const key of remove) this.disk.delete(key);
      },
    };
    const client = {
      call: async (method: keyof ReplicaMethods, argument: never) => (methods[method] as unknown as (argument: never) => unknown)(argument),
      on: (name: string, listener: (payload: never) => void) => {
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
        return () => undefined;
      },
      close: (reason: Error) => this.cutOff.splice(0).forEach((reject) => reject(reason)),
    };
    return { client: client as unknown as ReplicaHandle['client'], terminate: () => undefined, onFailure: () => undefined };
  };

  emit<K extends keyof ReplicaEvents>(name: K, payload: ReplicaEvents[K]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (payload: ReplicaEvents[K]) => void)(payload);
  }

  view(id: string): CanisterView | undefined {
    const canister = this.canisters.get(id);
    const hash = canister?.code ? canister.hash : undefined;
    return canister && ({ id, moduleHash: hash, heapBytes: 10, stableBytes: 20, cycles: 5n, enhancedPersistence: true } as unknown as CanisterView);
  }

  readonly createCalls: SessionOptions['createCalls'] = () => ({
    update: (_caller, request) => this.answer(request),
    query: (_caller, request) => this.answer(request),
    clockMoved: () => {
      this.clockMoved++;
    },
  });

  private executed = 0;

  /** Tells variables by itself after each message, once it was asked for them. */
  follows = false;

  /** What the questions of the page are answered, by their argument. */
  asked: ((arg: Uint8Array) => Answer) | undefined;

  private async answer(request: CanisterRequest): Promise<Answer> {
    this.requests.push(request);
    const requestId = `request ${++this.request}`;
    const ok = (reply: Uint8Array): Answer => ({ ok: true, requestId, reply });
    if (request.method === INSPECTOR_METHOD) {
      const values = Object.entries(this.canisters.get(request.canisterId)?.values ?? {});
      return ok(IDL.encode([IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text))], [values]));
    }
    if (request.canisterId === MANAGEMENT_CANISTER) return this.manage(request, requestId, ok);
    if (request.method === 'fail') return { ok: false, requestId, errorCode: 'IC0503', message: 'trapped explicitly: no' };
    if (request.method === 'loop') return this.loop(request);
    const canister = this.canisters.get(request.canisterId) as FakeCanister;
    canister.values = { ...canister.values, [request.method]: fromUtf8(request.arg) };
    this.finished(request.canisterId, request.method, requestId);
    return ok(request.arg);
  }

  private loop({ canisterId, method }: CanisterRequest): Promise<Answer> {
    this.emit('started', { messageId: 'message 7', canisterId, method });
    return new Promise((_, reject) => this.cutOff.push(reject));
  }

  private finished(canisterId: string, method: string, requestId: string): void {
    const sizes = { heapBytes: 0, stableBytes: 0, timestampNanos: 0n };
    this.emit('message', { canisterId, messageId: 'm', requestId, kind: 'update', method, instructions: 42, trap: undefined, ...sizes });
    this.executed++;
    if (!this.follows) return;
    const values = Object.entries(this.canisters.get(canisterId)?.values ?? {});
    const reply = IDL.encode([IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text))], [values]);
    this.emit('answered', { id: canisterId, method: INSPECTOR_METHOD, answer: { ok: true, reply, executed: this.executed, followed: this.follows } });
  }

  private manage(request: CanisterRequest, requestId: string, ok: (reply: Uint8Array) => Answer): Answer {
    if (request.method !== 'install_code') {
      const id = Principal.fromUint8Array(new Uint8Array([this.canisters.size, 1, 1])).toText();
      this.canisters.set(id, { code: undefined, values: {}, hash: '' });
      return ok(IDL.encode([IDL.Record({ canister_id: IDL.Principal })], [{ canister_id: Principal.fromText(id) }]));
    }
    const { mode, persistence, wasm } = decodeInstall(request.arg);
    this.installs.push({ mode, persistence });
    const id = request.effectiveCanisterId as string;
    const program = parseProgram(fromUtf8(wasm));
    const canister = this.canisters.get(id) as FakeCanister;
    const sizes = { heapBytes: 100, stableBytes: 200 };
    const failure = mode === 'upgrade' && program.traps ? { errorCode: 'IC0503', message: 'post_upgrade trapped' } : undefined;
    this.emit('install', {
      requestId,
      canisterId: id,
      mode: mode as 'install',
      mainMemory: mode === 'upgrade' ? 'kept' : undefined,
      error: failure,
      before: sizes,
      after: { ...sizes, heapBytes: 150 },
      timerDeactivated: true,
      steps: [{ kind: 'init', instructions: 7, heapBytes: 150, stableBytes: 200 }],
    });
    if (failure) return { ok: false, requestId, ...failure };
    const kept = (name: string, kind: string): string | undefined => (mode === 'upgrade' && kind === 'stable' ? canister.values[name] : undefined);
    const values = Object.fromEntries(program.variables.map(({ name, kind, initial }) => [name, kept(name, kind) ?? initial]));
    this.canisters.set(id, { code: program, values, hash: toHex(wasm) });
    return ok(IDL.encode([], []));
  }
}

function decodeInstall(arg: Uint8Array): { readonly mode: string; readonly persistence: string | undefined; readonly wasm: Uint8Array } {
  const Options = IDL.Record({ skip_pre_upgrade: IDL.Opt(IDL.Bool), wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })) });
  const Mode = IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: IDL.Opt(Options) });
  const [value] = IDL.decode([IDL.Record({ mode: Mode, wasm_module: IDL.Vec(IDL.Nat8) })], arg) as unknown as [
    { mode: Record<string, readonly { wasm_memory_persistence: readonly Record<string, null>[] }[] | null>; wasm_module: Uint8Array },
  ];
  const mode = Object.keys(value.mode)[0] as string;
  const persistence = Object.keys(value.mode[mode]?.[0]?.wasm_memory_persistence[0] ?? {})[0];
  return { mode, persistence, wasm: value.wasm_module };
}
