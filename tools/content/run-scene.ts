/**
 * Goes through a scene as a learner would who answers everything and does what is suggested, without a page: every step's
 * anchor must occur after the one before, and what the learner is to do must not have happened before they do it.
 */
import { EXPLANATIONS } from '../../web/src/explain/entries.ts';
import { explainFact, failureIn } from '../../web/src/explain/explain-fact.ts';
import { findExplanations } from '../../web/src/explain/find-explanations.ts';
import { factsOfAnchor, findAnchor } from '../../web/src/scenes/find-anchor.ts';
import { networkAt } from '../../web/src/scenes/scene-network.ts';
import type { Anchor, Network, Scene, Step } from '../../web/src/scenes/scene.ts';
import { commandsAfter } from '../../web/src/scenes/whoever.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION } from '../../web/src/sim/protocol/recording.ts';
import type { Frame, SimulationHost } from '../../web/src/sim/protocol/requests.ts';
import type { Entry, FactType } from '../../web/src/sim/trace/facts.ts';

/** How long a learner would wait for something to happen, in simulated microseconds, and how often one looks. */
const PATIENCE = 90_000_000;
const LOOK_EVERY = 250_000;

const FAILURES: readonly FactType[] = ['commandFailed', 'endorsementFailed', 'gatewayCallFailed'];
const isAboutFailure = (until: Anchor | null): boolean =>
  until !== null && factsOfAnchor(until).some((fact) => FAILURES.includes(fact));

const told = (anchor: Anchor): string => JSON.stringify(anchor);

class Walk {
  readonly problems: string[] = [];
  private readonly host: SimulationHost;
  private entries: readonly Entry[] = [];
  private branch = 'main';
  private horizon = 0;
  /** What the failures seen so far are explained by: `step id`. */
  private readonly explained = new Set<string>();
  /** Where the facts of the next step begin when it gives no commands. */
  private next = 0;
  private readonly hesitation: number;

  constructor(host: SimulationHost, hesitation: number) {
    this.host = host;
    this.hesitation = hesitation;
  }

  async open({ generation, seed, topology, contracts, setup }: Network): Promise<boolean> {
    const recording = { formatVersion: FORMAT_VERSION, generation, seed, topology, contracts, commands: [] } as const;
    const opened = await this.host.open(recording, setup);
    if (!opened.ok) {
      this.problems.push(`the setup is refused: ${opened.error.code} at ${opened.error.where}`);
      return false;
    }
    this.take(opened.value);
    this.noteFailures(0, 'the setup', null);
    this.next = this.entries.length;
    return this.problems.length === 0;
  }

  async go(step: Step): Promise<void> {
    const { id, commands, action, until } = step;
    const before = this.entries.length;
    for (const command of commandsAfter(this.entries, commands)) await this.give(command, `step "${id}"`);
    const from = commands.length > 0 || action ? before : this.next;
    if (action) await this.act(step, from);
    this.noteFailures(before, `step "${id}"`, until);
    const end = until === null ? null : await this.wait(until, from);
    this.noteExplanations(before, id);
    if (until === null) return;
    if (end) this.next = end.seq + 1;
    else this.problems.push(`step "${id}": never happens: ${told(until)}`);
  }

  private async act({ id, action }: Step, from: number): Promise<void> {
    if (!action) return;
    if (findAnchor(this.entries, action.done, from)) this.problems.push(`step "${id}": done before the learner acts`);
    if (this.hesitation > 0) this.take(await this.host.advance(this.branch, this.horizon + this.hesitation));
    const solution = commandsAfter(this.entries, action.solution);
    for (const command of solution) await this.give(command, `step "${id}", the solution`);
    if (!(await this.wait(action.done, from)))
      this.problems.push(`step "${id}": the solution does not lead to ${told(action.done)}`);
  }

  private async give(command: Command, who: string): Promise<void> {
    const performed = await this.host.perform(this.branch, this.horizon, command);
    if (performed.ok) this.take(performed.value);
    else this.problems.push(`${who}: ${command.type} is refused: ${performed.error.code}`);
  }

  private async wait(anchor: Anchor, from: number): Promise<Entry | null> {
    const limit = this.horizon + PATIENCE;
    let found = findAnchor(this.entries, anchor, from);
    while (!found && this.horizon < limit) {
      this.take(await this.host.advance(this.branch, this.horizon + LOOK_EVERY));
      found = findAnchor(this.entries, anchor, from);
    }
    return found;
  }

  /** Every failure a learner can meet has an entry in the explainer. */
  private noteExplanations(from: number, step: string): void {
    for (const { fact } of this.entries.slice(from)) {
      const failure = failureIn(fact);
      if (failure === null) continue;
      const entry = explainFact(fact);
      if (entry === null) this.problems.push(`step "${step}": no entry explains: ${failure.text}`);
      else this.explained.add(`${step} ${entry.id}`);
      for (const { explanation } of findExplanations(failure.text)) this.explained.add(`${step} ${explanation.id}`);
    }
  }

  /** Entries that say they are seen in a step of this scene, and are not. */
  noteMissed(scene: string): void {
    for (const { id, seen } of EXPLANATIONS)
      if (seen?.scene === scene && seen.step !== undefined && !this.explained.has(`${seen.step} ${id}`))
        this.problems.push(`step "${seen.step}": the explainer says that ${id} is seen here, but it is not`);
  }

  private take({ branch, fromSeq, entries, horizon }: Frame): void {
    this.branch = branch;
    this.entries = [...this.entries.slice(0, fromSeq), ...entries];
    this.horizon = horizon;
  }

  /** A command may fail only where the step is about its failure. */
  private noteFailures(from: number, who: string, until: Anchor | null): void {
    for (const { fact } of this.entries.slice(from))
      if (fact.type === 'commandFailed' && !isAboutFailure(until))
        this.problems.push(`${who}: ${fact.command} failed: ${fact.text}`);
  }
}

/**
 * What goes wrong on the way through `scene`, on each of its networks; after a setup that fails nothing else is tried.
 * @param hesitation how long the learner waits before acting, in simulated microseconds
 */
export async function runProblems(scene: Scene, host: SimulationHost, hesitation = 0): Promise<readonly string[]> {
  const walk = new Walk(host, hesitation);
  let network = networkAt(scene, 0);
  let opened = await walk.open(network);
  for (const [index, step] of scene.steps.entries()) {
    const next = networkAt(scene, index);
    if (next !== network) opened = await walk.open(next);
    if (!opened) break;
    network = next;
    await walk.go(step);
  }
  walk.noteMissed(scene.id);
  return walk.problems;
}
