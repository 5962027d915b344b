/** The names of the lanes, each a way to its node; the leader and a crashed node are marked. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import type { Lane } from '../../view/lanes.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { SelectionProps } from '../selection.ts';

interface LaneLabelsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly lanes: readonly Lane[];
  readonly laneHeight: number;
}

const leads = (world: WorldView, node: string): boolean =>
  Object.values(world.channels).some((channel) => channel.leader === node);

export function LaneLabels({ lanes, laneHeight, onSelect }: LaneLabelsProps) {
  const t = useText();
  const world = useWorldView();
  return (
    <ul className="timeline__lanes" aria-label={t('panels.timeline.lanes')}>
      {lanes.map(({ node, label }) => {
        const leader = world !== null && leads(world, node);
        const life = world?.nodes[node]?.life ?? 'absent';
        return (
          <li key={node} style={{ height: laneHeight }}>
            <button
              type="button"
              className={`timeline__lane timeline__lane--${life}`}
              title={node}
              onClick={() => onSelect({ type: 'node', node })}
            >
              {label}
              {leader ? <span className="timeline__star" role="img" aria-label={t('panels.leader')} /> : null}
              {life === 'crashed' ? <span className="timeline__down">{t('panels.down')}</span> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
