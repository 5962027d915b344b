/**
 * Remembers the result of a pure function, up to a number of entries; the oldest entry goes first.
 *
 * The only mutable thing in the crypto layer. It cannot be observed but by time: a hit and a miss give equal values, so
 * two replays agree even when one of them starts with a cold memo.
 */
export class BoundedMemo<V> {
  private readonly entries = new Map<string, V>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V): void {
    if (this.entries.size >= this.capacity && !this.entries.has(key)) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    this.entries.set(key, value);
  }
}

/** `bytes` as a map key: one UTF-16 unit per byte, an order of magnitude cheaper than hexadecimal. */
export function memoKey(...parts: readonly Uint8Array[]): string {
  let key = '';
  for (const part of parts) key += `${part.length}:${String.fromCharCode(...part)}`;
  return key;
}
