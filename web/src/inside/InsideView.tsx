/**
 * The inside of a thing, in place of the network: where we are, the way out, and the view of the thing itself.
 */
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import type { Translate } from '../i18n/translate.ts';
import { useTrace, useWorldView } from '../link/react/lab-context.tsx';
import { shortHash } from '../panels/figures.ts';
import type { Selection } from '../panels/selection.ts';
import { Boundary } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { Pending } from '../ui/Pending.tsx';
import { orgToken } from '../view/colours.ts';
import { type NodeInfo, nodesOf } from '../view/network.ts';
import { type Place, placeKey } from '../view/place.ts';
import { readCertificateName, readPolicyName } from '../view/place-names.ts';
import { NODE_INSIDES, PLACE_INSIDES } from './registry.ts';
import { StatusSlot } from './status-slot.tsx';
import './inside.css';

export interface InsideViewProps {
  /** Not empty; the last place is shown. */
  readonly path: readonly Place[];
  readonly onPath: (path: readonly Place[]) => void;
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
}

const NOBODY: readonly NodeInfo[] = [];

function placeWord(t: Translate, place: Place, nameOf: (node: string) => string): string {
  switch (place.kind) {
    case 'node':
      return nameOf(place.node);
    case 'block':
      return t('inside.place.block', { number: place.number });
    case 'transaction':
      return t('inside.place.transaction', { txid: shortHash(place.txid) });
    case 'certificate':
      return t('inside.place.certificate', { name: nameOf(readCertificateName(place.name).holder || place.name) });
    case 'policy':
      return t('inside.place.policy', { path: readPolicyName(place.path).path });
    case 'config':
      return t('inside.place.config', { channel: place.channel });
  }
}

export function InsideView({ path, onPath, selection, onSelect }: InsideViewProps) {
  const t = useText();
  const trace = useTrace();
  const section = useRef<HTMLElement>(null);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const nodes = useMemo(() => (trace === null ? NOBODY : nodesOf(trace.topology)), [trace]);
  const nameOf = (node: string): string => nodes.find(({ id }) => id === node)?.shortName ?? node;
  const place = path.at(-1);
  const key = place === undefined ? '' : placeKey(place);
  useEffect(() => {
    // Whoever opens a link has not gone in by hand yet: nothing is marked before the first key or click.
    if (navigator.userActivation.hasBeenActive) section.current?.querySelector('h2')?.focus({ preventScroll: true });
  }, [key]);
  const isDown = useWorldView()?.nodes[place?.node ?? '']?.life === 'crashed';
  if (place === undefined) return null;
  const info = nodes.find(({ id }) => id === place.node) ?? null;
  const colour = orgToken(info?.orgIndex ?? 0);
  const word = placeWord(t, place, nameOf);
  return (
    <section
      ref={section}
      className="inside"
      aria-labelledby="inside-title"
      onKeyDown={({ code, target }) => {
        // A field keeps Escape to itself only while there is something in it to let go of.
        if (code === 'Escape' && target instanceof HTMLInputElement && target.value === '') onPath(path.slice(0, -1));
      }}
      style={{ '--own': `var(--${colour})`, '--own-t': `var(--${colour}-t)` } as React.CSSProperties}
    >
      <Crumbs words={path.map((one) => placeWord(t, one, nameOf))} onOut={(length) => onPath(path.slice(0, length))} />
      <header className="inside__head">
        <h2 id="inside-title" tabIndex={-1}>
          {t('inside.title', { place: word })}
        </h2>
        <span className="inside__status" role="status" ref={setSlot} />
      </header>
      <div className="inside__body" key={key}>
        {place.kind === 'node' && isDown ? <p className="inside-down">{t('inside.downNote')}</p> : null}
        <StatusSlot value={slot}>
          <Boundary>
            <Suspense fallback={<Pending>{t('inside.loading')}</Pending>}>
              <Inside
                place={place}
                info={info}
                selection={selection}
                onSelect={onSelect}
                onEnter={(next) => onPath([...path, next])}
              />
            </Suspense>
          </Boundary>
        </StatusSlot>
      </div>
    </section>
  );
}

interface InsideProps extends Pick<InsideViewProps, 'selection' | 'onSelect'> {
  readonly place: Place;
  readonly info: NodeInfo | null;
  readonly onEnter: (place: Place) => void;
}

function Inside({ place, info, ...steps }: InsideProps) {
  const t = useText();
  const nothing = <p className="inside__empty">{t('inside.nothing')}</p>;
  switch (place.kind) {
    case 'node': {
      const View = info === null ? null : NODE_INSIDES[info.role];
      return info === null || View === null ? nothing : <View info={info} {...steps} />;
    }
    case 'block': {
      const View = PLACE_INSIDES.block;
      return View === null ? nothing : <View place={place} {...steps} />;
    }
    case 'transaction': {
      const View = PLACE_INSIDES.transaction;
      return View === null ? nothing : <View place={place} {...steps} />;
    }
    case 'certificate': {
      const View = PLACE_INSIDES.certificate;
      return View === null ? nothing : <View place={place} {...steps} />;
    }
    case 'policy': {
      const View = PLACE_INSIDES.policy;
      return View === null ? nothing : <View place={place} {...steps} />;
    }
    case 'config': {
      const View = PLACE_INSIDES.config;
      return View === null ? nothing : <View place={place} {...steps} />;
    }
  }
}

interface CrumbsProps {
  readonly words: readonly string[];
  /** Leaves all but the first `length` places. */
  readonly onOut: (length: number) => void;
}

function Crumbs({ words, onOut }: CrumbsProps) {
  const t = useText();
  const list = useRef<HTMLOListElement>(null);
  const way = words.join(' ');
  // Where there is no room for all of it, where one is is seen.
  useEffect(() => {
    if (way !== '') list.current?.scrollTo({ left: list.current.scrollWidth });
  }, [way]);
  return (
    <nav className="inside__crumbs" aria-label={t('inside.crumbs')}>
      <ol ref={list}>
        <li>
          <button type="button" onClick={() => onOut(0)}>
            {t('inside.network')}
          </button>
        </li>
        {words.map((word, index) => (
          <li key={`${String(index)} ${word}`}>
            {index === words.length - 1 ? (
              <span aria-current="location">{word}</span>
            ) : (
              <button type="button" onClick={() => onOut(index + 1)}>
                {word}
              </button>
            )}
          </li>
        ))}
      </ol>
      <Button tone="quiet" icon="close" title={t('inside.outKey')} onClick={() => onOut(words.length - 1)}>
        {t('inside.out')}
      </Button>
    </nav>
  );
}
