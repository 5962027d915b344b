/**
 * Nonces of signatures after RFC 6979, section 3.2: they follow from key and message.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../wire/bytes.ts';

const BYTES = 32;
const BLOCK_BYTES = 64;

function padded(key: Uint8Array, filler: number, message: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK_BYTES + message.length).fill(filler, 0, BLOCK_BYTES);
  for (let at = 0; at < key.length; at++) out[at] = (key[at] ?? 0) ^ filler;
  out.set(message, BLOCK_BYTES);
  return out;
}

/** HMAC-SHA-256 of a key no longer than a block: the general one takes twice as long over messages this short. */
const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  sha256(padded(key, 0x5c, sha256(padded(key, 0x36, message))));

/**
 * The candidates for a nonce, each a 32-byte number that may turn out to be too large; the first that fits is taken.
 *
 * @param privateKey 32 bytes
 * @param reduced the digest modulo the order of the curve, 32 bytes
 */
export function* nonceCandidates(privateKey: Uint8Array, reduced: Uint8Array): Generator<Uint8Array, never> {
  let value: Uint8Array = new Uint8Array(BYTES).fill(1);
  let key: Uint8Array = new Uint8Array(BYTES);
  for (const round of [0, 1]) {
    key = hmac(key, concatBytes(value, Uint8Array.of(round), privateKey, reduced));
    value = hmac(key, value);
  }
  for (;;) {
    value = hmac(key, value);
    yield value;
    key = hmac(key, concatBytes(value, Uint8Array.of(0)));
    value = hmac(key, value);
  }
}
