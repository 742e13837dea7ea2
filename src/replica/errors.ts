/**
 * Reject codes, error codes and the value a failed message ends with.
 * Interface Specification: "Reject codes", "Error codes"; texts as the production replica writes them.
 */

/** SYS_FATAL 1, SYS_TRANSIENT 2, DESTINATION_INVALID 3, CANISTER_REJECT 4, CANISTER_ERROR 5, SYS_UNKNOWN 6. */
export type RejectCode = 1 | 2 | 3 | 4 | 5 | 6;

/** What a canister, or a caller, did wrong: a value, never an exception. `errorCode` is `IC` and four digits. */
export interface Reject {
  readonly code: RejectCode;
  readonly errorCode: string;
  readonly message: string;
}

/** A bug of the replica itself, or of its host: never reported as a canister's trap. */
export class ReplicaBug extends Error {
  override readonly name = 'ReplicaBug';
}

/** `errorCode`'s first digit is the reject code. */
export function reject(errorCode: string, message: string): Reject {
  return { code: Number(errorCode[2]) as RejectCode, errorCode, message };
}
