/**
 * The bytes of a transaction as an envelope of envelopes: each layer shows its plain fields and what is sealed in it; a
 * click opens the next. Beside it where in the whole the open layer lies.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { InsideOf } from '../../link/react/use-inside.ts';
import { clipped } from '../../panels/figures.ts';
import { hexLines } from '../../panels/inspector/hex-dump.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../thing/Sheet.tsx';
import { bytesOf, type Layer, nextLayer, openedLayers, pathTo, type Peeled, shortMessage, spanOf } from './peel.ts';

const LONGEST_VALUE = 120;
const FIRST_BYTES = 512;

interface PeelProps {
  readonly data: InsideOf<'transaction'>;
  readonly path: Peeled;
  readonly onPath: (path: Peeled) => void;
}

function Fields({ layer }: { readonly layer: Layer }) {
  const t = useText();
  if (layer.fields.length === 0) return null;
  return (
    <dl className="peel__fields">
      {layer.fields.map(({ name, value, size, offset, kind }) => (
        <div key={`${name} ${String(offset)}`}>
          <dt className="mono">{name}</dt>
          <dd className="mono" title={t('things.peel.at', { size, offset })}>
            {clipped(value.replace(/[\u0000\u{10ffff}]/gu, '·'), LONGEST_VALUE)}{' '}
            {kind === 'number' ? null : <span className="inside-note">{t('panels.bytes', { count: size })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface SealedProps {
  readonly layer: Layer;
  readonly open: boolean;
  readonly onOpen: () => void;
}

/** A layer still closed, or the flap of the one that is open. */
function Sealed({ layer, open, onOpen }: SealedProps) {
  const t = useText();
  return (
    <li>
      <button type="button" className="peel__sealed" aria-expanded={open} onClick={onOpen}>
        <span className="mono">{layer.name}</span>
        <strong>
          {shortMessage(layer.message)}
          {layer.label === '' ? '' : ` ${clipped(layer.label, 24)}`}
        </strong>
        <span className="inside-note">{t('things.peel.at', { size: layer.size, offset: layer.offset })}</span>
      </button>
    </li>
  );
}

/** One open layer with the next inside it. */
function Opened({
  layers,
  depth,
  path,
  onPath,
}: { readonly layers: readonly Layer[]; readonly depth: number } & Omit<PeelProps, 'data'>) {
  const t = useText();
  const layer = layers[depth];
  if (layer === undefined) return null;
  const inner = path[depth];
  const name = layer.label === '' ? '' : ` · ${clipped(layer.label, 40)}`;
  return (
    <section
      className="peel__layer"
      data-depth={depth % 4}
      data-innermost={depth === layers.length - 1}
      aria-label={`${shortMessage(layer.message)}${name}`}
    >
      <h4>
        <span>
          {shortMessage(layer.message)}
          {name}
        </span>{' '}
        <span className="inside-note mono">{layer.message}</span>{' '}
        <span className="inside-note">{t('things.peel.at', { size: layer.size, offset: layer.offset })}</span>
      </h4>
      {depth === layers.length - 1 ? <Fields layer={layer} /> : null}
      {layer.layers.length === 0 ? null : (
        <ul className="peel__sealeds" aria-label={t('things.peel.sealed')}>
          {layer.layers.map((one, index) => (
            <Sealed
              key={`${one.name} ${String(one.offset)}`}
              layer={one}
              open={index === inner}
              onOpen={() => onPath(index === inner ? path.slice(0, depth) : [...path.slice(0, depth), index])}
            />
          ))}
        </ul>
      )}
      <Opened layers={layers} depth={depth + 1} path={path} onPath={onPath} />
    </section>
  );
}

/** Where the open layers lie in the whole, one bar each. */
function Strips({ root, layers }: { readonly root: Layer; readonly layers: readonly Layer[] }) {
  const t = useText();
  return (
    <div className="peel__strips" role="img" aria-label={t('things.peel.strips')}>
      {layers.map((layer, depth) => {
        const { start, width } = spanOf(root, layer);
        return (
          <span key={depth} className="peel__strip">
            <span
              data-depth={depth % 4}
              style={{ marginInlineStart: `${String(start * 100)}%`, width: `${String(Math.max(0.4, width * 100))}%` }}
            />
          </span>
        );
      })}
    </div>
  );
}

function Bytes({ hex, layer }: { readonly hex: string; readonly layer: Layer }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const lines = open ? hexLines(bytesOf(hex, layer), FIRST_BYTES, layer.offset) : [];
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('things.peel.bytes', { message: shortMessage(layer.message), count: layer.size })}</summary>
      <pre className="hex" tabIndex={0} aria-label={t('panels.raw.bytes', { count: layer.size })}>
        {lines.join('\n')}
      </pre>
    </details>
  );
}

export function Peel({ data, path, onPath }: PeelProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const layers = openedLayers(data.root, path);
  const innermost = layers.at(-1) ?? data.root;
  const next = nextLayer(data.root, path);
  const toWrites = pathTo(data.root, 'rwset.TxReadWriteSet');
  const depth = path.length;
  useEffect(() => {
    if (depth > 0) box.current?.querySelector('[data-innermost=true]')?.scrollIntoView({ block: 'nearest' });
  }, [depth]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const inwards = event.code === 'ArrowRight';
    if (!inwards && event.code !== 'ArrowLeft') return;
    event.preventDefault();
    event.stopPropagation();
    if (inwards && next !== null) onPath(next);
    if (!inwards) onPath(path.slice(0, -1));
  };
  return (
    <Sheet
      title={t('things.peel')}
      note={t(`things.peel.carrier.${data.carrier}`, { count: data.root.size })}
      area="peel"
    >
      <div className="peel__tools">
        <Button icon="right" disabled={next === null} onClick={() => onPath(next ?? path)}>
          {t('things.peel.next')}
        </Button>
        <Button tone="quiet" icon="left" disabled={path.length === 0} onClick={() => onPath(path.slice(0, -1))}>
          {t('things.peel.back')}
        </Button>
        {toWrites === null ? null : (
          <button type="button" className="panel-link" onClick={() => onPath(toWrites)}>
            {t('things.peel.toWrites')}
          </button>
        )}
        <span className="inside-note" role="status">
          {t('things.peel.open', { message: shortMessage(innermost.message), depth: layers.length })}
        </span>
      </div>
      <Strips root={data.root} layers={layers} />
      <div ref={box} className="peel" onKeyDown={onKeyDown}>
        <Opened layers={layers} depth={0} path={path.slice(0, layers.length - 1)} onPath={onPath} />
      </div>
      <Bytes key={innermost.offset} hex={data.bytes} layer={innermost} />
    </Sheet>
  );
}
