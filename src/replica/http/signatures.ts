/** Verifies signatures of users. Interface Specification: "Signatures": Ed25519, ECDSA on P-256 and on secp256k1. */
import { ed25519 } from '@noble/curves/ed25519';
import { p256 } from '@noble/curves/nist';
import { secp256k1 } from '@noble/curves/secp256k1';
import { equalBytes, fromHex } from '../../primitives/bytes.ts';

interface Scheme {
  /** SubjectPublicKeyInfo up to the bytes of the key. */
  readonly derPrefix: Uint8Array;
  readonly keyBytes: number;
  readonly verify: (signature: Uint8Array, message: Uint8Array, key: Uint8Array) => boolean;
}

/** ECDSA signs the SHA-256 of the message; both halves of the range of `s` are accepted. */
const ECDSA_OPTIONS = { prehash: true, lowS: false } as const;
const prefix = (hex: string): Uint8Array => fromHex(hex) as Uint8Array;

const SCHEMES: readonly Scheme[] = [
  {
    // RFC 8410
    derPrefix: prefix('302a300506032b6570032100'),
    keyBytes: 32,
    verify: (signature, message, key) => ed25519.verify(signature, message, key),
  },
  {
    // RFC 5480, 1.2.840.10045.3.1.7, uncompressed point
    derPrefix: prefix('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
    keyBytes: 65,
    verify: (signature, message, key) => p256.verify(signature, message, key, ECDSA_OPTIONS),
  },
  {
    // RFC 5480, 1.3.132.0.10, uncompressed point
    derPrefix: prefix('3056301006072a8648ce3d020106052b8104000a034200'),
    keyBytes: 65,
    verify: (signature, message, key) => secp256k1.verify(signature, message, key, ECDSA_OPTIONS),
  },
];

const SIGNATURE_BYTES = 64;

/** Why `signature` over `message` is not valid under the DER-encoded `publicKey`; `undefined` where it is. */
export function signatureProblem(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): string | undefined {
  const scheme = SCHEMES.find(
    ({ derPrefix, keyBytes }) =>
      publicKey.length === derPrefix.length + keyBytes && equalBytes(publicKey.subarray(0, derPrefix.length), derPrefix),
  );
  if (scheme === undefined) return 'unsupported or malformed public key';
  if (signature.length !== SIGNATURE_BYTES) return `expected a signature of ${SIGNATURE_BYTES} bytes, got ${signature.length}`;
  return isValid(scheme, publicKey.slice(scheme.derPrefix.length), message, signature) ? undefined : 'signature could not be verified';
}

/** A point that is not on the curve, or a number out of range, makes the library throw. */
function isValid(scheme: Scheme, key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return scheme.verify(signature, message, key);
  } catch {
    return false;
  }
}
