/** A few choices of which one is on, as a radio group: arrows move, one tab stop. */
import { moveFocus } from './roving.ts';
import './small-parts.css';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
  /** Why it is disabled, or what it does. */
  readonly hint?: string;
  /** `lang` of the label when it differs from the page's. */
  readonly lang?: string;
}

interface SegmentedControlProps<T extends string> {
  readonly label: string;
  readonly segments: readonly Segment<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function SegmentedControl<T extends string>({ label, segments, value, onChange }: SegmentedControlProps<T>) {
  const current = segments.findIndex((segment) => segment.value === value);
  return (
    <div
      className="ui-segments"
      role="radiogroup"
      aria-label={label}
      onKeyDown={(event) => {
        const target = moveFocus(event, current);
        const segment = target === null ? undefined : segments[target];
        if (segment !== undefined) onChange(segment.value);
      }}
    >
      {segments.map((segment, index) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          tabIndex={index === Math.max(current, 0) ? 0 : -1}
          disabled={segment.disabled ?? false}
          title={segment.hint}
          lang={segment.lang}
          onClick={() => onChange(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
