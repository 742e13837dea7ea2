import { Principal } from '@dfinity/principal';
import { equalBytes, fromHex } from '../../primitives/bytes.ts';
import type { CallResult } from '../state/canister-state.ts';
import type { CanisterChange, ChangeDetails, ChangeOrigin } from '../state/history.ts';
import { existing, inOrder, isController, refused, reply, textOf, type ManagementCall } from './common.ts';
import { RESULTS } from './idl.ts';
import { refusals } from './refusals.ts';
import type { Target } from './snapshot-id.ts';

/** Interface Specification: "canister_info", "canister_metadata", "node_metrics_history", "subnet_info". */

interface InfoArgument extends Target {
  readonly num_requested_changes: readonly [] | readonly [bigint];
}

export function canisterInfo(call: ManagementCall, { canister_id: id, num_requested_changes: [requested = 0n] }: InfoArgument): CallResult {
  const found = existing(call, id);
  if ('reject' in found) return refused(found.reject);
  const { history, controllers, code } = found.canister;
  const first = requested < BigInt(history.changes.length) ? history.changes.length - Number(requested) : 0;
  return reply(RESULTS.info, {
    total_num_changes: history.total,
    recent_changes: history.changes.slice(first).map(changeRecord),
    module_hash: code ? [fromHex(code.module.hash)] : [],
    controllers: principals(controllers),
  });
}

const principals = (ids: readonly Uint8Array[]): Principal[] => inOrder(ids).map((id) => Principal.fromUint8Array(id));

const changeRecord = ({ timestampNanos, version, origin, details }: CanisterChange): Record<string, unknown> => ({
  timestamp_nanos: timestampNanos,
  canister_version: version,
  origin: originRecord(origin),
  details: { [details.kind]: detailsRecord(details) },
});

function originRecord(origin: ChangeOrigin): Record<string, unknown> {
  const id = Principal.fromUint8Array(origin.id);
  if (origin.kind === 'user') return { from_user: { user_id: id } };
  return { from_canister: { canister_id: id, canister_version: origin.version === undefined ? [] : [origin.version] } };
}

function detailsRecord(details: ChangeDetails): Record<string, unknown> | null {
  switch (details.kind) {
    case 'creation':
      return { controllers: principals(details.controllers), environment_variables_hash: details.environmentVariablesHash ? [details.environmentVariablesHash] : [] };
    case 'controllers_change':
      return { controllers: principals(details.controllers) };
    case 'code_uninstall':
      return null;
    case 'code_deployment':
      return { mode: { [details.mode]: null }, module_hash: details.moduleHash };
    case 'load_snapshot':
      return {
        from_canister_id: details.from ? [Principal.fromUint8Array(details.from)] : [],
        snapshot_id: details.snapshot,
        canister_version: details.version,
        taken_at_timestamp: details.takenAt,
        source: { [details.source]: null },
      };
  }
}

export function canisterMetadata(call: ManagementCall, { canister_id: id, name }: Target & { readonly name: string }): CallResult {
  const found = existing(call, id);
  if ('reject' in found) return refused(found.reject);
  const { canister } = found;
  if (!canister.code) return refused(refusals.noModuleForMetadata(canister.text));
  const section = canister.code.module.metadata.get(name);
  const isReadable = section && (section.visibility === 'public' || isController(canister, call.caller));
  return isReadable ? reply(RESULTS.metadata, { value: section.content }) : refused(refusals.noMetadata(canister.text, name));
}

interface SubnetTarget {
  readonly subnet_id: Principal;
}

const ofThisSubnet = ({ world }: ManagementCall, { subnet_id: subnet }: SubnetTarget, answer: () => CallResult): CallResult =>
  equalBytes(subnet.toUint8Array(), world.subnetId) ? answer() : refused(refusals.foreignSubnet(subnet.toText(), textOf(world.subnetId)));

/** There are no blocks here that a node could have proposed, so there is no sample to report. */
export const nodeMetricsHistory = (call: ManagementCall, argument: SubnetTarget): CallResult =>
  ofThisSubnet(call, argument, () => reply(RESULTS.nodeMetrics, []));

export const subnetInfo = (call: ManagementCall, argument: SubnetTarget): CallResult =>
  ofThisSubnet(call, argument, () => reply(RESULTS.subnetInfo, SUBNET_INFO));

/** This network has no registry; the version is that of which it follows the texts and prices (see `params.ts`). */
const SUBNET_INFO = { replica_version: '1bc0a59539613f6ec273a59a172ae43dfabb1ce0', registry_version: 0n };
