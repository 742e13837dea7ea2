import { documented, reject, type Reject } from '../errors.ts';

/** Refusals of the management canister with the production replica's texts: rs/execution_environment/src/canister_manager/types.rs. */

const text = (errorCode: string, problem: string, help: string): Reject => reject(errorCode, `${problem}\n${help}`);
/** Some texts name the section of the documentation without an address. */
const bare = (suggestion: string, section: string): string => `${suggestion} See documentation: ${section}`;

const LIST_SNAPSHOTS = 'Use the `list_canister_snapshot` API to see which snapshots are present.';
const OTHER_METADATA = 'If you are a controller of the canister, install a Wasm module containing a metadata section with the given name.';

export const refusals = {
  canisterNotFound: (canister: string): Reject =>
    text('IC0301', `Canister ${canister} not found.`, documented('Check the ICP dashboard to ensure the canister exists.', 'canister-not-found')),
  invalidController: (canister: string, controllers: readonly string[], sender: string): Reject =>
    text(
      'IC0512',
      `Only the controllers of the canister ${canister} can control it.\nCanister's controllers: ${controllers.join(' ')}\nSender's ID: ${sender}`,
      documented('Execute this call from a controller of the target canister or add the current caller as a controller.', 'invalid-controller'),
    ),
  nonEmpty: (canister: string): Reject =>
    text(
      'IC0514',
      `Canister ${canister} cannot be installed because the canister is not empty. Try installing with mode='reinstall' instead.`,
      documented("Check that you want to overwrite the canister and, if so, use mode='reinstall'.", 'canister-not-empty'),
    ),
  notStopped: (canister: string): Reject =>
    text(
      'IC0510',
      `Canister ${canister} must be stopped before it is deleted.`,
      documented('Stop the canister before deleting it.', 'delete-canister-not-stopped'),
    ),
  queueNotEmpty: (canister: string): Reject =>
    text(
      'IC0203',
      `Canister ${canister} has messages in its queues and cannot be deleted now. Please retry after some time.`,
      documented(
        'Wait until the queues have been cleared to delete the canister and in the meantime stop the canister.',
        'delete-canister-queue-not-empty',
      ),
    ),
  deletesItself: (canister: string): Reject =>
    text(
      'IC0512',
      `Canister ${canister} cannot delete itself.`,
      documented('Delete the canister from one of its other controllers.', 'delete-canister-self'),
    ),
  chunkStore: (problem: string): Reject =>
    text(
      'IC0504',
      `Error from Wasm chunk store: ${problem}.`,
      documented(
        'Use the `stored_chunks` API to check which hashes are present or top up the canister if it is low on cycles.',
        'wasm-chunk-store-error',
      ),
    ),
  snapshotNotFound: (canister: string, snapshot: string): Reject =>
    text('IC0305', `Could not find the snapshot ID ${snapshot} for canister ${canister}.`, documented(LIST_SNAPSHOTS, 'canister-snapshot-not-found')),
  snapshotOfAnother: (canister: string, snapshot: string): Reject =>
    text('IC0406', `The snapshot ${snapshot} does not belong to canister ${canister}.`, documented(LIST_SNAPSHOTS, 'canister-snapshot-invalid-ownership')),
  snapshotOfEmpty: (canister: string): Reject => reject('IC0406', `Failed to create snapshot for empty canister ${canister}:`),
  tooManySnapshots: (canister: string, limit: number): Reject =>
    text(
      'IC0406',
      `Canister ${canister} has reached the maximum number of snapshots allowed: ${limit}.`,
      bare('Consider deleting an unnecessary snapshot of the specified canister before creating a new one.', 'canister-snapshot-limit-exceeded'),
    ),
  snapshotOutOfCycles: (problem: string): Reject =>
    text(
      'IC0207',
      `Canister snapshotting failed with: \`${problem}\``,
      bare('Try sending more cycles with the request.', 'canister-snapshot-not-enough-cycles'),
    ),
  snapshotImmutable: (): Reject => reject('IC0409', 'Only canister snapshots created by metadata upload can be mutated.'),
  snapshotOfForeigner: (canister: string, snapshot: string, sender: string): Reject =>
    text(
      'IC0406',
      `Only a controller of the canister that snapshot ${snapshot} belongs to can load it on canister ${canister}. Sender: ${sender}.`,
      bare('Make sure you are a controller of the canister that the snapshot belongs to.', 'canister-snapshot-not-controller'),
    ),
  inconsistentSnapshot: (problem: string): Reject => reject('IC0408', problem),
  invalidSlice: (offset: bigint, size: bigint): Reject =>
    reject('IC0408', `Invalid subslice into wasm module / main memory / stable memory: offset: ${offset}, size: ${size}`),
  sliceTooLarge: (requested: bigint, allowed: number): Reject => reject('IC0408', `Requested slice too large: ${requested} > ${allowed}`),
  noModuleForMetadata: (canister: string): Reject =>
    text('IC0406', `The canister ${canister} has no Wasm module and hence no metadata is available.`, bare(OTHER_METADATA, 'canister-metadata-no-wasm-module')),
  noMetadata: (canister: string, name: string): Reject =>
    text(
      'IC0406',
      `The canister ${canister} has no metadata section with the name ${name}.`,
      bare(OTHER_METADATA, 'canister-metadata-section-not-found'),
    ),
  notAuthorized: (): Reject => reject('IC0406', 'The caller is not authorized to call this method.'),
  foreignSubnet: (given: string, own: string): Reject =>
    reject('IC0406', `Provided target subnet ID ${given} does not match current subnet ID ${own}.`),
} as const;
