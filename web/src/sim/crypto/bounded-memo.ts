/**
 * Remembers the result of a pure function, up to a number of entries; the oldest entry goes first.
 *
 * The only mutable thing of the lower layers. It cannot be observed but by time: a hit and a miss give equal values, so
 * two replays agree even when one of them starts with a cold memo.
 */
export class BoundedMemo<V, K = string> {
  private readonly entries = new Map<K, V>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    if (this.entries.size >= this.capacity && !this.entries.has(key)) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    this.entries.set(key, value);
  }
}

/**
 * `compute`, remembering its last `capacity` results by the very object it was given, not by what that holds: for messages,
 * which are never changed once they are made, and which several nodes are handed and each looks at several times.
 */
export function remembered<K extends object, V>(capacity: number, compute: (given: K) => V): (given: K) => V {
  const memo = new BoundedMemo<{ readonly value: V }, K>(capacity);
  return (given) => {
    const known = memo.get(given);
    if (known) return known.value;
    const value = compute(given);
    memo.set(given, { value });
    return value;
  };
}
