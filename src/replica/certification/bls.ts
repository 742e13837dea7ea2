/**
 * BLS signatures as the Internet Computer signs its state: keys in G2, signatures in G1,
 * ciphersuite BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_. Interface Specification: "Certificate".
 */
import { mapHashToField } from '@noble/curves/abstract/modular';
import { bls12_381 } from '@noble/curves/bls12-381';
import { sha512 } from '@noble/hashes/sha2';
import { concat } from '../../primitives/bytes.ts';

const CIPHERSUITE = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const { shortSignatures, G2, fields } = bls12_381;

/** SubjectPublicKeyInfo up to the 96 bytes of the key: OIDs 1.3.6.1.4.1.44668.5.3.1.2.1 and 1.3.6.1.4.1.44668.5.3.2.1. */
const DER_PREFIX = Uint8Array.of(
  0x30, 0x81, 0x82, 0x30, 0x1d, 0x06, 0x0d, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03, 0x01, 0x02, 0x01,
  0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03, 0x02, 0x01, 0x03, 0x61, 0x00,
);

export interface BlsKey {
  /** 133 bytes. */
  readonly publicKeyDer: Uint8Array;
  /** 48 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** `seed` is secret and of any length; the same seed gives the same key. */
export function createBlsKey(seed: Uint8Array): BlsKey {
  const secret = fields.Fr.fromBytes(mapHashToField(sha512(seed), fields.Fr.ORDER));
  // A copy of the generator carries no table of multiples, which would cost a quarter of a second for a single use.
  const generator = G2.Point.fromAffine(G2.Point.BASE.toAffine());
  const publicKey = generator.multiplyUnsafe(secret).toBytes();
  return {
    publicKeyDer: concat([DER_PREFIX, publicKey]),
    // Variable time: whoever could measure it runs in the same page and can read the key.
    sign: (message) => shortSignatures.Signature.toBytes(shortSignatures.hash(message, CIPHERSUITE).multiplyUnsafe(secret)),
  };
}
