/** A binary heap: gives back the state of least cost first. */
export class Frontier {
  private readonly states: number[] = [];
  private readonly costs: number[] = [];

  push(state: number, cost: number): void {
    let index = this.states.push(state) - 1;
    this.costs.push(cost);
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (this.cost(parent) <= this.cost(index)) break;
      this.swap(parent, index);
      index = parent;
    }
  }

  /** undefined when empty. */
  pop(): number | undefined {
    const [first] = this.states;
    this.swap(0, this.states.length - 1);
    this.states.pop();
    this.costs.pop();
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const child = this.cost(left + 1) < this.cost(left) ? left + 1 : left;
      if (this.cost(child) >= this.cost(index)) return first;
      this.swap(child, index);
      index = child;
    }
  }

  private cost(index: number): number {
    return this.costs[index] ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const [stateA = 0, stateB = 0] = [this.states[a], this.states[b]];
    const [costA, costB] = [this.cost(a), this.cost(b)];
    if (a === b || b < 0) return;
    this.states[a] = stateB;
    this.states[b] = stateA;
    this.costs[a] = costB;
    this.costs[b] = costA;
  }
}
