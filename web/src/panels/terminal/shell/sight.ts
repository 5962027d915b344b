/**
 * What the terminal sees of the network at its moment without sending it anything: chains of blocks, who runs, which
 * packages were made.
 *
 * @simplified A block is read from where it lies: no request for it travels, and nobody checks whether the asker may read.
 */
import type { ChainBlock } from '../../../view/chain-index.ts';
import type { TraceIndex } from '../../../view/trace-index.ts';
import type { FactType, NodeId } from '../../lab-types.ts';

export interface Sight {
  /** Blocks of a node, in order; empty: it has no such channel. */
  readonly chain: (node: NodeId, channel: string) => readonly ChainBlock[];
  readonly isUp: (node: NodeId) => boolean;
  /** Of the package made or received last under this label; null: there is none. */
  readonly packageId: (label: string) => string | null;
}

const LIFE: readonly FactType[] = ['nodeStarted', 'nodeRestarted', 'nodeStopped', 'nodeCrashed'];
const PACKAGES: readonly FactType[] = ['chaincodePackaged', 'packageReceived'];

/** Once the first `count` entries of the trace have happened. */
export function sightOf(trace: TraceIndex, count: number): Sight {
  return {
    chain: (node, channel) => trace.chains.chain(node, channel, count),
    isUp: (node) => {
      const last = trace.facts.ofTypes(LIFE, count).findLast((entry) => entry.node === node)?.fact.type;
      return last === 'nodeStarted' || last === 'nodeRestarted';
    },
    packageId: (label) => {
      const made = trace.facts
        .ofTypes(PACKAGES, count)
        .findLast(({ fact }) => 'label' in fact && fact.label === label)?.fact;
      return made !== undefined && 'packageId' in made ? made.packageId : null;
    },
  };
}
