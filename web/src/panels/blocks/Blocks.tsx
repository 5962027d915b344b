/** The chain of one node: blocks as cards, tied by their hashes, with what became of each transaction. */
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { CHAIN_FACTS, type ChainBlock, isUnlinked } from '../../view/chain-index.ts';
import { type NodeInfo, nodesOf, shortNames } from '../../view/network.ts';
import { type Selection, selectionKey, type SelectionProps } from '../selection.ts';
import { useCountOf } from '../use-entry-count.ts';
import type { NodeId, Topology } from '../lab-types.ts';
import { BlockCard } from './BlockCard.tsx';
import { BlockFileDialog } from './BlockFileDialog.tsx';
import { BlockTools } from './BlockTools.tsx';
import { useChainKeys } from './use-chain-keys.ts';
import { useBlockFile } from './use-block-file.ts';
import './blocks.css';

/** Nodes that keep a chain, peers first: theirs have verdicts. */
function keepers(topology: Topology): readonly NodeInfo[] {
  const nodes = nodesOf(topology);
  return [...nodes.filter(({ role }) => role === 'peer'), ...nodes.filter(({ role }) => role === 'orderer')];
}

/** The node and channel a selection speaks of, where they can be had. */
function nodeOf(selection: Selection | null): NodeId | null {
  return selection !== null && 'node' in selection ? selection.node : null;
}

interface Chosen {
  readonly node: NodeId | null;
  readonly channel: string | null;
}

/** What is shown: the selection where it names a keeper, else what was chosen here, else the first peer. */
function useWhose(topology: Topology | null, selection: Selection | null) {
  const nodes = useMemo(() => (topology === null ? [] : keepers(topology)), [topology]);
  const [chosen, choose] = useState<Chosen>({ node: null, channel: null });
  const selected = nodeOf(selection);
  const [followed, follow] = useState<NodeId | null>(null);
  if (selected !== followed) {
    follow(selected);
    if (nodes.some(({ id }) => id === selected)) choose({ ...chosen, node: selected });
  }
  return {
    nodes,
    node: chosen.node ?? nodes[0]?.id ?? '',
    channel: chosen.channel ?? topology?.channels[0]?.id ?? '',
    choose: (part: Partial<Chosen>) => choose({ ...chosen, ...part }),
  };
}

function useChain(node: NodeId, channel: string): readonly ChainBlock[] {
  const trace = useTrace();
  const count = useCountOf(CHAIN_FACTS);
  return useMemo(() => trace?.chains.chain(node, channel, count) ?? [], [trace, count, node, channel]);
}

/** The number of the block to save: the one selected here, else the last; null for none. */
function savedNumber(chain: readonly ChainBlock[], node: NodeId, channel: string, selection: Selection | null) {
  const isHere = selection?.type === 'block' && selection.node === node && selection.channel === channel;
  const selected = isHere ? chain.find(({ number }) => number === selection.number) : undefined;
  return (selected ?? chain.at(-1))?.number ?? null;
}

/** Files dropped on the panel. */
function useDropping(onFile: (file: File) => void) {
  const [dropping, setDropping] = useState(false);
  return {
    'data-dropping': dropping,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      const file = event.dataTransfer.files[0];
      if (file !== undefined) onFile(file);
    },
  };
}

export function Blocks({ selection, onSelect }: SelectionProps) {
  const t = useText();
  const trace = useTrace();
  const topology = trace?.topology ?? null;
  const { nodes, node, channel, choose } = useWhose(topology, selection);
  const chain = useChain(node, channel);
  const file = useBlockFile();
  const dropping = useDropping(file.open);
  const list = useRef<VListHandle>(null);
  useEffect(() => {
    if (chain.length > 0) list.current?.scrollToIndex(chain.length - 1, { align: 'end' });
  }, [chain.length, node, channel]);
  const channels = [...(topology?.channels ?? []), topology?.systemChannel].flatMap((known) => known?.id ?? []);
  const parted = chain.findIndex(({ others }) => others !== undefined);
  const walk = useChainKeys(list, chain.length);
  const nameOf = useMemo(() => (topology === null ? String : shortNames(topology)), [topology]);
  const name = nodes.find(({ id }) => id === node)?.shortName ?? node;
  return (
    <div className="blocks" {...dropping}>
      <div className="blocks__whose">
        <label>
          {t('panels.blocks.node')}
          <select value={node} onChange={(event) => choose({ node: event.target.value })}>
            {nodes.map(({ id, shortName }) => (
              <option key={id} value={id}>
                {shortName}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('panels.channel')}
          <select value={channel} onChange={(event) => choose({ channel: event.target.value })}>
            {channels.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
        <p>{t('panels.blocks.height', { count: chain.length })}</p>
        {chain[0] !== undefined && chain[0].number > 0 ? (
          <p>{t('panels.blocks.fromSnapshot', { number: chain[0].number - 1 })}</p>
        ) : null}
        <BlockTools
          node={node}
          channel={channel}
          number={savedNumber(chain, node, channel, selection)}
          onOpen={file.open}
        />
      </div>
      {file.opened === null ? null : <BlockFileDialog opened={file.opened} onClose={file.close} />}
      {chain.length === 0 ? (
        <p className="panel-empty">{t('panels.blocks.empty', { node: name, channel })}</p>
      ) : (
        <VList
          ref={list}
          horizontal
          className="blocks__chain"
          role="list"
          aria-label={t('panels.blocks.chain', { node: name })}
          data={chain}
          onKeyDown={walk}
        >
          {(block, index) => (
            <BlockCard
              key={block.number}
              block={block}
              unlinked={isUnlinked(block, chain[index - 1])}
              node={node}
              channel={channel}
              selected={selectionKey(selection)}
              onSelect={onSelect}
              index={index}
              parted={parted !== -1 && index >= parted}
              nameOf={nameOf}
            />
          )}
        </VList>
      )}
    </div>
  );
}
