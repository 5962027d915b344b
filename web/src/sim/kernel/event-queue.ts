/**
 * What is due, in order of (at, seq): two events due together happen in the order they were scheduled.
 *
 * A mutable binary heap, because it is the hottest structure of the simulation; a checkpoint copies its array, which
 * holds a few dozen to a few hundred references.
 */
import type { Micros } from './time.ts';

export interface Scheduled<T> {
  readonly at: Micros;
  readonly seq: number;
  readonly event: T;
}

export class EventQueue<T> {
  private readonly heap: Scheduled<T>[];

  constructor(items: readonly Scheduled<T>[] = []) {
    this.heap = items.slice();
  }

  get size(): number {
    return this.heap.length;
  }

  peek(): Scheduled<T> | undefined {
    return this.heap[0];
  }

  push(item: Scheduled<T>): void {
    const heap = this.heap;
    let index = heap.length;
    heap.push(item);
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = heap[parent] as Scheduled<T>;
      if (!before(item, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = item;
  }

  pop(): Scheduled<T> | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Scheduled<T>, heap[child] as Scheduled<T>)) child++;
      if (!before(heap[child] as Scheduled<T>, last)) break;
      heap[index] = heap[child] as Scheduled<T>;
      index = child;
    }
    heap[index] = last;
    return top;
  }

  /** The items in heap order, for a checkpoint. */
  snapshot(): readonly Scheduled<T>[] {
    return this.heap.slice();
  }
}

const before = (a: Scheduled<unknown>, b: Scheduled<unknown>): boolean =>
  a.at < b.at || (a.at === b.at && a.seq < b.seq);
