/**
 * The System API as the Interface Specification lists it ("Overview of imports"), written down for the tests alone, with the instructions
 * that the production replica charges (rs/embedders/src/wasmtime_embedder/{linker,system_api_complexity}.rs). `n` is the sum of the parameters
 * whose names end in `size`. The context TQ, the transformation of HTTPS outcalls, is left out: this network has none.
 */

export type WordType = 'I' | 'i32' | 'i64';

export interface SpecifiedImport {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: WordType }[];
  readonly result: WordType | undefined;
  readonly contexts: ReadonlySet<string>;
  /** Instructions for parameters of which `n` bytes are counted. */
  charge(n: number): number;
}

const EVERYWHERE = 'I G U RQ NRQ CQ Ry Rt CRy CRt C CC F T';

const BOTH_WIDTHS = `
msg_arg_data_size () I : I U RQ NRQ CQ Ry CRy F : 500
msg_arg_data_copy (dst I, offset I, size I) : I U RQ NRQ CQ Ry CRy F : 500 + n
msg_caller_size () I : * : 500
msg_caller_copy (dst I, offset I, size I) : * : 500 + n
msg_caller_info_data_size () I : U RQ NRQ CQ Ry Rt CRy CRt C CC F : 500
msg_caller_info_data_copy (dst I, offset I, size I) : U RQ NRQ CQ Ry Rt CRy CRt C CC F : 500 + n
msg_caller_info_signer_size () I : U RQ NRQ CQ Ry Rt CRy CRt C CC F : 500
msg_caller_info_signer_copy (dst I, offset I, size I) : U RQ NRQ CQ Ry Rt CRy CRt C CC F : 500 + n
msg_reject_code () i32 : Ry Rt CRy CRt C : 500
msg_reject_msg_size () I : Rt CRt : 500
msg_reject_msg_copy (dst I, offset I, size I) : Rt CRt : 500 + n
msg_deadline () i64 : U RQ NRQ CQ Ry Rt CRy CRt : 500
msg_reply_data_append (src I, size I) : U RQ NRQ CQ Ry Rt CRy CRt : 500 + 50n
msg_reply () : U RQ NRQ CQ Ry Rt CRy CRt : 500
msg_reject (src I, size I) : U RQ NRQ CQ Ry Rt CRy CRt : 500 + 50n
msg_cycles_available128 (dst I) : U RQ Rt Ry : 500
msg_cycles_refunded128 (dst I) : Rt Ry : 500
msg_cycles_accept128 (high i64, low i64, dst I) : U RQ Rt Ry : 500
cycles_burn128 (high i64, low i64, dst I) : I G U RQ Ry Rt C T : 500
canister_self_size () I : * : 500
canister_self_copy (dst I, offset I, size I) : * : 500 + n
canister_cycle_balance128 (dst I) : * : 500
canister_liquid_cycle_balance128 (dst I) : * : 500
canister_status () i32 : * : 500
canister_version () i64 : * : 500
subnet_self_size () I : * : 500
subnet_self_copy (dst I, offset I, size I) : * : 500 + n
subnet_self_node_count () i32 : * : 500
msg_method_name_size () I : F : 500
msg_method_name_copy (dst I, offset I, size I) : F : 500 + n
accept_message () : F : 500
call_new (callee_src I, callee_size I, name_src I, name_size I, reply_fun I, reply_env I, reject_fun I, reject_env I) : U CQ Ry Rt CRy CRt T : 1500 + n
call_on_cleanup (fun I, env I) : U CQ Ry Rt CRy CRt T : 500
call_data_append (src I, size I) : U CQ Ry Rt CRy CRt T : 500 + 50n
call_with_best_effort_response (timeout i32) : U CQ Ry Rt CRy CRt T : 500
call_cycles_add128 (high i64, low i64) : U Ry Rt T : 500
call_perform () i32 : U CQ Ry Rt CRy CRt T : 5000
stable64_size () i64 : * s : 0
stable64_grow (pages i64) i64 : * s : 100
stable64_write (offset i64, src i64, size i64) : * s : 20 + n + 1000 for a page
stable64_read (dst i64, offset i64, size i64) : * s : 20 + n
root_key_size () I : I G U RQ Ry Rt C T : 500
root_key_copy (dst I, offset I, size I) : I G U RQ Ry Rt C T : 500 + n
certified_data_set (src I, size I) : I G U Ry Rt T : 500 + n
data_certificate_present () i32 : * : 500
data_certificate_size () I : NRQ CQ : 500
data_certificate_copy (dst I, offset I, size I) : NRQ CQ : 500 + n
time () i64 : * : 500
global_timer_set (timestamp i64) i64 : I G U Ry Rt C T : 500
performance_counter (type i32) i64 : * s : 200
is_controller (src I, size I) i32 : * s : 1000 + n
in_replicated_execution () i32 : * s : 500
cost_call (name i64, payload i64, dst I) : * s : 500
cost_create_canister (dst I) : * s : 500
cost_http_request (request i64, response i64, dst I) : * s : 500
cost_http_request_v2 (src I, length I, dst I) : * s : 10000
cost_sign_with_ecdsa (src I, size I, curve i32, dst I) i32 : * s : 500 + n
cost_sign_with_schnorr (src I, size I, algorithm i32, dst I) i32 : * s : 500 + n
cost_vetkd_derive_key (src I, size I, curve i32, dst I) i32 : * s : 500 + n
env_var_count () I : * : 500
env_var_name_size (index I) I : * : 500
env_var_name_copy (index I, dst I, offset I, size I) : * : 500 + n
env_var_name_exists (src I, length I) i32 : * : 500
env_var_value_size (src I, length I) I : * : 500
env_var_value_copy (src I, length I, dst I, offset I, size I) : * : 500 + n
debug_print (src I, size I) : * s : 100 + 52n
trap (src I, size I) : * s : 500 + 53n`;

