/**
 * Which kind of chain a channel has, by the ConsensusType of its configuration.
 *
 * @fabric orderer/common/server/main.go (initializeMultichannelRegistrar), orderer/common/multichannel/chainsupport.go
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Result } from '../kernel/result.ts';
import { bftKind } from './bft-service.ts';
import type { ChainContext, ChainInput, ChainKind, ChainStart, Moved, StartedChain } from './chain.ts';
import type { Chain, OrdererDisk, OrdererEffect } from './orderer-state.ts';
import { kafkaKind } from './kafka-service.ts';
import { raftKind } from './raft-service.ts';

const kindIn = ({ orderer }: ChannelBundle): Pick<ChainKind<never>, 'isConsenter' | 'start'> => {
  switch (orderer?.consensusType) {
    case 'BFT':
      return bftKind;
    case 'kafka':
      return kafkaKind;
    default:
      return raftKind;
  }
};

/** The kind is chosen once, when the chain starts; a migration takes effect with the orderer's next start. */
export function startOfKind(from: ChainStart): Result<StartedChain, string> {
  return kindIn(from.bundle).start(from);
}

export function isConsenterOf(bundle: ChannelBundle, host: ActorId): boolean {
  return kindIn(bundle).isConsenter(bundle, host);
}

/** Why the chain takes nothing in now; undefined when it does. */
export function unavailable(chain: Chain): string | undefined {
  switch (chain.kind) {
    case 'etcdraft':
      return raftKind.unavailable(chain);
    case 'BFT':
      return bftKind.unavailable(chain);
    case 'kafka':
      return kafkaKind.unavailable(chain);
  }
}

export function stepChain(chain: Chain, input: ChainInput, context: ChainContext): Moved {
  switch (chain.kind) {
    case 'etcdraft':
      return raftKind.step(chain, input, context);
    case 'BFT':
      return bftKind.step(chain, input, context);
    case 'kafka':
      return kafkaKind.step(chain, input, context);
  }
}

export function finishChain(chain: Chain, disk: OrdererDisk): Moved {
  switch (chain.kind) {
    case 'etcdraft':
      return raftKind.finish(chain, disk);
    case 'BFT':
      return bftKind.finish(chain, disk);
    case 'kafka':
      return kafkaKind.finish(chain, disk);
  }
}

export function stopChain(chain: Chain): readonly OrdererEffect[] {
  switch (chain.kind) {
    case 'etcdraft':
      return raftKind.stop(chain);
    case 'BFT':
      return bftKind.stop(chain);
    case 'kafka':
      return kafkaKind.stop(chain);
  }
}
