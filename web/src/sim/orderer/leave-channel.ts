/**
 * From consenter to follower: the chain stops, whoever hangs on it is told, and the channel's blocks come from the other
 * orderers from now on.
 *
 * @fabric orderer/common/multichannel/registrar.go (SwitchChainToFollower), orderer/consensus/etcdraft/chain.go (halt)
 */
import { Status } from '../wire/gen/common/common_pb.ts';
import { stopChain } from './chain-kinds.ts';
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
import { pullTimer } from './orderer-timers.ts';

/** Replaces a chain whose `leaving` is set. One that only suspects comes back unless others say it is out. */
export function leave(state: OrdererState, chain: Chain): OrdererStepped {
  const { channel, bundle, disk } = chain;
  const { [channel]: _stopped, ...chains } = state.chains;
  const isSuspected = chain.leaving === 'suspected';
  const status = Status.SERVICE_UNAVAILABLE;
  const effects: OrdererEffect[] = [
    ...(isSuspected ? [] : [report({ type: 'chainEvicted', channel })]),
    ...stopChain(chain),
    ...Object.keys(chain.subscribers)
      .sort()
      .map((peer) => send(peer, { type: 'deliverStatus', channel, status })),
    { type: 'setTimer', timer: pullTimer(channel), min: 0, max: 0 },
  ];
  return { state: withFollower({ ...state, chains }, newFollower(bundle, disk, undefined, isSuspected)), effects };
}
