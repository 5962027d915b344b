/** An organisation: the tinted ground its nodes stand on. */
import { useText } from '../../i18n/text-context.tsx';
import type { Zone } from '../../view/layout.ts';
import { useStage } from '../stage-store.tsx';
import { orgStyle } from './NodeFrame.tsx';

export function ZoneNode({ zone }: { readonly zone: Zone }) {
  const t = useText();
  const { org, mspId, orgIndex, members, role } = zone;
  const dimmed = useStage(({ focus }) => focus.size > 0 && !members.some((node) => focus.has(node)));
  const text = role === 'orderer' ? t('stage.zone.raft', { count: members.length }) : mspId;
  return (
    <div
      className={dimmed ? 'stage-zone is-dimmed' : 'stage-zone'}
      style={orgStyle(orgIndex)}
      role="img"
      aria-label={t('stage.zone.label', { org, mspId })}
    >
      <b>{org}</b>
      <span>{text}</span>
    </div>
  );
}
