/**
 * From consenter to follower: the chain stops, whoever hangs on it is told, and the channel's blocks come from the other
 * orderers from now on.
 *
 * @fabric orderer/common/multichannel/registrar.go (SwitchChainToFollower), orderer/consensus/etcdraft/chain.go (halt)
 */
import { Status } from '../wire/gen/common/common_pb.ts';
import { newFollower } from './onboarding.ts';
import {
  type Chain,
  type OrdererEffect,
  type OrdererState,
  type OrdererStepped,
  report,
  send,
  withFollower,
} from './orderer-state.ts';
import { batchTimer, campaignTimer, forwardTimer, pullTimer, tickTimer } from './orderer-timers.ts';

/** Replaces a chain whose `leaving` is set. One that only suspects comes back unless others say it is out. */
export function leave(state: OrdererState, { channel, bundle, disk, ...chain }: Chain): OrdererStepped {
  const { [channel]: _stopped, ...chains } = state.chains;
  const isSuspected = chain.leaving === 'suspected';
  const status = Status.SERVICE_UNAVAILABLE;
  const timers = [tickTimer(channel), campaignTimer(channel), batchTimer(channel)];
  const forwarded = Object.entries(chain.forwarded);
  const effects: OrdererEffect[] = [
    ...(isSuspected ? [] : [report({ type: 'chainEvicted', channel })]),
    ...timers.map((timer): OrdererEffect => ({ type: 'cancelTimer', timer })),
    ...forwarded.map(([request]): OrdererEffect => ({ type: 'cancelTimer', timer: forwardTimer(channel, request) })),
    ...forwarded.map(([, { node, request, txid }]) =>
      send(node, { type: 'broadcastResponse', request, status, info: 'chain is stopped', channel, txid }),
    ),
    ...Object.keys(chain.subscribers)
      .sort()
      .map((peer) => send(peer, { type: 'deliverStatus', channel, status })),
    { type: 'setTimer', timer: pullTimer(channel), min: 0, max: 0 },
  ];
  return { state: withFollower({ ...state, chains }, newFollower(bundle, disk, undefined, isSuspected)), effects };
}
