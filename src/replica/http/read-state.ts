/** Which paths of the state tree may be read by whom. Interface Specification: "Request: Read state". */
import { Principal } from '@dfinity/principal';
import { equalBytes, fromUtf8 } from '../../primitives/bytes.ts';
import type { Path } from '../certification/hash-tree.ts';
import type { Machine } from '../machine.ts';
import type { AllowedTarget } from './authentication.ts';
import { Refusal } from './exchange.ts';
import { MAX_PRINCIPAL_BYTES } from './limits.ts';

/** The endpoint that was asked, and its id from the URL. */
export interface Endpoint {
  readonly kind: 'canister' | 'subnet';
  readonly id: Uint8Array;
}

export interface Reader {
  readonly endpoint: Endpoint;
  readonly sender: Uint8Array;
  readonly isAllowedTarget: AllowedTarget;
}

type State = Pick<Machine, 'canister' | 'requestStatus'>;
type Rule = (path: Path, reader: Reader, state: State) => Refusal | undefined;

const REQUEST_ID_BYTES = 32;
const STATUS_LABELS = new Set(['status', 'reply', 'reject_code', 'reject_message', 'error_code']);
const BOUNDARY_NODE_LABELS = new Set(['domain', 'ipv4_address', 'ipv6_address']);
const SUBNET_LABELS = new Set(['public_key', 'type', 'canister_ranges', 'node']);

const invalidPath = (): Refusal => new Refusal(404, 'Invalid path requested.');
const always: Rule = () => undefined;
const labelText = (path: Path, at: number): string => fromUtf8(path[at] ?? new Uint8Array(0));
const principalText = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

/** The first reason why one of `paths` may not be read; `undefined` where all may. */
export function checkPaths(paths: readonly Path[], reader: Reader, state: State): Refusal | undefined {
  for (const path of paths) {
    const refusal = ruleFor(path)(path, reader, state);
    if (refusal !== undefined) return refusal;
  }
  return (
    checkSingle(paths, 'request_status', 'More than one non-unique request ID exists in request_status paths.') ??
    checkSingle(paths, 'canister_ranges', 'More than one subnet ID exists in canister_ranges paths.')
  );
}

function ruleFor(path: Path): Rule {
  const { length } = path;
  switch (labelText(path, 0)) {
    case 'time':
      return length === 1 ? always : invalidPath;
    case 'api_boundary_nodes':
      return length <= 2 || (length === 3 && BOUNDARY_NODE_LABELS.has(labelText(path, 2))) ? always : invalidPath;
    case 'subnet':
      return isSubnetPath(path) ? always : invalidPath;
    case 'canister_ranges':
      return length === 2 ? subnetEndpointOnly : invalidPath;
    case 'request_status':
      return length === 2 || (length === 3 && STATUS_LABELS.has(labelText(path, 2))) ? checkRequestStatus : invalidPath;
    case 'canister':
      return canisterRule(path);
    default:
      return invalidPath;
  }
}

function isSubnetPath(path: Path): boolean {
  if (path.length <= 2) return true;
  const third = labelText(path, 2);
  if (path.length === 3) return SUBNET_LABELS.has(third);
  return third === 'node' && (path.length === 4 || (path.length === 5 && labelText(path, 4) === 'public_key'));
}

const subnetEndpointOnly: Rule = (_path, { endpoint }) => (endpoint.kind === 'subnet' ? undefined : invalidPath());

function canisterRule(path: Path): Rule {
  const third = labelText(path, 2);
  if (path.length === 3 && (third === 'module_hash' || third === 'controllers')) return checkOwnCanister;
  return path.length === 4 && third === 'metadata' ? checkMetadata : invalidPath;
}

const checkOwnCanister: Rule = (path, { endpoint }) => {
  const id = path[1] as Uint8Array;
  if (id.length > MAX_PRINCIPAL_BYTES) return new Refusal(400, 'Could not parse principal id: too many bytes.');
  if (equalBytes(id, endpoint.id)) return undefined;
  return new Refusal(400, `Effective principal id in URL ${principalText(endpoint.id)} does not match requested principal id: ${principalText(id)}.`);
};

const checkMetadata: Rule = (path, reader, state) => {
  const refusal = checkOwnCanister(path, reader, state);
  if (refusal !== undefined) return refusal;
  const name = strictUtf8(path[3] as Uint8Array);
  if (name === undefined) return new Refusal(400, 'Could not parse the custom section name: invalid UTF-8.');
  const facts = state.canister(path[1] as Uint8Array);
  if (facts?.metadata.get(name)?.visibility !== 'private') return undefined;
  if (facts.controllers.some((controller) => equalBytes(controller, reader.sender))) return undefined;
  return new Refusal(403, `Custom section ${name} can only be requested by the controllers of the canister.`);
};

/** Only the sender of a call reads its status, and only where the call was sent. */
const checkRequestStatus: Rule = (path, { endpoint, sender, isAllowedTarget }, state) => {
  const id = path[1] as Uint8Array;
  if (id.length !== REQUEST_ID_BYTES) return new Refusal(400, `Invalid request id in paths: expected ${REQUEST_ID_BYTES} bytes, got ${id.length}.`);
  const request = state.requestStatus(id);
  if (request === undefined) return undefined;
  if (!equalBytes(request.sender, sender)) return new Refusal(403, 'The user tries to access Request ID not signed by the caller.');
  if (!isAllowedTarget(request.canisterId)) {
    return new Refusal(403, 'The user tries to access request IDs for canisters not belonging to sender delegation targets.');
  }
  // A call to the management canister was sent to the canister that its argument named, which only its sender knows.
  const isManagement = request.canisterId.length === 0;
  if (endpoint.kind === 'canister' && (isManagement || equalBytes(request.canisterId, endpoint.id))) return undefined;
  return new Refusal(403, `The request was not sent to the effective principal id in the URL ${principalText(endpoint.id)}.`);
};

/** All paths under `head` must go on with the same label. */
function checkSingle(paths: readonly Path[], head: string, text: string): Refusal | undefined {
  const seconds = paths.filter((path) => labelText(path, 0) === head).map((path) => path[1] as Uint8Array);
  const [first] = seconds;
  return seconds.some((second) => !equalBytes(second, first as Uint8Array)) ? new Refusal(400, text) : undefined;
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}
