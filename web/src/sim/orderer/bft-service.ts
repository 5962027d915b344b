/**
 * A BFT chain towards the orderer around it.
 *
 * @fabric orderer/consensus/smartbft/{chain,consenter}.go
 */
import { type ChainKind, still } from './chain.ts';
import type { BftChain } from './orderer-state.ts';

export const bftKind: ChainKind<BftChain> = {
  isConsenter: () => false,
  start: ({ channel }) => ({ ok: false, error: `channel ${channel} has consensus type BFT` }),
  unavailable: () => undefined,
  step: (chain) => still(chain),
  finish: (chain) => still(chain),
  stop: () => [],
};
