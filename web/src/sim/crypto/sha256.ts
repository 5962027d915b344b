/**
 * SHA-256: the hash of everything in Fabric (blocks, txids, certificates, signatures).
 *
 * @fabric bccsp/sw/hash.go
 */
import { sha256 as noble } from '@noble/hashes/sha2.js';

/** The 32-byte digest of the concatenation of `parts`. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return noble(only);
  const hash = noble.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
