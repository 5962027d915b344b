/**
 * What an orderer's channel participation API answers, as `osnadmin` prints it.
 *
 * @fabric orderer/common/channelparticipation/restapi.go, orderer/common/multichannel/registrar.go (ChannelList, ChannelInfo),
 *   orderer/common/follower/follower_chain.go (StatusReport), cmd/osnadmin/main.go
 * @simplified Of several channels Go lists the first at random; here they stand in the order they were joined in. An
 *   orderer on its way is given as long as it takes to have the newest config block there was when it joined.
 */
import type { NodeId, Topology } from '../lab-types.ts';
import type { Told } from './printed.ts';

type Seen = Pick<Told, 'since'>;

/** The API's path of all channels. */
export const CHANNELS = '/participation/v1/channels';

interface ChannelOnList {
  readonly name: string;
  readonly url: string;
}

interface ChannelStatus extends ChannelOnList {
  readonly consensusRelation: 'consenter' | 'follower';
  readonly status: 'active' | 'onboarding';
  /** How many blocks the orderer has. */
  readonly height: number;
}

/** An answer with its HTTP status, indented as the tool does it. */
export const statusLines = (code: number, body: unknown): string =>
  `Status: ${code}\n${JSON.stringify(body, null, '\t')}`;

export const channelList = (channels: readonly string[]): string =>
  statusLines(200, { systemChannel: null, channels: channels.length === 0 ? null : channels.map(onList) });

export const noSuchChannel = (): string => statusLines(404, { error: 'channel does not exist' });

const onList = (name: string): ChannelOnList => ({ name, url: `${CHANNELS}/${name}` });

interface Membership {
  readonly node: NodeId;
  readonly channel: string;
  /** Entries with a lower seq have happened. */
  readonly before: number;
}

/** Whether the orderer runs the channel's chain; false: it did and only follows now; null: it never did. */
export function runsChain({ node, channel, before }: Membership, told: Seen): boolean | null {
  const last = told
    .since(['ordererJoined', 'chainEvicted'], 0)
    .findLast(
      (entry) => entry.seq < before && entry.node === node && 'channel' in entry.fact && entry.fact.channel === channel,
    );
  return last === undefined ? null : last.fact.type === 'ordererJoined';
}

/** Whether the channel's orderers counted the node among them by then. */
function isConsenter({ node, channel, before }: Membership, told: Seen, topology: Topology): boolean {
  const { channels, ordererOrg } = topology;
  const changed = told
    .since(['consenterAdded', 'consenterRemoved'], 0)
    .findLast(
      ({ seq, fact }) =>
        seq < before && 'consenter' in fact && fact.consenter === node && 'channel' in fact && fact.channel === channel,
    );
  if (changed !== undefined) return changed.fact.type === 'consenterAdded';
  const named = channels.find(({ id }) => id === channel)?.consenters ?? ordererOrg.orderers;
  return named.some((host) => `${host}.${ordererOrg.domain}` === node);
}

/** Number of the newest config block anybody had by then. */
function lastConfig(channel: string, before: number, told: Seen): number {
  const written = told
    .since(['blockWritten'], 0)
    .flatMap(({ seq, fact }) =>
      seq < before && fact.type === 'blockWritten' && fact.channel === channel && fact.config ? [fact.number] : [],
    );
  return Math.max(0, ...written);
}

interface Member extends Membership {
  /** seq of the entry that says it has joined. */
  readonly joinedAt: number;
  readonly height: number;
}

export function channelStatus(member: Member, told: Seen, topology: Topology): ChannelStatus {
  const { channel, joinedAt, height } = member;
  const runs = runsChain(member, told);
  // On its way it is what the block it joined by says.
  const consents = runs ?? isConsenter({ ...member, before: joinedAt }, told, topology);
  const arrived = runs !== null || height > lastConfig(channel, joinedAt, told);
  return {
    ...onList(channel),
    consensusRelation: consents ? 'consenter' : 'follower',
    status: arrived ? 'active' : 'onboarding',
    height,
  };
}
