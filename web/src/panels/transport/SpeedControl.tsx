/** How fast the lab plays: buttons where there is room, a list where there is not. */
import { useText } from '../../i18n/text-context.tsx';
import { useLab, usePlayhead } from '../../link/react/lab-context.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { useMedia } from '../../ui/use-media.ts';

const SPEEDS = [
  { value: '0.25', speed: 0.25, label: '¼×' },
  { value: '0.5', speed: 0.5, label: '½×' },
  { value: '1', speed: 1, label: '1×' },
  { value: '2', speed: 2, label: '2×' },
  { value: '4', speed: 4, label: '4×' },
  { value: '8', speed: 8, label: '8×' },
  { value: '16', speed: 16, label: '16×' },
] as const;

export function SpeedControl() {
  const t = useText();
  const { playhead } = useLab();
  const roomy = useMedia('(min-width: 1320px)');
  const current = usePlayhead((state) => String(state.speed));
  const change = (value: string) => {
    const chosen = SPEEDS.find((one) => one.value === value);
    if (chosen !== undefined) playhead.setSpeed(chosen.speed);
  };
  const label = t('panels.transport.speed');
  if (roomy) return <SegmentedControl label={label} segments={SPEEDS} value={current} onChange={change} />;
  return (
    <select
      className="transport__select"
      aria-label={label}
      value={current}
      onChange={(event) => change(event.target.value)}
    >
      {SPEEDS.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
