/**
 * BFT orderers for the inspector: their messages opened, and where a consenter stands.
 */
import { toJson } from '@bufbuild/protobuf';
import { bftConsenters, hostOf } from '../orderer/bft-consenters.ts';
import { faultsOf, quorumOf } from '../orderer/bft/bft-config.ts';
import { blockOf } from '../orderer/bft-proposal.ts';
import type { BftChain } from '../orderer/orderer-state.ts';
import type { BftPicture, ConsenterPicture } from '../protocol/consensus-picture.ts';
import { blockEnvelopes, blockNumber } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { MessageSchema } from '../wire/gen/orderer/smartbftprotos_pb.ts';
import type { Tree } from '../wire/message-json.ts';

/** The message with its proto field names. */
export function bftMessageShown(payload: Uint8Array): Tree {
  const message = decode(MessageSchema, payload);
  return message.ok ? toJson(MessageSchema, message.value, { useProtoFieldName: true }) : null;
}

export function bftChainTree({ bft, bundle }: BftChain): Readonly<Record<string, Tree>> {
  const { config, view, viewChange, pool, latest, syncing, durable } = bft;
  const n = config.nodes.length;
  return {
    role: view.leader === config.self ? 'leader' : 'follower',
    consenterId: config.self,
    view: view.number,
    leader: hostOf(bundle, view.leader) ?? null,
    sequence: view.seq,
    decisionsInView: view.decisionsInView,
    phase: view.phase,
    prepares: view.current.prepares.map(({ from }) => from),
    commits: view.current.commits.map(({ from }) => from),
    quorum: quorumOf(n),
    toleratedFaults: faultsOf(n),
    nextView: viewChange.nextView > viewChange.currView ? viewChange.nextView : null,
    viewChangeVotes: [...viewChange.votes],
    blackList: [...latest.blackList],
    synchronizing: syncing !== undefined,
    writeAheadLog: durable.saved?.type ?? null,
    consenters: Object.fromEntries(bftConsenters(bundle).map(({ id, host }) => [id, host])),
    requestPool: pool.items.map(({ id, stage }) => ({ id, next: stage })),
  };
}

export function bftPicture({ bft, bundle, channel, disk }: BftChain): BftPicture {
  const { config, view, viewChange, pool, latest, syncing, durable } = bft;
  const { self, nodes } = config;
  const consenter = (id: number): ConsenterPicture => ({ id, node: hostOf(bundle, id) ?? null });
  const { prepare, commit } = view.sent;
  const digest = view.proposal && prepare?.digest;
  const alike = (votes: readonly { readonly from: number; readonly vote: { readonly digest: string } }[]) =>
    votes.flatMap(({ from, vote }) => (digest === undefined || vote.digest === digest ? [from] : []));
  const prepared = [...alike(view.current.prepares), ...(prepare ? [self] : [])];
  const committed = [...alike(view.current.commits), ...(commit ? [self] : [])];
  const block = view.proposal && blockOf(view.proposal);
  return {
    kind: 'BFT',
    channel,
    height: disk.blocks.height,
    self: consenter(self),
    leader: consenter(view.leader),
    role: view.leader === self ? 'leader' : 'follower',
    view: view.number,
    sequence: view.seq,
    decisionsInView: view.decisionsInView,
    phase: view.phase,
    consenters: nodes.map((id) => ({
      ...consenter(id),
      prepared: prepared.includes(id),
      committed: committed.includes(id),
      blacklisted: latest.blackList.includes(id),
    })),
    quorum: quorumOf(nodes.length),
    toleratedFaults: faultsOf(nodes.length),
    proposal: block?.ok ? { block: blockNumber(block.value), transactions: blockEnvelopes(block.value).length } : null,
    viewChange:
      viewChange.nextView > viewChange.currView
        ? { nextView: viewChange.nextView, votes: viewChange.votes.map(consenter) }
        : null,
    synchronizing: syncing !== undefined,
    saved: durable.saved?.type ?? null,
    pool: pool.items.map(({ id, stage }) => ({ id, next: stage })),
  };
}
