/** Entries in words, in the language of the page. */
import { useMemo } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { useTrace } from '../link/react/lab-context.tsx';
import { tell } from '../view/sentence.ts';
import { sentenceOf } from '../view/story.ts';
import { emptyWorld } from '../view/world-model.ts';
import type { Entry } from './lab-types.ts';

/** Names come from the topology alone, so that telling an old entry does not fold the world again. */
export function useSentences(): (entry: Entry) => string {
  const t = useText();
  const trace = useTrace();
  const topology = trace?.topology;
  const generation = trace?.generation;
  return useMemo(() => {
    if (topology === undefined || generation === undefined) return () => '';
    const world = emptyWorld(topology, generation);
    return (entry: Entry) => tell(t, sentenceOf(entry, world));
  }, [t, topology, generation]);
}
