/**
 * Nonces of signatures after RFC 6979, section 3.2: they follow from key and message.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../wire/bytes.ts';

const BYTES = 32;

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
    key = hmac(sha256, key, concatBytes(value, Uint8Array.of(round), privateKey, reduced));
    value = hmac(sha256, key, value);
  }
  for (;;) {
    value = hmac(sha256, key, value);
    yield value;
    key = hmac(sha256, key, concatBytes(value, Uint8Array.of(0)));
    value = hmac(sha256, key, value);
  }
}
