/** What a node said, line by line, as its own log would: to be filtered, searched, and followed back in time. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, usePlayhead, useTrace } from '../../link/react/lab-context.tsx';
import { nodesOf, shortNames } from '../../view/network.ts';
import { clock } from '../figures.ts';
import type { Entry, NodeId } from '../lab-types.ts';
import type { Selection, SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import { useSlices } from '../use-slices.ts';
import { countAt, GrowingLog, levelOf, type LogFilter } from './log-filter.ts';
import { LogTools } from './LogTools.tsx';
import './logs.css';

const nodeOf = (selection: Selection | null): NodeId | null =>
  selection !== null && 'node' in selection ? selection.node : null;

const START: LogFilter = { node: null, level: 'info', kind: 'all', words: '' };

/** The filter; a node selected elsewhere is the one whose log is shown. */
function useFilter(selection: Selection | null) {
  const selected = nodeOf(selection);
  const [filter, setFilter] = useState<LogFilter>({ ...START, node: selected });
  const [followed, follow] = useState<NodeId | null>(selected);
  if (selected !== followed) {
    follow(selected);
    if (selected !== null) setFilter({ ...filter, node: selected });
  }
  return { filter, change: (part: Partial<LogFilter>) => setFilter({ ...filter, ...part }) };
}

/** Each sentence is made once: a search asks for all of them. */
function useRememberedSentences(): (entry: Entry) => string {
  const tell = useSentences();
  return useMemo(() => {
    const known = new WeakMap<Entry, string>();
    return (entry) => {
      const text = known.get(entry) ?? tell(entry);
      known.set(entry, text);
      return text;
    };
  }, [tell]);
}

const NO_ENTRIES: readonly Entry[] = [];

/** The lines of the trace shown; `done` once all of it has been looked through. */
function useLines(filter: LogFilter, tell: (entry: Entry) => string) {
  const trace = useTrace();
  const all = trace?.entries ?? NO_ENTRIES;
  const log = useMemo(() => new GrowingLog(filter, tell), [filter, tell]);
  const look = useCallback(
    (isLate: () => boolean) => ({ entries: log.of(all, isLate), done: log.left(all) === 0 }),
    [log, all],
  );
  return useSlices(look);
}

export function Logs({ selection, onSelect }: SelectionProps) {
  const t = useText();
  const { playhead } = useLab();
  const trace = useTrace();
  const tell = useRememberedSentences();
  const { filter, change } = useFilter(selection);
  const asked = useDeferredValue(filter);
  const list = useRef<VListHandle>(null);
  const { entries, done } = useLines(asked, tell);
  const said = usePlayhead(({ time }) => countAt(entries, time));
  useEffect(() => {
    if (said > 0) list.current?.scrollToIndex(said - 1, { align: 'nearest' });
  }, [said, entries]);
  const topology = trace?.topology;
  const nodes = useMemo(() => (topology === undefined ? [] : nodesOf(topology)), [topology]);
  const nameOf = useMemo(() => (topology === undefined ? String : shortNames(topology)), [topology]);
  const chosen = selection?.type === 'entry' ? selection.seq : null;
  const choose = ({ at, seq }: Entry): void => {
    playhead.jump(at);
    onSelect({ type: 'entry', seq });
  };
  return (
    <div className="logs">
      <LogTools filter={filter} nodes={nodes} count={entries.length} onChange={change} />
      {entries.length === 0 ? (
        <p className="panel-empty">
          {t(!done ? 'panels.loading' : (trace?.entries.length ?? 0) === 0 ? 'logs.empty' : 'logs.nothing')}
        </p>
      ) : (
        <VList ref={list} className="logs__list" role="list" aria-label={t('logs.name')} data={entries}>
          {(entry, index) => (
            <LogLine
              key={entry.seq}
              entry={entry}
              name={filter.node === null ? nameOf(entry.node) : null}
              text={tell(entry)}
              isNow={index === said - 1}
              isFuture={index >= said}
              isChosen={entry.seq === chosen}
              onChoose={choose}
            />
          )}
        </VList>
      )}
    </div>
  );
}

interface LogLineProps {
  readonly entry: Entry;
  /** null: all lines are of one node. */
  readonly name: string | null;
  readonly text: string;
  readonly isNow: boolean;
  readonly isFuture: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (entry: Entry) => void;
}

const SIGNS = { error: '✗', info: '•', debug: '·' } as const;

function LogLine({ entry, name, text, isNow, isFuture, isChosen, onChoose }: LogLineProps) {
  const t = useText();
  const level = levelOf(entry.fact);
  const flags = [`is-${level}`, isNow && 'is-now', isFuture && 'is-future'].filter(Boolean).join(' ');
  return (
    <div role="listitem">
      <button
        type="button"
        className={`logs__line ${flags}`}
        aria-current={isNow ? 'step' : undefined}
        aria-pressed={isChosen}
        onClick={() => onChoose(entry)}
      >
        <span className="mono">{clock(entry.at)}</span>
        <span className="logs__level" role="img" aria-label={t(`logs.level.${level}`)}>
          {SIGNS[level]}
        </span>
        {name === null ? null : <span className="logs__node">{name}</span>}
        <span className="logs__text">{text}</span>
        <span className="logs__fact mono">{entry.fact.type}</span>
      </button>
    </div>
  );
}
