import { initialState } from '../state/initial.ts';
import type { Actions, AppState, CanisterState, Installed, Project } from '../state/model.ts';
import type { BuildReport, CanisterStatus, Managed, TypedCall } from '../state/terminal-model.ts';
import { Console } from './console.ts';

/** A page of stand-ins behind a console: two canisters, `main` imports `ledger`. */

export const MAIN_ID = 'bkyz2-fmaaa-aaaaa-qaaaq-cai';
const IDS: Readonly<Record<string, string>> = { main: MAIN_ID, ledger: 'bd3sg-teaaa-aaaaa-qaaba-cai' };
const SNAPSHOT = '0000000000000001ffffffffff900000010101';
const HASH = '11'.repeat(32);

const canister = (name: string, imports: readonly string[]): CanisterState => ({
  outline: { name, path: `${name}.mo`, imports },
  view: { methods: [{ name: 'get', kind: 'query' }, { name: 'add', kind: 'update' }, { name: '__motoko', kind: 'query' }], controllers: ['alice-id'], moduleHash: HASH } as unknown as CanisterState['view'],
  build: { phase: 'waiting' },
  busy: undefined,
  rehearsal: undefined,
  rows: [],
  logs: [{ index: 0n, timestampNanos: 1_620_328_630_000_000_001n, text: 'hello' }],
  calls: [],
  refusal: undefined,
});

const project: Project = {
  id: 'p',
  title: 'Test',
  sample: undefined,
  files: { 'main.mo': 'persistent actor {}\n', 'lib/Types.mo': 'module {}', 'args.did': '(7)' },
  openFile: 'main.mo',
  language: 'persistent',
  persistence: 'enhanced',
  canisterIds: {},
  installed: {},
  upgrades: {},
};

export class FakePage {
  state: AppState = {
    ...initialState({ identities: [{ name: 'Alice (you)', principal: 'alice-id' }, { name: 'Bob', principal: 'bob-id' }], enhanced: { available: true } }),
    project,
    canisters: { main: canister('main', ['ledger']), ledger: canister('ledger', []) },
    canisterOrder: ['ledger', 'main'],
    selected: 'main',
    identity: 'Alice (you)',
  };
  /** Everything that was asked of the page, in order. */
  readonly log: string[] = [];
  report: BuildReport = { moduleHash: HASH, errors: [], warnings: [], breaking: [] };
  status: CanisterStatus['status'] = 'running';
  snapshots = [{ id: SNAPSHOT, takenAt: 1_620_328_630_000_000_000n, bytes: 5_505_024 }];
  /** What the next call is rejected with. */
  rejection: { readonly errorCode: string; readonly message: string } | undefined;
  reply = '(1 : nat)';
  replyJson: string | undefined = '"1"';
  printed = '';
  readonly console = new Console({ state: () => this.state, actions: this.actions() }, {
    write: (data) => {
      this.printed += data;
    },
    clear: () => {
      this.printed = '';
    },
    columns: () => 400,
  });

