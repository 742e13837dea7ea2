/** Limits of the HTTPS interface. Sizes in bytes, times in nanoseconds. */

/** Largest request body of any kind. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** Largest envelope of an update call on an application subnet. */
export const MAX_INGRESS_BYTES = 2 * 1024 * 1024;
/** How far ahead `ingress_expiry` may lie: five minutes, and half a minute of clock drift. */
export const MAX_EXPIRY_AHEAD = 330_000_000_000n;
export const MAX_NONCE_BYTES = 32;
export const MAX_PATHS = 1_000;
export const MAX_PATH_LABELS = 127;
export const MAX_DELEGATIONS = 20;
export const MAX_DELEGATION_TARGETS = 1_000;
export const MAX_PRINCIPAL_BYTES = 29;
