/**
 * A map from string to value in the order of the keys' UTF-8 bytes that shares structure between versions:
 * a weight-balanced tree.
 *
 * LevelDB orders keys by bytes, and the result of a range query, hence a read set, hence a signature, depends on that
 * order. JavaScript compares UTF-16 units, which differs for characters above U+FFFF; use {@link compareUtf8}.
 */
interface Node<V> {
  readonly key: string;
  readonly value: V;
  readonly size: number;
  readonly left: Tree<V>;
  readonly right: Tree<V>;
}
type Tree<V> = Node<V> | undefined;

/** How many times heavier one side may be than the other, and when a single rotation suffices (Adams' constants). */
const DELTA = 3;
const RATIO = 2;

export class SortedMap<V> implements Iterable<readonly [string, V]> {
  private static readonly EMPTY: SortedMap<never> = new SortedMap<never>(undefined);

  private readonly root: Tree<V>;

  private constructor(root: Tree<V>) {
    this.root = root;
  }

  static empty<V>(): SortedMap<V> {
    return SortedMap.EMPTY;
  }

  static of<V>(entries: Iterable<readonly [string, V]>): SortedMap<V> {
    let map = SortedMap.empty<V>();
    for (const [key, value] of entries) map = map.set(key, value);
    return map;
  }

  get size(): number {
    return sizeOf(this.root);
  }

  get(key: string): V | undefined {
    return find(this.root, key)?.value;
  }

  has(key: string): boolean {
    return find(this.root, key) !== undefined;
  }

  set(key: string, value: V): SortedMap<V> {
    return new SortedMap(insert(this.root, key, value));
  }

  delete(key: string): SortedMap<V> {
    return this.has(key) ? new SortedMap(remove(this.root, key)) : this;
  }

  /** The entry with the least key that is not below `key`. */
  ceiling(key: string): readonly [string, V] | undefined {
    let best: Tree<V>;
    for (let node = this.root; node; ) {
      if (compareUtf8(node.key, key) >= 0) {
        best = node;
        node = node.left;
      } else node = node.right;
    }
    return best && [best.key, best.value];
  }

  /** Entries with `start` ≤ key < `end`, ascending; without `end` up to the last. */
  *range(start: string, end?: string): Generator<readonly [string, V]> {
    yield* walk(this.root, start, end);
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    yield* walk(this.root, '', undefined);
  }

  *keys(): Generator<string> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value;
  }
}

/** The order of the UTF-8 encodings of `a` and `b`: negative, zero or positive. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return byCodePoint(x) - byCodePoint(y);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points above U+FFFF, behind the rest of the 16-bit range. */
function byCodePoint(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

function sizeOf<V>(tree: Tree<V>): number {
  return tree ? tree.size : 0;
}

function node<V>(key: string, value: V, left: Tree<V>, right: Tree<V>): Node<V> {
  return { key, value, size: sizeOf(left) + sizeOf(right) + 1, left, right };
}

function find<V>(tree: Tree<V>, key: string): Tree<V> {
  let at = tree;
  while (at) {
    const order = compareUtf8(key, at.key);
    if (order === 0) return at;
    at = order < 0 ? at.left : at.right;
  }
  return undefined;
}

function* walk<V>(tree: Tree<V>, start: string, end: string | undefined): Generator<readonly [string, V]> {
  if (!tree) return;
  const fromHere = compareUtf8(tree.key, start) >= 0;
  const beforeEnd = end === undefined || compareUtf8(tree.key, end) < 0;
  if (fromHere) yield* walk(tree.left, start, end);
  if (fromHere && beforeEnd) yield [tree.key, tree.value];
  if (beforeEnd) yield* walk(tree.right, start, end);
}

function insert<V>(tree: Tree<V>, key: string, value: V): Node<V> {
  if (!tree) return node(key, value, undefined, undefined);
  const order = compareUtf8(key, tree.key);
  if (order === 0) return node(key, value, tree.left, tree.right);
  return order < 0
    ? balance(tree.key, tree.value, insert(tree.left, key, value), tree.right)
    : balance(tree.key, tree.value, tree.left, insert(tree.right, key, value));
}

function remove<V>(tree: Tree<V>, key: string): Tree<V> {
  if (!tree) return undefined;
  const order = compareUtf8(key, tree.key);
  if (order < 0) return balance(tree.key, tree.value, remove(tree.left, key), tree.right);
  if (order > 0) return balance(tree.key, tree.value, tree.left, remove(tree.right, key));
  if (!tree.left || !tree.right) return tree.left ?? tree.right;
  let successor = tree.right;
  while (successor.left) successor = successor.left;
  return balance(successor.key, successor.value, tree.left, remove(tree.right, successor.key));
}

function balance<V>(key: string, value: V, left: Tree<V>, right: Tree<V>): Node<V> {
  const l = sizeOf(left);
  const r = sizeOf(right);
  if (l + r > 1) {
    if (right && r > DELTA * l) return rotateLeft(key, value, left, right);
    if (left && l > DELTA * r) return rotateRight(key, value, left, right);
  }
  return node(key, value, left, right);
}

function rotateLeft<V>(key: string, value: V, left: Tree<V>, right: Node<V>): Node<V> {
  const inner = right.left;
  if (!inner || inner.size < RATIO * sizeOf(right.right))
    return node(right.key, right.value, node(key, value, left, inner), right.right);
  const below = node(right.key, right.value, inner.right, right.right);
  return node(inner.key, inner.value, node(key, value, left, inner.left), below);
}

function rotateRight<V>(key: string, value: V, left: Node<V>, right: Tree<V>): Node<V> {
  const inner = left.right;
  if (!inner || inner.size < RATIO * sizeOf(left.left))
    return node(left.key, left.value, left.left, node(key, value, inner, right));
  const below = node(left.key, left.value, left.left, inner.left);
  return node(inner.key, inner.value, below, node(key, value, inner.right, right));
}
