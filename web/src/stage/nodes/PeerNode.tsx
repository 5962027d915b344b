/** A peer: its roles in words, its chain and its state database. */
import { useText } from '../../i18n/text-context.tsx';
import { badgesOf, shownChannel } from '../../view/node-summary.ts';
import type { NodeView } from '../../view/world-model.ts';
import { useNode, useStage } from '../stage-store.tsx';
import { BlockStrip } from './BlockStrip.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function PeerNode({ id }: { readonly id: string }) {
  const node = useNode(id);
  return node === null ? null : <PeerCard node={node} />;
}

function PeerCard({ node }: { readonly node: NodeView }) {
  const t = useText();
  const channel = shownChannel(node);
  const height = channel?.height ?? 0;
  const keys = channel?.keys ?? 0;
  const brief = channel === null ? t('stage.peer.noChannel') : t('stage.peer.block', { number: height - 1 });
  return (
    <NodeFrame node={node} className="stage-peer" details={[t('stage.node.peer', { height, keys })]} brief={brief}>
      <header>
        <b>{node.info.shortName}</b>
        <Containers count={node.running.length} />
      </header>
      <Badges node={node} />
      <div className="stage-ledger">
        {channel === null ? (
          <span className="stage-note">{t('stage.peer.noChannel')}</span>
        ) : (
          <>
            <div>
              <BlockStrip blocks={channel.blocks} incoming={channel.validating !== null} />
              <Work node={node} validating={channel.validating} height={height} />
            </div>
            <StateDatabase keys={keys} privateKeys={channel.privateKeys} couch={node.info.couch} />
          </>
        )}
      </div>
    </NodeFrame>
  );
}

function Badges({ node }: { readonly node: NodeView }) {
  const t = useText();
  // Joined, because a selector must give the same value while nothing changed.
  const badges = useStage((state) => badgesOf(state.world, node).join(' '));
  if (badges === '') return <div className="stage-badges" />;
  return (
    <div className="stage-badges">
      {(badges.split(' ') as ReturnType<typeof badgesOf>).map((badge) => (
        <span key={badge} className={`stage-badge is-${badge}`} title={t(`stage.badge.${badge}.long`)}>
          {t(`stage.badge.${badge}`)}
        </span>
      ))}
    </div>
  );
}

/** What it is doing now, or else the number of its last block. */
function Work({
  node,
  validating,
  height,
}: {
  readonly node: NodeView;
  readonly validating: number | null;
  readonly height: number;
}) {
  const t = useText();
  if (validating !== null)
    return <small className="is-working">{t('stage.peer.validating', { number: validating })}</small>;
  if (node.simulating.length > 0) return <small className="is-working">{t('stage.peer.simulating')}</small>;
  return <small>{t('stage.peer.block', { number: height - 1 })}</small>;
}

interface StateDatabaseProps {
  readonly keys: number;
  readonly privateKeys: number;
  readonly couch: boolean;
}

function StateDatabase({ keys, privateKeys, couch }: StateDatabaseProps) {
  const t = useText();
  const title = t('stage.peer.keys', { keys });
  const secrets = t('stage.peer.privateKeys', { keys: privateKeys });
  return (
    <div className="stage-state" title={privateKeys > 0 ? `${title}, ${secrets}` : title}>
      <span>
        <svg width="20" height="19" viewBox="0 0 20 19" aria-hidden="true">
          <path d="M1 4v11c0 2 4 3.400 9 3.400s9-1.400 9-3.400V4" />
          <ellipse cx="10" cy="4" rx="9" ry="3.200" />
        </svg>
        {privateKeys > 0 ? `${keys}+${privateKeys}` : keys}
      </span>
      <small>{t(couch ? 'stage.peer.couch' : 'stage.peer.stateDatabase')}</small>
    </div>
  );
}

function Containers({ count }: { readonly count: number }) {
  const t = useText();
  if (count === 0) return null;
  const text = t('stage.peer.containers', { count });
  return (
    <span className="stage-containers" title={text}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path d="M1.500 4.500h11v8h-11zM1.500 4.500l2-3h7l2 3M5 7v3M9 7v3" />
      </svg>
      {count}
    </span>
  );
}
