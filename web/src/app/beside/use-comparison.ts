/** Loads what a comparison is made of and keeps it while it is looked at. Both workers end when it is left. */
import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../i18n/language.ts';
import { loadProse, loadScene } from '../../scenes/catalog.ts';
import type { PictureProse } from '../../scenes/prose.ts';
import type { Scene } from '../../scenes/scene.ts';
import { preloadStage } from '../parts.tsx';
import { Comparison, declaredBy } from './comparison.ts';
import { startLab } from './start-lab.ts';

export type ComparisonLoading =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: string }
  | { readonly status: 'ready'; readonly comparison: Comparison; readonly declarer: Scene };

interface Wanted {
  readonly scene: string;
  readonly other: string;
  /** Picture to begin at; the first when null or unknown. */
  readonly picture: string | null;
  /** Counts attempts: another number begins anew. */
  readonly attempt: number;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function load({ scene, other, picture }: Omit<Wanted, 'attempt'>, wanted: () => boolean) {
  const scenes = await Promise.all([loadScene(scene), loadScene(other)]);
  const declarer = declaredBy(scenes);
  if (declarer?.beside === undefined) throw new Error(`${scene} / ${other}`);
  // Nothing plays before it can be seen. A stage that cannot be loaded says so in its own place.
  await preloadStage().catch(() => undefined);
  if (!wanted()) return null;
  const { beside } = declarer;
  const at = beside.pairs.findIndex((pair) => pair.picture === picture);
  return { declarer, comparison: new Comparison({ scenes, beside, startLab, picture: Math.max(0, at) }) };
}

export function useComparison({ scene, other, picture, attempt }: Wanted): ComparisonLoading {
  const [state, setState] = useState<ComparisonLoading>({ status: 'loading' });
  // It only says where to begin: later the comparison itself knows where it stands.
  const begin = useRef(picture);
  begin.current = picture;
  useEffect(() => {
    let made: Comparison | null = null;
    let left = false;
    setState({ status: 'loading' });
    load({ scene, other, picture: begin.current }, () => !left).then(
      (loaded) => {
        if (loaded === null) return;
        made = loaded.comparison;
        setState({ status: 'ready', ...loaded });
      },
      (error: unknown) => {
        if (!left) setState({ status: 'failed', failure: textOf(error) });
      },
    );
    return () => {
      left = true;
      made?.stop();
    };
  }, [scene, other, attempt]);
  return state;
}

/** Headings and lines of the pictures, in the language of the page; null while they are loading. */
export function usePictureProse(declarer: Scene | null, language: Language): readonly PictureProse[] | null {
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly pictures: readonly PictureProse[] } | null>(
    null,
  );
  const id = declarer?.id ?? null;
  useEffect(() => {
    if (id === null) return undefined;
    let wanted = true;
    loadProse(id, language).then(
      ({ beside }) => {
        if (wanted) setLoaded({ key: id, pictures: beside });
      },
      // Without words the pictures go by their ids.
      () => {
        if (wanted) setLoaded({ key: id, pictures: [] });
      },
    );
    return () => {
      wanted = false;
    };
  }, [id, language]);
  return loaded !== null && loaded.key === id ? loaded.pictures : null;
}
