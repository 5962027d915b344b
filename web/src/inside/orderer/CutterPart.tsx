/** The block cutter: what waits for its block, against the limits at which one is cut. */
import { useText } from '../../i18n/text-context.tsx';
import { usePlayhead } from '../../link/react/lab-context.tsx';
import { millisText, shortHash } from '../../panels/figures.ts';
import { openable } from '../openable.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Meter } from './Meter.tsx';
import type { OrdererChain } from './raft-log-picture.ts';

interface Props extends Omit<NodeInsideProps, 'info'> {
  readonly chain: OrdererChain;
  readonly node: string;
}

export function CutterPart({ chain, node, ...steps }: Props) {
  const t = useText();
  const { channel, batch, batchTimerDue, agreement } = chain;
  if (agreement.kind === 'BFT') return <PoolPart chain={chain} node={node} {...steps} />;
  const cutter = agreement.kind === 'kafka' ? { ...agreement, waiting: [] } : agreement.cutter;
  const isIdle = agreement.kind === 'etcdraft' && agreement.role !== 'leader';
  return (
    <section className="inside-sheet" aria-labelledby="inside-cutter">
      <header>
        <h3 id="inside-cutter">{t('inside.cutter.title')}</h3>
        <small>{t('inside.cutter.about')}</small>
      </header>
      {isIdle ? <p className="inside-note">{t('inside.cutter.follower')}</p> : null}
      {batch === null ? null : (
        <>
          <Bar
            name={t('inside.cutter.count')}
            value={cutter.pending.length}
            limit={batch.maxMessageCount}
            text={t('inside.cutter.of', { value: cutter.pending.length, limit: batch.maxMessageCount })}
          />
          <Bar
            name={t('inside.cutter.bytes')}
            value={cutter.pendingBytes}
            limit={batch.preferredMaxBytes}
            text={t('inside.cutter.bytesOf', { value: cutter.pendingBytes, limit: batch.preferredMaxBytes })}
          />
          <TimerBar due={batchTimerDue} timeout={batch.timeoutMicros} />
        </>
      )}
      <ol className="orderer-queue" aria-label={t('inside.cutter.pending')}>
        {cutter.pending.map((txid, index) => (
          <li key={`${txid} ${String(index)}`}>
            <button
              type="button"
              className="orderer-envelope mono"
              {...openable(steps, { type: 'transaction', node, channel, txid }, null)}
            >
              {shortHash(txid)}
            </button>
          </li>
        ))}
      </ol>
      {cutter.waiting.length === 0 ? null : <p>{t('inside.cutter.waiting', { count: cutter.waiting.length })}</p>}
    </section>
  );
}

interface BarProps {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly text: string;
}

export function Bar({ name, value, limit, text }: BarProps) {
  return (
    <div className="inside-bar">
      <span>{name}</span>
      <Meter name={name} value={value} limit={limit} text={text} />
      <span className="inside-bar__text">{text}</span>
    </div>
  );
}

/** Drawn in so many steps: the bar moves with time, not more often than it can be seen. */
const STEPS = 100;

interface TimerProps {
  /** When it goes off; null: it is not running. */
  readonly due: number | null;
  readonly timeout: number;
}

function TimerBar({ due, timeout }: TimerProps) {
  const t = useText();
  const step = usePlayhead(({ time }) => (due === null ? 0 : Math.round((1 - (due - time) / timeout) * STEPS)));
  const passed = Math.min(timeout, Math.max(0, (step / STEPS) * timeout));
  const text =
    due === null
      ? t('inside.cutter.timerOff', { timeout: millisText(timeout) })
      : t('inside.cutter.timer', { passed: millisText(passed), timeout: millisText(timeout) });
  return <Bar name={t('inside.cutter.timeout')} value={passed} limit={timeout} text={text} />;
}

/** With BFT there is no cutter of its own: requests wait in a pool, and what happens when they wait too long. */
function PoolPart({ chain: { agreement, channel }, node, ...steps }: Props) {
  const t = useText();
  if (agreement.kind !== 'BFT') return null;
  return (
    <section className="inside-sheet" aria-labelledby="inside-pool">
      <header>
        <h3 id="inside-pool">{t('inside.pool.title')}</h3>
        <small>{t('inside.pool.about')}</small>
      </header>
      {agreement.pool.length === 0 ? <p className="inside-note">{t('inside.pool.empty')}</p> : null}
      <ol className="orderer-queue">
        {agreement.pool.map(({ id, next }) => (
          <li key={id}>
            <button
              type="button"
              className="orderer-envelope"
              {...openable(steps, { type: 'transaction', node, channel, txid: id }, null)}
            >
              <span className="mono">{shortHash(id)}</span> {t(`inside.pool.next.${next}`)}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
