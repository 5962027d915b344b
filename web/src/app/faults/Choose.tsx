/** One of several, named by what it is of: the cells of a table have no room for labels. */
import type { ReactNode } from 'react';

interface ChooseProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

export function Choose({ label, value, onChange, children }: ChooseProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {children}
    </select>
  );
}
