import { describe, expect, it } from 'vitest';
import { apiProgram } from '../testing/api-program.ts';
import { program, type Setting } from '../testing/execution.ts';
import { importsOf } from '../testing/specification-imports.ts';
import type { Context, TaskName } from './context.ts';

/** Interface Specification, "Overview of imports": every import from every context. */

interface Place {
  readonly context: Context;
  /** As the production replica names it: `as_str` of rs/embedders/src/wasmtime_embedder/system_api.rs. */
  readonly mode: string;
  readonly task?: TaskName;
}

const PLACES: Readonly<Record<string, Place>> = {
  'the start function': { context: 's', mode: 'start' },
  'canister_init and canister_post_upgrade': { context: 'I', mode: 'init' },
  canister_pre_upgrade: { context: 'G', mode: 'pre upgrade' },
  canister_update: { context: 'U', mode: 'update' },
  'canister_query, replicated': { context: 'RQ', mode: 'replicated query' },
  'canister_query, not replicated': { context: 'NRQ', mode: 'non replicated query' },
  canister_composite_query: { context: 'CQ', mode: 'composite query' },
  'the reply callback': { context: 'Ry', mode: 'reply callback' },
  'the reject callback': { context: 'Rt', mode: 'reject callback' },
  'the cleanup callback': { context: 'C', mode: 'cleanup' },
  'the reply callback of a composite query': { context: 'CRy', mode: 'composite reply callback' },
  'the reject callback of a composite query': { context: 'CRt', mode: 'composite reject callback' },
  'the cleanup callback of a composite query': { context: 'CC', mode: 'composite cleanup' },
  canister_inspect_message: { context: 'F', mode: 'inspect message' },
  canister_heartbeat: { context: 'T', mode: 'heartbeat', task: 'heartbeat' },
  canister_global_timer: { context: 'T', mode: 'global timer', task: 'global timer' },
  canister_on_low_wasm_memory: { context: 'T', mode: 'on low Wasm memory', task: 'on low Wasm memory' },
};

/** The production replica spells these two with a dot. */
const SPELLED: Readonly<Record<string, string>> = { root_key_copy: 'ic0.root_key_copy', subnet_self_copy: 'ic0.subnet_self_copy' };

const IMPORTS = importsOf(32);
const everyImport = program(apiProgram(32, 0));

describe.each(Object.entries(PLACES))('in %s', (_, { context, mode, task }) => {
  const setting: Setting = { input: task === undefined ? {} : { task } };

  it('the specified imports can be called', () => {
    const failed = IMPORTS.filter(({ name, contexts }) => contexts.has(context) && name !== 'trap').flatMap(({ name }) => {
      const { fault } = everyImport.run(`ready ${name}`, context, setting);
      return fault ? [`${name}: ${fault.text}`] : [];
    });
    expect(failed).toEqual([]);
  });

  it('ic0.trap traps as it should', () => {
    expect(everyImport.run('ready trap', context, setting).fault).toMatchObject({ errorCode: 'IC0503', text: "Canister called `ic0.trap` with message: ''" });
  });

  it('all others trap with IC0504 and name the context', () => {
    const others = IMPORTS.filter(({ contexts }) => !contexts.has(context)).map(({ name }) => name);
    const found = others.map((name) => {
      const { fault } = everyImport.run(`bare ${name}`, context, setting);
      return `${fault?.errorCode} ${fault?.text}`;
    });
    expect(found).toEqual(others.map((name) => `IC0504 Canister violated contract: "${SPELLED[name] ?? `ic0_${name}`}" cannot be executed in ${mode} mode`));
  });
});

it('the advice says where to read about contexts', () => {
  expect(everyImport.run('bare call_new', 'NRQ').fault?.help).toBe(
    'Check the ICP documentation to make sure APIs are being called in the correct message types. See documentation: ' +
      'https://internetcomputer.org/docs/current/references/execution-errors#calling-a-system-api-from-the-wrong-mode',
  );
});
