/** Camera and legend, in the stage's upper right corner. */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Legend } from './Legend.tsx';
import type { CameraControl } from './use-camera.ts';

const SHAPES = {
  zoomIn: 'M8 3v10M3 8h10',
  zoomOut: 'M3 8h10',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  legend: 'M2 4h3v3H2zM8 5.500h6M3.500 9.500l2 2-2 2-2-2zM8 11.500h6',
} as const;

interface ToolProps {
  readonly name: keyof typeof SHAPES;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function Tool({ name, pressed, onClick }: ToolProps) {
  const t = useText();
  const text = t(`stage.tools.${name}`);
  return (
    <button
      type="button"
      className={name.startsWith('zoom') ? 'is-zoom' : ''}
      title={text}
      aria-label={text}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[name]} />
      </svg>
    </button>
  );
}

export function StageTools({ camera }: { readonly camera: CameraControl }) {
  const t = useText();
  const [legend, setLegend] = useState(false);
  return (
    <div className="stage-tools">
      <div role="toolbar" aria-label={t('stage.tools.label')}>
        <Tool name="zoomIn" onClick={() => camera.zoomBy(1.25)} />
        <Tool name="zoomOut" onClick={() => camera.zoomBy(0.8)} />
        <Tool name="fit" onClick={camera.fit} />
        <Tool name="legend" pressed={legend} onClick={() => setLegend(!legend)} />
      </div>
      {legend && <Legend />}
    </div>
  );
}
