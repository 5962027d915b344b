/** A table of two columns: what it is, and exactly what it is. */
import type { ReactNode } from 'react';

export interface Row {
  readonly name: string;
  readonly value: ReactNode;
  /** Drawn with letters of one width: identifiers, hashes, code. */
  readonly exact?: boolean;
  /** Where several rows have one name. */
  readonly key?: string;
}

export function Rows({ rows }: { readonly rows: readonly (Row | null)[] }) {
  return (
    <dl className="rows">
      {rows.map((row) =>
        row === null ? null : (
          <div key={row.key ?? row.name}>
            <dt>{row.name}</dt>
            <dd className={row.exact === true ? 'mono' : undefined}>{row.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
