/**
 * What the terminal sees of the network at its moment without sending it anything: chains of blocks, who runs, which
 * packages were made.
 *
 * @simplified A block is read from where it lies: no request for it travels, and nobody checks whether the asker may read.
 */
import type { ChainBlock } from '../../../view/chain-index.ts';
import type { TraceIndex } from '../../../view/trace-index.ts';
import type { WorldView } from '../../../view/world-model.ts';
import type { Entry, FactType, NodeId } from '../../lab-types.ts';

export interface Sight {
  /** Blocks of a node, in order; empty: it has no such channel. */
  readonly chain: (node: NodeId, channel: string) => readonly ChainBlock[];
  readonly isUp: (node: NodeId) => boolean;
  /** Of the package made or received last under this label; null: there is none. */
  readonly packageId: (label: string) => string | null;
  /** seq of the entry that says the command at this place of the recording is done; null: it is not, or went wrong. */
  readonly doneSeq: (command: number) => number | null;
  /** Entries of these types from seq `from` on. */
  readonly since: (types: readonly FactType[], from: number) => readonly Entry[];
  /** null: there is none to see yet. */
  readonly world: () => WorldView | null;
}

/** Before anything can be seen. */
export const BLIND: Sight = {
  chain: () => [],
  isUp: () => false,
  packageId: () => null,
  doneSeq: () => null,
  since: () => [],
  world: () => null,
};

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
    doneSeq: (command) =>
      trace.commands.told(command, count).find(({ fact }) => fact.type === 'commandDone')?.seq ?? null,
    since: (types, from) => trace.facts.ofTypes(types, count, from),
    world: () => trace.worlds.after(count),
  };
}
