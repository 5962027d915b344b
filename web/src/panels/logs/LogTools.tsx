/** What the log is narrowed down to. */
import { useText } from '../../i18n/text-context.tsx';
import type { NodeInfo } from '../../view/network.ts';
import { KINDS, LEVELS, type LogFilter, type LogKind, type LogLevel } from './log-filter.ts';

interface LogToolsProps {
  readonly filter: LogFilter;
  readonly nodes: readonly NodeInfo[];
  /** Lines left. */
  readonly count: number;
  readonly onChange: (part: Partial<LogFilter>) => void;
}

export function LogTools({ filter, nodes, count, onChange }: LogToolsProps) {
  const t = useText();
  return (
    <div className="logs__tools">
      <label>
        {t('logs.node')}
        <select value={filter.node ?? ''} onChange={(event) => onChange({ node: event.target.value || null })}>
          <option value="">{t('logs.allNodes')}</option>
          {nodes.map(({ id, shortName }) => (
            <option key={id} value={id}>
              {shortName}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('logs.level')}
        <select value={filter.level} onChange={(event) => onChange({ level: event.target.value as LogLevel })}>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`logs.from.${level}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('logs.kind')}
        <select value={filter.kind} onChange={(event) => onChange({ kind: event.target.value as LogKind })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`logs.kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <input
        type="search"
        aria-label={t('logs.search')}
        placeholder={t('logs.search')}
        value={filter.words}
        onKeyDown={(event) => event.stopPropagation()}
        onChange={(event) => onChange({ words: event.target.value })}
      />
      <p role="status">{t('logs.count', { count })}</p>
    </div>
  );
}