  /** Types a line, with the answers to what it asks; gives what was printed, without colours and prompts. */
  async type(line: string, ...answers: readonly string[]): Promise<{ readonly text: string; readonly code: number }> {
    this.printed = '';
    this.console.input(`${[line, ...answers].join('\r')}\r`);
    await this.console.idle();
    const text = this.printed.split('\r\n').slice(1).join('\n').replace(/\u001b\[[\d;]*[A-Za-z]|\r/g, '').replace(/\$ $/, '').trimEnd();
    return { text, code: this.console.shell.memory.exitCode };
  }

  installed(name: string): Installed | undefined {
    return this.state.project?.installed[name];
  }

  private change(change: Partial<Project>): void {
    this.state = { ...this.state, project: { ...(this.state.project ?? project), ...change } };
  }

  private install(name: string): void {
    const version = (this.installed(name)?.version ?? 0) + 1;
    this.change({ installed: { ...this.state.project?.installed, [name]: { version, moduleHash: version === 1 ? 'old' : HASH } as Installed } });
  }

  private actions(): Actions {
    const note = (entry: string): void => void this.log.push(entry);
    const fake: Partial<Actions> = {
      selectCanister: (selected) => {
        this.state = { ...this.state, selected };
      },
      setIdentity: (identity) => {
        this.state = { ...this.state, identity };
      },
      deploy: async (only) => {
        note(`deploy ${only?.join(' ') ?? ''}`);
        only?.forEach((name) => this.install(name));
      },
      upgrade: async (options) => {
        note(`upgrade ${this.state.selected} ${JSON.stringify(options ?? {})}`);
        if (options?.regardless) this.install(this.state.selected ?? '');
      },
      reinstall: async () => {
        note(`reinstall ${this.state.selected}`);
        this.install(this.state.selected ?? '');
      },
      setInstallArgument: (name, argument) => note(`argument ${name} ${argument?.text ?? 'none'}`),
      stop: async () => note('stop'),
      buildCanister: async (): Promise<Managed<BuildReport>> => ({ ok: true, value: this.report }),
      createCanister: async (name): Promise<Managed<string>> => {
        const id = IDS[name] ?? '';
        this.change({ canisterIds: { ...this.state.project?.canisterIds, [name]: id } });
        return { ok: true, value: id };
      },
      forgetCanisters: async () => {
        note('forget');
        this.change({ canisterIds: {}, installed: {} });
      },
      initArgument: async (_name, text) => (text === '("Ann")' ? { ok: true, value: new Uint8Array() } : { ok: false, errorCode: undefined, message: 'no' }),
      callTyped: (call) => this.call(call),
      manage: ((kind: string, name: string, caller: string, order: unknown) => Promise.resolve(this.manage(kind, name, caller, order))) as Actions['manage'],
    };
    return fake as Actions;
  }

  private call(call: TypedCall): ReturnType<Actions['callTyped']> {
    this.log.push(`call ${call.canister}.${call.method}${call.args} ${call.mode} as ${call.caller}`);
    if (call.method === 'loop') return new Promise(() => undefined);
    if (call.args.includes('bad')) return Promise.resolve({ kind: 'unsent', message: 'Column 2: Expected a number' });
    const base = { id: 1, method: call.method, mode: 'update', args: call.args, caller: call.caller, instructions: 1, milliseconds: 1 } as const;
    const record = this.rejection ? ({ ...base, phase: 'rejected', result: this.rejection.message, errorCode: this.rejection.errorCode } as const) : ({ ...base, phase: 'replied', result: '(1)', errorCode: undefined } as const);
    return Promise.resolve({ kind: 'answered', record, reply: new Uint8Array([0x44, 0x49]), text: this.reply, compact: this.reply, json: this.replyJson });
  }

  private manage(kind: string, name: string, caller: string, order: unknown): Managed<unknown> {
    this.log.push(`${kind} ${name}${order === undefined ? '' : ` ${JSON.stringify(order, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}`}`);
    if (caller !== 'Alice (you)') return { ok: false, errorCode: 'IC0512', message: `Only controllers of canister ${MAIN_ID} can call ic00 method ${kind}` };
    if (kind === 'install') return { ok: false, errorCode: 'IC0514', message: `Canister ${MAIN_ID} cannot be installed because the canister is not empty.` };
    if (kind === 'stop') this.status = 'stopped';
    if (kind === 'start') this.status = 'running';
    if (kind === 'status') return { ok: true, value: this.statusReport() };
    if (kind === 'takeSnapshot') return { ok: true, value: this.snapshots[0] };
    return { ok: true, value: kind === 'listSnapshots' ? this.snapshots : undefined };
  }

  private statusReport(): CanisterStatus {
    const limits = { compute_allocation: 0n, memory_allocation: 0n, freezing_threshold: 2_592_000n, reserved_cycles_limit: 0n, wasm_memory_limit: 0n, wasm_memory_threshold: 0n };
    return {
      status: this.status,
      settings: { ...limits, controllers: ['alice-id'], log_visibility: 'controllers' },
      moduleHash: HASH,
      memorySize: 5_505_024n,
      cycles: 100_000_000_000_000n,
      reservedCycles: 0n,
      idleCyclesBurnedPerDay: 12_345n,
      queries: { calls: 1n, instructions: 2n, requestBytes: 3n, responseBytes: 4n },
    };
  }
}
