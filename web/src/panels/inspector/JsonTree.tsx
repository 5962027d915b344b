/** A value as a tree that opens on demand: a configuration block has thousands of fields. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';

type Json = unknown;

const OPEN_DEPTH = 3;
/** A list or map with more entries than this starts closed. */
const OPEN_UP_TO = 24;

const entriesOf = (value: Json): readonly (readonly [string, Json])[] =>
  Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index), item] as const)
    : Object.entries(value as Readonly<Record<string, Json>>);

function scalarClass(value: Json): string {
  return typeof value === 'string' ? 'json__string' : 'json__scalar';
}

function Branch({ name, value, depth }: { readonly name: string; readonly value: Json; readonly depth: number }) {
  const t = useText();
  const entries = entriesOf(value);
  const [open, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= OPEN_UP_TO);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="json__key">{name}</span>
        <span className="json__count">{t('panels.raw.fields', { count: entries.length })}</span>
      </summary>
      {open ? <Leaves entries={entries} depth={depth + 1} /> : null}
    </details>
  );
}

function Leaves({
  entries,
  depth,
}: {
  readonly entries: readonly (readonly [string, Json])[];
  readonly depth: number;
}) {
  return (
    <ul>
      {entries.map(([name, value]) => (
        <li key={name}>
          {typeof value === 'object' && value !== null && entriesOf(value).length > 0 ? (
            <Branch name={name} value={value} depth={depth} />
          ) : (
            <p>
              <span className="json__key">{name}</span>
              <span className={scalarClass(value)}>{JSON.stringify(value)}</span>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

export function JsonTree({ value }: { readonly value: Json }) {
  if (typeof value !== 'object' || value === null) return <pre>{JSON.stringify(value)}</pre>;
  return (
    <div className="json">
      <Leaves entries={entriesOf(value)} depth={1} />
    </div>
  );
}
