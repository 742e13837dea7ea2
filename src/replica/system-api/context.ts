/**
 * Contexts in which the System API may be called. Interface Specification: "System API, overview of imports".
 * I init or post_upgrade · G pre_upgrade · U update · RQ replicated query · NRQ query · CQ composite query · Ry/Rt reply and reject callback ·
 * CRy/CRt the same in a composite query · C/CC cleanup · s start · F inspect_message · T system task.
 */
export type Context = 'I' | 'G' | 'U' | 'RQ' | 'NRQ' | 'CQ' | 'Ry' | 'Rt' | 'CRy' | 'CRt' | 'C' | 'CC' | 's' | 'F' | 'T';

/** The `T` tasks have names of their own in error texts. */
export type TaskName = 'heartbeat' | 'global timer' | 'on low Wasm memory';

const MODE: Record<Exclude<Context, 'T'>, string> = {
  I: 'init',
  G: 'pre upgrade',
  U: 'update',
  RQ: 'replicated query',
  NRQ: 'non replicated query',
  CQ: 'composite query',
  Ry: 'reply callback',
  Rt: 'reject callback',
  CRy: 'composite reply callback',
  CRt: 'composite reject callback',
  C: 'cleanup',
  CC: 'composite cleanup',
  s: 'start',
  F: 'inspect message',
};

/** The context as the production replica names it in error texts. */
export const modeName = (context: Context, task: TaskName | undefined): string => (context === 'T' ? (task ?? 'heartbeat') : MODE[context]);

/** Whether cycles and calls of the execution count: false for queries and inspect_message. */
export const isReplicated = (context: Context): boolean => !['NRQ', 'CQ', 'CRy', 'CRt', 'CC', 'F'].includes(context);
