/** An orderer: a hexagon with its role among the orderers, its last block and what waits for the next one. */
import { useText } from '../../i18n/text-context.tsx';
import { batchAt, shownChannel, shownSeat, standingOf } from '../../view/node-summary.ts';
import type { NodeView, RaftSeat } from '../../view/world-model.ts';
import { useNode, useStage } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

const WIDTH = 128;
const HEIGHT = 72;
const SLANT = 21;
const HEXAGON = `M${SLANT} 1.500H${WIDTH - SLANT}L${WIDTH - 1.5} ${HEIGHT / 2}L${WIDTH - SLANT} ${HEIGHT - 1.5}H${SLANT}L1.500 ${HEIGHT / 2}z`;

export function OrdererNode({ id }: { readonly id: string }) {
  const node = useNode(id);
  return node === null ? null : <OrdererCard node={node} />;
}

function OrdererCard({ node }: { readonly node: NodeView }) {
  const t = useText();
  const seat = shownSeat(node);
  const standing = useStage((state) => standingOf(state.world, node));
  const role = useRole(node, seat, standing);
  // It has the channel and no seat in it.
  const isOutside = seat === null && node.cluster.reads.length === 0 && Object.keys(node.channels).length > 0;
  const leads = standing === 'leader' && node.life === 'up';
  const briefOf = (): string => {
    if (leads) return t('stage.brief.leader');
    if (standing === 'formerLeader') return t('stage.brief.formerLeader');
    return isOutside ? t('stage.brief.outside') : role;
  };
  return (
    <NodeFrame
      node={node}
      className={leads ? 'stage-orderer is-leader' : 'stage-orderer'}
      details={[role]}
      brief={briefOf()}
    >
      <svg className="stage-hexagon" width={WIDTH} height={HEIGHT} aria-hidden="true">
        <path d={HEXAGON} />
      </svg>
      <b>{node.info.shortName}</b>
      <span className="stage-raft">{role}</span>
      <Queue node={node} />
    </NodeFrame>
  );
}

function useRole(
  { channels, cluster }: NodeView,
  seat: RaftSeat | null,
  standing: ReturnType<typeof standingOf>,
): string {
  const t = useText();
  if (cluster.reads.length > 0) return t('stage.orderer.reads');
  if (seat === null) return t(Object.keys(channels).length > 0 ? 'stage.raft.outside' : 'stage.raft.none');
  if (seat.state === 'follower' && seat.leader === null) return t('stage.raft.noLeader');
  return t(`stage.${seat.kind === 'BFT' ? 'bft' : 'raft'}.${standing ?? seat.state}`, { term: seat.term });
}

function Queue({ node }: { readonly node: NodeView }) {
  const t = useText();
  const pending = useStage((state) => batchAt(state.world, node.info.id)?.pending ?? 0);
  const channel = shownChannel(node);
  if (pending > 0) return <span className="stage-pending">{t('stage.orderer.pending', { pending })}</span>;
  if (channel === null) return null;
  return <small>{t('stage.orderer.block', { number: channel.height - 1 })}</small>;
}
