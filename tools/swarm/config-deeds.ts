/** Changes of a channel's configuration: batches, consenters, members. */
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import type { Command, ConfigChange } from '../../web/src/sim/protocol/commands.ts';
import { LABEL, peersOf } from './bring-up.ts';
import type { Dice } from './dice.ts';
import type { Deed } from './deed.ts';
import { clientOf, ORDERER_ADMIN, ordererNode, type SwarmNetwork } from './network.ts';

type ChannelSpec = SwarmNetwork['topology']['channels'][number];

/** An administrator does not type any faster. */
const BETWEEN_COMMANDS = SECOND / 4;

export class ConfigDeeds {
  private readonly network: SwarmNetwork;
  private readonly dice: Dice;
  private updates = 0;
  /** Channels whose consenters, or members, are changed already: once each, so that enough of them stay. */
  private readonly changed = new Set<string>();

  constructor(network: SwarmNetwork, dice: Dice) {
    this.network = network;
    this.dice = dice;
  }

  draw(at: Micros): readonly Deed[] {
    const channel = this.dice.pick(this.network.topology.channels);
    const commands = this.dice.weighted<() => readonly Command[]>([
      [2, () => this.batchSize(channel)],
      [1, () => this.byOrderers(channel, { kind: 'batchTimeout', micros: this.dice.pick([100_000, 3 * SECOND]) })],
      [3, () => this.consenters(channel)],
      [2, () => this.members(channel)],
    ])();
    return commands.map((command, index) => ({ at: at + index * BETWEEN_COMMANDS, command }));
  }

  private batchSize(channel: ChannelSpec): readonly Command[] {
    const maxMessageCount = this.dice.pick([1, 3, 20]);
    const sizes = { maxMessageCount, absoluteMaxBytes: 1_000_000, preferredMaxBytes: 200_000 };
    return this.byOrderers(channel, { kind: 'batchSize', ...sizes });
  }

  private byOrderers({ id: channel }: ChannelSpec, change: ConfigChange): readonly Command[] {
    const update = `update${String(this.updates++)}`;
    return [
      { type: 'prepareConfigUpdate', client: ORDERER_ADMIN, channel, update, change },
      { type: 'submitConfigUpdate', client: ORDERER_ADMIN, update },
    ];
  }

  /** Of three or more one goes, or a machine that is none of them comes. */
  private consenters(channel: ChannelSpec): readonly Command[] {
    const { topology, generation } = this.network;
    const hosts = topology.ordererOrg.orderers;
    const consenters = channel.consenters ?? hosts;
    const outside = hosts.filter((host) => !consenters.includes(host));
    const key = `consenters of ${channel.id}`;
    // Kafka has no consenters that would know each other.
    if (this.changed.has(key) || this.network.kind === 'kafka') return [];
    this.changed.add(key);
    // An orderer of 2.x gets its channels from the system channel, where it would have to be added first.
    if (generation === '3.x' && outside.length > 0 && this.dice.chance(0.6)) {
      const node = ordererNode(this.dice.pick(outside));
      const join: Command = { type: 'joinOrderer', node, channel: channel.id };
      const add = this.byOrderers(channel, { kind: 'addConsenter', node });
      return this.dice.chance(0.5) ? [join, ...add] : [...add, join];
    }
    // With one consenter less the others might not stand the liars any more.
    if (consenters.length < 3 || this.network.liars.length > 0) return [];
    const node = ordererNode(this.dice.pick(consenters.slice(1)));
    return this.byOrderers(channel, { kind: 'removeConsenter', node });
  }

  /** Only where a majority is still one of those who have the chaincode. */
  private members(channel: ChannelSpec): readonly Command[] {
    const { id, orgs } = channel;
    const key = `members of ${id}`;
    if (this.changed.has(key) || orgs.length < 2) return [];
    this.changed.add(key);
    const outside = this.network.topology.peerOrgs.map(({ name }) => name).filter((name) => !orgs.includes(name));
    const signed = (change: ConfigChange): readonly Command[] => {
      const update = `update${String(this.updates++)}`;
      const client = clientOf(orgs[0] ?? '');
      return [
        { type: 'prepareConfigUpdate', client, channel: id, update, change },
        ...orgs.slice(1).map((org): Command => ({ type: 'signConfigUpdate', org, update })),
        { type: 'submitConfigUpdate', client, update },
      ];
    };
    if (outside.length > 0) {
      const org = this.dice.pick(outside);
      return [...signed({ kind: 'addOrg', org }), ...this.settleIn(id, org)];
    }
    return orgs.length < 3 ? [] : signed({ kind: 'removeOrg', org: orgs[orgs.length - 1] ?? '' });
  }

  /** What the administrator of a new member does. */
  private settleIn(channel: string, org: string): readonly Command[] {
    const definition = this.network.definitions[channel];
    const client = clientOf(org);
    const peers = peersOf(this.network, org);
    return [
      ...peers.map((node): Command => ({ type: 'joinPeer', node, channel })),
      ...peers.map((node): Command => ({ type: 'installChaincode', client, node, label: LABEL })),
      ...(definition ? [{ type: 'approveChaincode', client, channel, definition, label: LABEL } as const] : []),
    ];
  }
}
