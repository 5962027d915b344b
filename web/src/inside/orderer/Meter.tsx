/** How much of a limit is reached, as a bar. */
interface MeterProps {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** The same in words. */
  readonly text: string;
}

export function Meter({ name, value, limit, text }: MeterProps) {
  const share = limit === 0 ? 0 : Math.min(1, value / limit);
  return (
    <span
      className="inside-bar__track"
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(value, limit)}
      aria-valuetext={text}
    >
      <i style={{ width: `${String(share * 100)}%` }} />
    </span>
  );
}
