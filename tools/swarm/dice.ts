/**
 * What a seed decides: every choice of a run is drawn from here, so that its number is enough to repeat it. Not the
 * generator of the simulation, which is part of what is being tested.
 */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** A share in [0, 1). */
  share(): number {
    // Mulberry32: short, and good enough to spread choices.
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  /** One of `choices`, of which there must be one. */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.share() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return this.pick(choices)[1];
  }

  /** Some of `choices`, at least `least`, in their order. */
  some<T>(choices: readonly T[], least: number): readonly T[] {
    const count = this.between(Math.min(least, choices.length), choices.length);
    const left = [...choices.keys()];
    while (left.length > count) left.splice(this.between(0, left.length - 1), 1);
    return left.flatMap((index) => choices[index] ?? []);
  }
}
