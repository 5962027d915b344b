/**
 * Which Raft id each consenter of a channel has. The configuration names the consenters in some order; the metadata of
 * the newest block say which id stands at each place and which one the next newcomer gets. Ids are never used again.
 *
 * @fabric orderer/consensus/etcdraft/membership.go, orderer/consensus/etcdraft/consenter.go (ReadBlockMetadata)
 * @simplified A consenter finds itself by its host name; Fabric compares TLS certificates. A certificate renewed under
 *   the same name therefore needs no restart with a new key.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Result } from '../kernel/result.ts';
import { encodeMetadata, ordererMetadata } from '../wire/block.ts';
import { equalBytes } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { type Block, MetadataSchema } from '../wire/gen/common/common_pb.ts';
import {
  type BlockMetadata,
  BlockMetadataSchema,
  ConfigMetadataSchema,
  type Consenter,
} from '../wire/gen/orderer/etcdraft_pb.ts';
import type { ConfChange } from './raft/conf-change.ts';

export interface Member {
  /** Raft id. */
  readonly id: number;
  readonly host: ActorId;
  readonly port: number;
  /** PEM; what Fabric knows a consenter by. */
  readonly clientTlsCert: Uint8Array;
}

export interface Membership {
  /** In the order of the configuration. */
  readonly members: readonly Member[];
  readonly nextId: number;
}

export const memberAt = ({ members }: Membership, host: ActorId): Member | undefined =>
  members.find((member) => member.host === host);

/** Who is reached at which Raft id. */
export type Hosts = Readonly<Record<number, ActorId>>;

export const hostsOf = ({ members }: Membership): Hosts =>
  Object.fromEntries(members.map(({ id, host }) => [id, host]));

/** The consenters as the configuration names them; none where the channel does not run Raft. */
export function consentersOf({ orderer }: ChannelBundle): readonly Consenter[] {
  if (orderer?.consensusType !== 'etcdraft') return [];
  const metadata = decode(ConfigMetadataSchema, orderer.consensusMetadata);
  return metadata.ok ? metadata.value.consenters : [];
}

export const isConsenter = (bundle: ChannelBundle, host: ActorId): boolean =>
  consentersOf(bundle).some((consenter) => consenter.host === host);

/** What Raft left in a block; undefined in a genesis block, which no consenter has written. */
export function raftMetadata(block: Block): BlockMetadata | undefined {
  const metadata = ordererMetadata(block);
  const outer = metadata.ok ? decode(MetadataSchema, metadata.value.consenterMetadata) : undefined;
  if (!outer?.ok || outer.value.value.length === 0) return undefined;
  const inner = decode(BlockMetadataSchema, outer.value.value);
  return inner.ok ? inner.value : undefined;
}

/** The members after `newest`, the last block there is; on a new channel they are counted from 1. */
export function readMembership(newest: Block, bundle: ChannelBundle): Membership {
  const known = raftMetadata(newest);
  const consenters = consentersOf(bundle);
  const members = consenters.map((consenter, place) =>
    memberOf(consenter, Number(known?.consenterIds[place] ?? place + 1)),
  );
  return { members, nextId: known ? Number(known.nextConsenterId) : consenters.length + 1 };
}

const memberOf = ({ host, port, clientTlsCert }: Consenter, id: number): Member => ({ id, host, port, clientTlsCert });

/** As it stands in a block's metadata, with the Raft index given there. */
export const encodeMembership = ({ members, nextId }: Membership, raftIndex: number): Uint8Array =>
  encodeMetadata(
    toBinary(
      BlockMetadataSchema,
      create(BlockMetadataSchema, {
        consenterIds: members.map(({ id }) => BigInt(id)),
        nextConsenterId: BigInt(nextId),
        raftIndex: BigInt(raftIndex),
      }),
    ),
  );

export interface MembershipChange {
  readonly membership: Membership;
  /** The id that goes over to another certificate: one consenter left and one came. */
  readonly rotated: number | undefined;
}

/** The members that `consenters` make of `current`. The error is Fabric's, which lets one come and one go at a time. */
export function changeMembership(
  current: Membership,
  consenters: readonly Consenter[],
): Result<MembershipChange, string> {
  const isSame = (member: Member, consenter: Consenter): boolean =>
    equalBytes(member.clientTlsCert, consenter.clientTlsCert);
  const added = consenters.filter((consenter) => !current.members.some((member) => isSame(member, consenter)));
  const removed = current.members.filter((member) => !consenters.some((consenter) => isSame(member, consenter)));
  if (added.length > 1 || removed.length > 1)
    return {
      ok: false,
      error: `update of more than one consenter at a time is not supported, requested changes: add ${added.length} node(s), remove ${removed.length} node(s)`,
    };
  const rotated = added.length === 1 ? removed[0]?.id : undefined;
  const members = consenters.map((consenter) => {
    const known = current.members.find((member) => isSame(member, consenter));
    return memberOf(consenter, known?.id ?? rotated ?? current.nextId);
  });
  const isNew = added.length === 1 && rotated === undefined;
  return { ok: true, value: { membership: { members, nextId: current.nextId + (isNew ? 1 : 0) }, rotated } };
}

/** The change Raft still has to make before its `voters` are the members; undefined when they are. */
export function missingChange({ members }: Membership, voters: readonly number[]): ConfChange | undefined {
  const added = members.find(({ id }) => !voters.includes(id));
  if (added) return { type: 'add', node: added.id };
  const removed = voters.find((voter) => !members.some(({ id }) => id === voter));
  return removed === undefined ? undefined : { type: 'remove', node: removed };
}
