/** Machines that crash and come back, links that are cut, lose and delay. */
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import { LIES } from '../../web/src/sim/orderer/lie.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Dice } from './dice.ts';
import type { Deed } from './deed.ts';
import type { SwarmNetwork } from './network.ts';

export class FaultDeeds {
  private readonly dice: Dice;
  private readonly orderers: readonly string[];
  private readonly peers: readonly string[];
  private readonly clients: readonly string[];
  /** Kafka's machines: brokers and ZooKeepers. */
  private readonly cluster: readonly string[];
  private readonly liars: readonly string[];

  constructor({ topology, liars }: SwarmNetwork, dice: Dice) {
    const named = (role: string): readonly string[] =>
      nodesOf(topology).flatMap((node) => (node.role === role ? [node.id] : []));
    this.dice = dice;
    this.orderers = named('orderer');
    this.peers = named('peer');
    this.clients = named('client');
    this.cluster = [...named('broker'), ...named('zookeeper')];
    this.liars = liars;
  }

  /** A fault at `at`, and as a rule its end some time after; what has none ends with the healing of everything. */
  draw(at: Micros): readonly Deed[] {
    const ends = at + this.dice.pick([SECOND / 5, 2 * SECOND, 8 * SECOND, 15 * SECOND]);
    const [begin, end] = this.dice.weighted<() => readonly [readonly Command[], readonly Command[]]>([
      [5, () => this.crash([this.machine()])],
      // The lights go out in a room.
      [1, () => this.crash(this.dice.some(this.agreeing(), 1))],
      [2, () => this.isolation(this.machine())],
      [2, () => this.partition()],
      [3, () => this.badLink()],
      [this.liars.length > 0 ? 5 : 0, () => this.lie()],
    ])();
    const mends = this.dice.chance(0.8);
    return [
      ...begin.map((command) => ({ at, command })),
      ...(mends ? end.map((command) => ({ at: ends, command })) : []),
    ];
  }

  private machine(): string {
    return this.dice.weighted<() => string>([
      [5, () => this.dice.pick(this.orderers)],
      [5, () => this.dice.pick(this.peers)],
      [1, () => this.dice.pick(this.clients)],
      [this.cluster.length > 0 ? 8 : 0, () => this.dice.pick(this.cluster)],
    ])();
  }

  private crash(nodes: readonly string[]): readonly [readonly Command[], readonly Command[]] {
    return [nodes.map((node) => ({ type: 'crashNode', node })), nodes.map((node) => ({ type: 'restartNode', node }))];
  }

  private isolation(node: string): readonly [readonly Command[], readonly Command[]] {
    return [[{ type: 'isolateNode', node, isolated: true }], [{ type: 'isolateNode', node, isolated: false }]];
  }

  /** Those who agree with each other on what is ordered. */
  private agreeing(): readonly string[] {
    return this.cluster.length > 0 ? this.cluster : this.orderers;
  }

  private lie(): readonly [readonly Command[], readonly Command[]] {
    const node = this.dice.pick(this.liars);
    const lie = this.dice.pick(LIES);
    return [[{ type: 'corruptOrderer', node, lie }], [{ type: 'corruptOrderer', node, lie: 'none' }]];
  }

  /** Two sides of the orderers, or of Kafka's machines, that do not hear each other; everyone else hears both. */
  private partition(): readonly [readonly Command[], readonly Command[]] {
    const all = this.agreeing();
    const side = this.dice.some(all, 1);
    const others = all.filter((node) => !side.includes(node));
    const links = (up: boolean): readonly Command[] =>
      side.flatMap((from) =>
        others.map((to) => ({ type: 'setLink', from, to, up, loss: 0, latencyFactor: 1 }) as const),
      );
    return [links(false), links(true)];
  }

  private badLink(): readonly [readonly Command[], readonly Command[]] {
    const from = this.machine();
    const others = [...this.orderers, ...this.peers, ...this.clients, ...this.cluster].filter((node) => node !== from);
    const to = this.dice.pick(others);
    const loss = this.dice.pick([0, 0.1, 0.5]);
    const latencyFactor = this.dice.pick([1, 10, 100]);
    const link = { type: 'setLink', from, to, up: true } as const;
    return [[{ ...link, loss, latencyFactor }], [{ ...link, loss: 0, latencyFactor: 1 }]];
  }
}