const ONLY_32_BIT = `
msg_cycles_available () i64 : U RQ Rt Ry : 500
msg_cycles_refunded () i64 : Rt Ry : 500
msg_cycles_accept (amount i64) i64 : U RQ Rt Ry : 500
canister_cycle_balance () i64 : * : 500
call_cycles_add (amount i64) : U Ry Rt T : 500
stable_size () i32 : * s : 0
stable_grow (pages i32) i32 : * s : 100
stable_write (offset i32, src i32, size i32) : * s : 20 + n + 1000 for a page
stable_read (dst i32, offset i32, size i32) : * s : 20 + n`;

const ROW = /^(\w+) \(([^)]*)\) ?(I|i32|i64)? : ([\w* ]+) : (\d+)(?: \+ (\d*)n)?( \+ 1000 for a page)?$/;

function parse(row: string): SpecifiedImport {
  const match = ROW.exec(row);
  if (!match) throw new TypeError(`cannot read the row ${row}`);
  const [, name, params, result, contexts, fixed, weight, page] = match as unknown as [string, string, string, WordType | undefined, string, string, string | undefined, string | undefined];
  return {
    name,
    params: params === '' ? [] : params.split(', ').map((param) => ({ name: param.split(' ')[0] as string, type: param.split(' ')[1] as WordType })),
    result,
    contexts: new Set(contexts.replace('*', EVERYWHERE).split(' ')),
    charge: (n) => Number(fixed) + (weight === undefined ? 0 : Number(weight === '' ? 1 : weight) * n) + (page !== undefined && n > 0 ? 1000 : 0),
  };
}

const rows = (table: string): SpecifiedImport[] => table.trim().split('\n').map(parse);

export const IMPORTS_ONLY_32_BIT: readonly SpecifiedImport[] = rows(ONLY_32_BIT);
export const IMPORTS_BOTH_WIDTHS: readonly SpecifiedImport[] = rows(BOTH_WIDTHS);

export const importsOf = (wordSize: 32 | 64): readonly SpecifiedImport[] => (wordSize === 64 ? IMPORTS_BOTH_WIDTHS : [...IMPORTS_BOTH_WIDTHS, ...IMPORTS_ONLY_32_BIT]);
