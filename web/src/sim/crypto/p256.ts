/**
 * ECDSA over P-256 with SHA-256: the only signature scheme of the lab's networks.
 *
 * Signing follows RFC 6979, so a replay produces the same bytes; s is always in the lower half, because Fabric refuses
 * the other twin (bccsp would otherwise accept two encodings of one signature). Verification costs about a millisecond
 * and is pure, so it is remembered, and signing puts its own result there: every node that checks a signature made in
 * this world checks it for free.
 *
 * @fabric bccsp/sw/ecdsa.go
 * @simplified P-384 and Ed25519 keys are not supported: cryptogen and Fabric CA use P-256 unless told otherwise.
 * @simplified Nonces are deterministic (RFC 6979) where Go mixes in randomness: a recording must replay to the same bytes.
 */
import { p256 } from '@noble/curves/nist.js';
import { invariant } from '../kernel/result.ts';
import { concatBytes, hex } from '../wire/bytes.ts';
import { inverse, xOfMultiple } from './base-point.ts';
import { ContentMemo, rememberedByContent } from './content-memo.ts';
import { nonceCandidates } from './deterministic-nonce.ts';
import { type EcdsaSignature, encodeEcdsaSignature, parseEcdsaSignature } from './ecdsa-signature.ts';
import { sha256 } from './sha256.ts';

const ORDER = p256.Point.CURVE().n;
const HALF_ORDER = ORDER >> 1n;
const SCALAR_BYTES = 32;
/** Enough for all of a recording of 10,000 transactions, so that going back in it computes nothing again. */
const MEMO_ENTRIES = 50_000;

const signatures = new ContentMemo<Uint8Array>(MEMO_ENTRIES);
/** `high`: right, but with the upper of the two values of s. */
type Verdict = 'right' | 'high' | 'wrong';

const verdicts = new ContentMemo<Verdict>(MEMO_ENTRIES);
/** A message is checked by many nodes, and by each of them against every policy. */
const digestOf = rememberedByContent(1_000, (message) => sha256(message));

export interface KeyPair {
  /** 32 bytes, big-endian scalar. */
  readonly privateKey: Uint8Array;
  /** 65 bytes: 0x04, x, y. */
  readonly publicKey: Uint8Array;
}

/** The uncompressed point (65 bytes) that belongs to a 32-byte private key. */
export const publicKeyOf: (privateKey: Uint8Array) => Uint8Array = rememberedByContent(1_000, (privateKey) =>
  p256.getPublicKey(privateKey, false),
);

/** The key pair of a seed of any length: the same seed always gives the same pair, with negligible bias. */
export function keyPairFrom(seed: Uint8Array): KeyPair {
  // 48 bytes reduced modulo the order leave a bias of 2^-128 (FIPS 186-5, A.2.1).
  const wide = concatBytes(sha256(Uint8Array.of(1), seed), sha256(Uint8Array.of(2), seed)).subarray(0, 48);
  const privateKey = p256.utils.randomSecretKey(wide);
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

/** ASN.1 DER signature over SHA-256(`message`), deterministic, low-S. */
export function sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  const digest = digestOf(message);
  const key = concatBytes(privateKey, digest);
  const known = signatures.get(key);
  if (known) return known;
  const signature = encodeEcdsaSignature(signatureOf(privateKey, digest));
  signatures.set(key, signature);
  verdicts.set(concatBytes(publicKeyOf(privateKey), digest, signature), 'right');
  return signature;
}

/** The two numbers of the signature over a 32-byte digest. */
function signatureOf(privateKey: Uint8Array, digest: Uint8Array): EcdsaSignature {
  const key = toScalar(privateKey);
  invariant(key > 0n && key < ORDER, 'a private key is a number below the order of the curve');
  const message = toScalar(digest) % ORDER;
  for (const candidate of nonceCandidates(privateKey, fromScalar(message))) {
    const nonce = toScalar(candidate);
    if (nonce === 0n || nonce >= ORDER) continue;
    const r = xOfMultiple(nonce) % ORDER;
    const s = (inverse(nonce, ORDER) * (message + r * key)) % ORDER;
    if (r !== 0n && s !== 0n) return { r, s: s > HALF_ORDER ? ORDER - s : s };
  }
  invariant(false, 'there is always another nonce');
}

/**
 * Whether `signature` (ASN.1 DER) over SHA-256(`message`) was made by the holder of `publicKey` (65 bytes).
 * False for anything malformed, and for a high-S signature, as Fabric's crypto provider refuses it.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verdict(publicKey, message, signature) === 'right';
}

/** As {@link verify}, but with either value of s: what Go's X.509 code accepts under a certificate. */
export function verifyEitherS(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return verdict(publicKey, message, signature) !== 'wrong';
}

/** `undefined` for a malformed signature. Tells apart why {@link verify} said no. */
export function isLowS(signature: Uint8Array): boolean | undefined {
  const parsed = parseEcdsaSignature(signature);
  return parsed && parsed.s <= HALF_ORDER;
}

/** The same signature with the lower of the two values of s; undefined when it is malformed. */
export function toLowS(signature: Uint8Array): Uint8Array | undefined {
  const parsed = parseEcdsaSignature(signature);
  if (!parsed || parsed.s >= ORDER) return undefined;
  return encodeEcdsaSignature({ r: parsed.r, s: parsed.s <= HALF_ORDER ? parsed.s : ORDER - parsed.s });
}

/** Half the order of the curve, rounded down: the largest s Fabric accepts. */
export const HALF_CURVE_ORDER: bigint = HALF_ORDER;

function verdict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Verdict {
  const digest = digestOf(message);
  const key = concatBytes(publicKey, digest, signature);
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const found = judge(publicKey, digest, signature);
  verdicts.set(key, found);
  return found;
}

function judge(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): Verdict {
  const parsed = parseEcdsaSignature(signature);
  if (!parsed || parsed.r >= ORDER || parsed.s >= ORDER) return 'wrong';
  if (!holds(publicKey, digest, concatBytes(fromScalar(parsed.r), fromScalar(parsed.s)))) return 'wrong';
  return parsed.s > HALF_ORDER ? 'high' : 'right';
}

function holds(publicKey: Uint8Array, digest: Uint8Array, compact: Uint8Array): boolean {
  try {
    return p256.verify(compact, digest, publicKey, { prehash: false, lowS: false, format: 'compact' });
  } catch {
    // noble throws for a point that is not on the curve; to the verifier that is one more bad signature.
    return false;
  }
}

function toScalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes)}`);
}

function fromScalar(value: bigint): Uint8Array {
  const out = new Uint8Array(SCALAR_BYTES);
  let rest = value;
  for (let i = SCALAR_BYTES - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}
