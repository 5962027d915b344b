/** An organisation: the tinted ground its nodes stand on. */
import { useText } from '../../i18n/text-context.tsx';
import type { Zone } from '../../view/layout.ts';
import { seatKind } from '../../view/node-summary.ts';
import { openingMenu } from '../name-button.ts';
import { useStage, useStageStore } from '../stage-store.tsx';
import { orgStyle } from './NodeFrame.tsx';

interface Props {
  readonly zone: Zone;
  /** Nothing of the organisation exists yet: only its ground is marked out. */
  readonly planned: boolean;
}

export function ZoneNode({ zone, planned }: Props) {
  const t = useText();
  const { org, mspId, orgIndex, members, ofRole, role } = zone;
  const dimmed = useStage(({ focus }) => focus.size > 0 && !members.some((node) => focus.has(node)));
  const hasKafka = useStage(({ world }) => Object.values(world.nodes).some(({ info }) => info.role === 'broker'));
  const store = useStageStore();
  const hasMenu = useStage(({ named }) => named.zones) && (role === 'orderer' || role === 'peer');
  const kind = useStage(({ world }) => seatKind(world, members));
  const key = role === 'orderer' ? (hasKafka ? 'orderers' : kind) : role;
  const text = key === 'peer' ? mspId : t(`stage.zone.${key}`, { count: ofRole });
  const title = role === 'broker' ? 'Kafka' : role === 'zookeeper' ? 'ZooKeeper' : org;
  return (
    <div
      className={['stage-zone', dimmed && 'is-dimmed', planned && 'is-planned'].filter(Boolean).join(' ')}
      style={orgStyle(orgIndex)}
      role={hasMenu ? 'group' : 'img'}
      data-zone={role === 'orderer' || role === 'peer' ? org : undefined}
      aria-label={t('stage.zone.label', { org, mspId })}
    >
      <header>
        {hasMenu ? (
          <button type="button" aria-haspopup="menu" className="nodrag" {...openingMenu(store, { zone: org })}>
            <b>{title}</b>
          </button>
        ) : (
          <b>{title}</b>
        )}
        <span>{text}</span>
      </header>
    </div>
  );
}
