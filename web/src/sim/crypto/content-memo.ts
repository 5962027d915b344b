/**
 * Remembers results of pure functions of bytes by what the bytes are, whoever holds them: every node decodes a message for
 * itself, and then asks the same of bytes that are equal but not the same.
 *
 * As with {@link BoundedMemo}, a hit and a miss give equal values and differ in time only.
 */

interface Remembered<V> {
  readonly bytes: Uint8Array;
  readonly value: V;
}

type Generation<V> = Map<number, Remembered<V>[]>;

/** Places looked at to find candidates. What is found is compared byte by byte. */
const SAMPLES = 16;

/** A number that differs for most bytes that differ: not a hash, only the way to a short list. */
function fingerprint(bytes: Uint8Array): number {
  const { length } = bytes;
  let print = length;
  const stride = Math.max(1, Math.floor(length / SAMPLES));
  // From the end: what is signed, encoded or certified begins alike.
  for (let at = length - 1; at >= 0; at -= stride) print = (Math.imul(print, 31) + (bytes[at] ?? 0)) | 0;
  return print;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = a.length - 1; at >= 0; at--) if (a[at] !== b[at]) return false;
  return true;
}

/** Up to twice `capacity` values: whenever so many are new, those that are older than them are forgotten. */
export class ContentMemo<V> {
  private young: Generation<V> = new Map();
  private old: Generation<V> = new Map();
  private count = 0;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get(bytes: Uint8Array): V | undefined {
    const print = fingerprint(bytes);
    return (find(this.young.get(print), bytes) ?? find(this.old.get(print), bytes))?.value;
  }

  /** `bytes` must not be changed from here on. */
  set(bytes: Uint8Array, value: V): void {
    if (this.count >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
      this.count = 0;
    }
    const print = fingerprint(bytes);
    const alike = this.young.get(print);
    if (alike) alike.unshift({ bytes, value });
    else this.young.set(print, [{ bytes, value }]);
    this.count++;
  }
}

const find = <V>(alike: readonly Remembered<V>[] | undefined, bytes: Uint8Array): Remembered<V> | undefined =>
  alike?.find((one) => isSame(one.bytes, bytes));

/** `compute`, remembering at least its last `capacity` results. What it is given must not be changed afterwards. */
export function rememberedByContent<V>(capacity: number, compute: (bytes: Uint8Array) => V): (bytes: Uint8Array) => V {
  const memo = new ContentMemo<{ readonly value: V }>(capacity);
  return (bytes) => {
    const known = memo.get(bytes);
    if (known) return known.value;
    const value = compute(bytes);
    memo.set(bytes, { value });
    return value;
  };
}
