/** The way a thing took: every message that carried it, in order, each a way to that moment. */
import { useText } from '../../i18n/text-context.tsx';
import { useLab, usePlayhead, useTrace } from '../../link/react/lab-context.tsx';
import { MessageGlyph } from '../../ui/MessageGlyph.tsx';
import type { Flight } from '../../view/flights.ts';
import { shortNames } from '../../view/network.ts';
import { clock } from '../figures.ts';
import { messageWord } from '../message-words.ts';
import type { HoverProps, SelectionProps } from '../selection.ts';

interface RouteProps extends SelectionProps, Pick<HoverProps, 'onHover'> {
  readonly flights: readonly Flight[];
}

export function Route({ flights, selection, onSelect, onHover }: RouteProps) {
  const t = useText();
  const trace = useTrace();
  const { playhead } = useLab();
  const sent = usePlayhead(({ time }) => flights.filter(({ sentAt }) => sentAt <= time).length);
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  if (flights.length === 0) return <p className="panel-note">{t('panels.route.none')}</p>;
  return (
    <ol className="route" aria-label={t('panels.inspector.route')}>
      {flights.map((flight, index) => (
        <li key={flight.message}>
          <button
            type="button"
            className={index < sent ? undefined : 'route__future'}
            aria-current={selection?.type === 'message' && selection.message === flight.message}
            onPointerEnter={() => onHover(flight.message)}
            onPointerLeave={() => onHover(null)}
            onClick={() => {
              playhead.jump(Math.round((flight.sentAt + flight.arrivesAt) / 2));
              onSelect({ type: 'message', message: flight.message });
            }}
          >
            <MessageGlyph kind={flight.kind} size={14} />
            <span>
              <span className="route__way">
                {nameOf(flight.from)} → {nameOf(flight.to)}
              </span>
              <span className="panel-note">
                {messageWord(t, flight)} · {clock(flight.sentAt)}
                {flight.lost === null ? '' : ` · ${t(`panels.lost.${flight.lost}`)}`}
                {index < sent ? '' : ` · ${t('inspector.messageState.notSent')}`}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
