/**
 * The part of Node's crypto a contract may reasonably use: hashes, HMAC, random bytes, and what a certificate says.
 *
 * @simplified SHA-2 only; no keys, signatures or ciphers; random bytes come from the container's seeded dice.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as portableSha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { GuestBuffer } from './buffer.ts';
import { randomBytes as dice } from './dice.ts';
import { host } from './host.ts';
import { encodeUtf8 } from './text-codec.ts';

export { X509Certificate } from './x509-certificate.ts';

const ALGORITHMS = { sha256: portableSha256, sha384, sha512 };

/** By the host where it can: it is a hundred times as fast. */
function hashOf(name: string): (data: Uint8Array) => Uint8Array {
  const hash = algorithm(name);
  if (hash !== portableSha256) return hash;
  return (data) => new Uint8Array(host().sha256(Uint8Array.from(data).buffer));
}

class Digest {
  private readonly parts: Uint8Array[] = [];
  private readonly compute: (data: Uint8Array) => Uint8Array;

  constructor(compute: (data: Uint8Array) => Uint8Array) {
    this.compute = compute;
  }

  update(data: string | Uint8Array, encoding?: string): this {
    this.parts.push(typeof data === 'string' ? GuestBuffer.from(data, encoding) : Uint8Array.from(data));
    return this;
  }

  digest(encoding?: string): GuestBuffer | string {
    const hash = GuestBuffer.from(this.compute(GuestBuffer.concat(this.parts)));
    return encoding ? hash.toString(encoding) : hash;
  }
}

function algorithm(name: string): (typeof ALGORITHMS)[keyof typeof ALGORITHMS] {
  const found = Object.entries(ALGORITHMS).find(([id]) => id === name.toLowerCase().replace('-', ''))?.[1];
  if (!found) throw new Error('Digest method not supported');
  return found;
}

export const createHash = (name: string): Digest => new Digest(hashOf(name));

export const createHmac = (name: string, key: string | Uint8Array): Digest =>
  new Digest((data) => hmac(algorithm(name), typeof key === 'string' ? encodeUtf8(key) : key, data));

export const randomBytes = (size: number): GuestBuffer => GuestBuffer.from(dice(size));

export function randomUUID(): string {
  const bytes = dice(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return GuestBuffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const randomInt = (low: number, high?: number): number => {
  const [from, to] = high === undefined ? [0, low] : [low, high];
  const view = new DataView(dice(8).buffer);
  return from + Math.floor((view.getUint32(0) / 0x100000000) * (to - from));
};

export const getHashes = (): string[] => Object.keys(ALGORITHMS);
