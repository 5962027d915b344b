/**
 * BFT orderers for the inspector: their messages opened, and where a consenter stands.
 */
import { toJson } from '@bufbuild/protobuf';
import { bftConsenters, hostOf } from '../orderer/bft-consenters.ts';
import { faultsOf, quorumOf } from '../orderer/bft/bft-config.ts';
import type { BftChain } from '../orderer/orderer-state.ts';
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
