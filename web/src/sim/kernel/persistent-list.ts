/**
 * An append-only list that shares structure between versions: a 32-way trie with a tail.
 *
 * Block stores, Raft logs and the trace grow by one element at a time and every checkpoint keeps an old version;
 * copying an array on each append would cost its length.
 */
const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

type Node<T> = readonly (Node<T> | T)[];

export class PersistentList<T> implements Iterable<T> {
  private static readonly EMPTY: PersistentList<never> = new PersistentList<never>(0, BITS, [], []);

  readonly length: number;
  private readonly shift: number;
  private readonly root: Node<T>;
  private readonly tail: readonly T[];

  private constructor(length: number, shift: number, root: Node<T>, tail: readonly T[]) {
    this.length = length;
    this.shift = shift;
    this.root = root;
    this.tail = tail;
  }

  static empty<T>(): PersistentList<T> {
    return PersistentList.EMPTY;
  }

  static of<T>(items: Iterable<T>): PersistentList<T> {
    let list = PersistentList.empty<T>();
    for (const item of items) list = list.append(item);
    return list;
  }

  private get tailOffset(): number {
    return this.length - this.tail.length;
  }

  /** The element at `index`, or undefined outside `[0, length)`. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    if (index >= this.tailOffset) return this.tail[index - this.tailOffset];
    let node = this.root;
    for (let level = this.shift; level > 0; level -= BITS) node = node[(index >>> level) & MASK] as Node<T>;
    return node[index & MASK] as T;
  }

  last(): T | undefined {
    return this.tail[this.tail.length - 1];
  }

  append(item: T): PersistentList<T> {
    if (this.tail.length < WIDTH)
      return new PersistentList(this.length + 1, this.shift, this.root, [...this.tail, item]);
    const overflow = this.tailOffset >>> BITS >= 1 << this.shift;
    const shift = overflow ? this.shift + BITS : this.shift;
    const root = overflow
      ? [this.root, path(this.shift, this.tail)]
      : pushTail(this.shift, this.tailOffset, this.root, this.tail);
    return new PersistentList<T>(this.length + 1, shift, root, [item]);
  }

  /** The first `length` elements. Costs their number: it is for the rare truncation of a Raft log. */
  take(length: number): PersistentList<T> {
    if (length >= this.length) return this;
    let list = PersistentList.empty<T>();
    for (let i = 0; i < length; i++) list = list.append(this.at(i) as T);
    return list;
  }

  *slice(from: number, to: number = this.length): Generator<T> {
    for (let i = Math.max(0, from); i < Math.min(to, this.length); i++) yield this.at(i) as T;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.slice(0);
  }
}

function path<T>(level: number, leaf: readonly T[]): Node<T> {
  return level === 0 ? leaf : [path(level - BITS, leaf)];
}

function pushTail<T>(level: number, offset: number, node: Node<T>, leaf: readonly T[]): Node<T> {
  const slot = (offset >>> level) & MASK;
  const copy = node.slice();
  const child = node[slot] as Node<T> | undefined;
  copy[slot] = level === BITS ? leaf : child ? pushTail(level - BITS, offset, child, leaf) : path(level - BITS, leaf);
  return copy;
}
