/**
 * A map from string to value that shares structure between versions: a 32-way hash trie.
 *
 * A checkpoint is a reference to an old version; an update costs about a microsecond. Iteration follows the hash of
 * the keys, which is our own (FNV-1a) and therefore the same in every engine; use {@link SortedMap} where order matters.
 */
const BITS = 5;
const MASK = 31;
const MAX_SHIFT = 30;

interface Leaf<V> {
  readonly hash: number;
  readonly key: string;
  readonly value: V;
}
interface Collision<V> {
  readonly hash: number;
  readonly leaves: readonly Leaf<V>[];
}
interface Branch<V> {
  readonly bitmap: number;
  readonly slots: readonly Trie<V>[];
}
type Trie<V> = Leaf<V> | Branch<V> | Collision<V>;

export class PersistentMap<V> implements Iterable<readonly [string, V]> {
  private static readonly EMPTY: PersistentMap<never> = new PersistentMap<never>(0, { bitmap: 0, slots: [] });

  readonly size: number;
  private readonly root: Branch<V>;

  private constructor(size: number, root: Branch<V>) {
    this.size = size;
    this.root = root;
  }

  static empty<V>(): PersistentMap<V> {
    return PersistentMap.EMPTY;
  }

  static of<V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
    let map = PersistentMap.empty<V>();
    for (const [key, value] of entries) map = map.set(key, value);
    return map;
  }

  get(key: string): V | undefined {
    const hash = hashOf(key);
    let node: Trie<V> = this.root;
    for (let shift = 0; 'bitmap' in node; shift += BITS) {
      const bit = 1 << ((hash >>> shift) & MASK);
      if (!(node.bitmap & bit)) return undefined;
      node = node.slots[popCount(node.bitmap & (bit - 1))] as Trie<V>;
    }
    if ('leaves' in node) return node.leaves.find((leaf) => leaf.key === key)?.value;
    return node.key === key ? node.value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): PersistentMap<V> {
    const leaf: Leaf<V> = { hash: hashOf(key), key, value };
    const grown = { by: 0 };
    const root = insert(this.root, leaf, 0, grown) as Branch<V>;
    return new PersistentMap(this.size + grown.by, root);
  }

  delete(key: string): PersistentMap<V> {
    if (!this.has(key)) return this;
    const root = remove(this.root, hashOf(key), key, 0) ?? { bitmap: 0, slots: [] };
    return new PersistentMap(this.size - 1, root as Branch<V>);
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    yield* walk(this.root);
  }

  *keys(): Generator<string> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value;
  }
}

function* walk<V>(node: Trie<V>): Generator<readonly [string, V]> {
  if ('bitmap' in node) for (const slot of node.slots) yield* walk(slot);
  else if ('leaves' in node) for (const leaf of node.leaves) yield [leaf.key, leaf.value];
  else yield [node.key, node.value];
}

function insert<V>(node: Trie<V>, leaf: Leaf<V>, shift: number, grown: { by: number }): Trie<V> {
  if ('bitmap' in node) {
    const bit = 1 << ((leaf.hash >>> shift) & MASK);
    const index = popCount(node.bitmap & (bit - 1));
    const slots = node.slots.slice();
    if (node.bitmap & bit) slots[index] = insert(slots[index] as Trie<V>, leaf, shift + BITS, grown);
    else {
      slots.splice(index, 0, leaf);
      grown.by = 1;
    }
    return { bitmap: node.bitmap | bit, slots };
  }
  if ('leaves' in node) {
    if (node.hash !== leaf.hash) return insert(split(node, shift), leaf, shift, grown);
    const others = node.leaves.filter((other) => other.key !== leaf.key);
    grown.by = others.length === node.leaves.length ? 1 : 0;
    return { hash: node.hash, leaves: [...others, leaf] };
  }
  if (node.key === leaf.key) return leaf;
  if (node.hash === leaf.hash || shift > MAX_SHIFT) {
    grown.by = 1;
    return { hash: node.hash, leaves: [node, leaf] };
  }
  return insert(split(node, shift), leaf, shift, grown);
}

function split<V>(node: Leaf<V> | Collision<V>, shift: number): Branch<V> {
  return { bitmap: 1 << ((node.hash >>> shift) & MASK), slots: [node] };
}

function remove<V>(node: Trie<V>, hash: number, key: string, shift: number): Trie<V> | undefined {
  if ('bitmap' in node) {
    const bit = 1 << ((hash >>> shift) & MASK);
    const index = popCount(node.bitmap & (bit - 1));
    const child = remove(node.slots[index] as Trie<V>, hash, key, shift + BITS);
    const slots = node.slots.slice();
    if (child) slots[index] = child;
    else slots.splice(index, 1);
    if (slots.length === 0) return undefined;
    return { bitmap: child ? node.bitmap : node.bitmap & ~bit, slots };
  }
  if ('leaves' in node) {
    const leaves = node.leaves.filter((leaf) => leaf.key !== key);
    return leaves.length === 1 ? leaves[0] : { hash: node.hash, leaves };
  }
  return undefined;
}

function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function popCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
