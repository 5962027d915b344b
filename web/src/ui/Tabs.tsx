/** A tab list; the owner shows the panel and gives it `id={panelId(...)}`. */
import { moveFocus } from './roving.ts';
import './small-parts.css';

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface TabsProps<T extends string> {
  /** Prefix of the ids of tabs and panels. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export const tabId = (id: string, value: string): string => `${id}-tab-${value}`;
export const panelId = (id: string, value: string): string => `${id}-panel-${value}`;

export function Tabs<T extends string>({ id, label, tabs, value, onChange }: TabsProps<T>) {
  const current = tabs.findIndex((tab) => tab.value === value);
  return (
    <div
      className="ui-tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const target = moveFocus(event, current);
        const tab = target === null ? undefined : tabs[target];
        if (tab !== undefined) onChange(tab.value);
      }}
    >
      {tabs.map((tab, index) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={tabId(id, tab.value)}
          aria-controls={panelId(id, tab.value)}
          aria-selected={tab.value === value}
          tabIndex={index === Math.max(current, 0) ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
