/** Things of the network, channels and scenes of the course among what the search finds. */
import { Command as Palette } from 'cmdk';
import { useDeferredValue, useMemo } from 'react';
import { matchesTyped } from '../../i18n/hangul.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { shortHash } from '../../panels/figures.ts';
import { selectionKey } from '../../panels/selection.ts';
import { useEntryCount } from '../../panels/use-entry-count.ts';
import { isBuilt } from '../../scenes/catalog.ts';
import { COURSE, type SceneId } from '../../scenes/course.ts';
import { useNarrow } from '../../ui/use-media.ts';
import { findThings, type FoundThing } from '../../view/find-things.ts';
import { useSession } from '../session-context.tsx';

export interface Findings {
  readonly things: readonly FoundThing[];
  readonly channels: readonly string[];
  readonly scenes: readonly SceneId[];
}

const MOST_SCENES = 5;
const NOTHING: Findings = { things: [], channels: [], scenes: [] };

/** Entries that are gone through before a letter is missed. */
const AT_ONCE = 20_000;

/** What is not a command: none while nothing is typed. */
export function useFindings(typed: string): Findings {
  const t = useText();
  const trace = useTrace();
  const world = useWorldView();
  const now = useEntryCount();
  // A long recording is gone through whole: letters typed meanwhile come first, and so does the picture that plays.
  const [later, count] = [useDeferredValue(typed), useDeferredValue(now)];
  const query = now > AT_ONCE ? later : typed;
  return useMemo(() => {
    // What was found for fewer letters is not what Enter is pressed for.
    if (query.trim() === '' || query !== typed || trace === null) return NOTHING;
    const matches = (text: string): boolean => matchesTyped(text, query);
    return {
      things: findThings(trace, query, count, matches, t('shell.do.snapshotWord')),
      channels: Object.keys(world?.channels ?? {}).filter((channel) => matches(t('shell.do.channel', { channel }))),
      scenes: COURSE.flatMap(({ scenes }) => scenes)
        .filter((id) => isBuilt(id) && matches(t(`lesson.scene.${id}`)))
        .slice(0, MOST_SCENES),
    };
  }, [t, trace, world, count, query, typed]);
}

export const isEmpty = ({ things, channels, scenes }: Findings): boolean =>
  things.length + channels.length + scenes.length === 0;

function wordsFor(t: Translate, thing: FoundThing): readonly [string, string] {
  switch (thing.kind) {
    case 'node':
      return [thing.shortName, thing.node];
    case 'block':
      return [t('panels.blockNumber', { number: thing.number }), thing.channel];
    case 'transaction':
      return [t('panels.transaction', { txid: shortHash(thing.txid) }), thing.call];
    case 'link':
      return [t('structures.title.link', { from: thing.ends[0], to: thing.ends[1] }), ''];
    case 'chaincode':
      return [t('structures.title.chaincode', thing.target), thing.target.channel];
    case 'collection':
      return [t('structures.title.collection', thing.target), `${thing.target.channel} ${thing.target.chaincode}`];
    case 'snapshot':
      return [t('structures.title.snapshot', thing.target), `${thing.target.channel} ${thing.shortName}`];
    case 'key':
      return [t('structures.title.key', thing.target), `${thing.target.channel} ${thing.target.namespace}`];
  }
}

export function FoundThings({ things, channels }: Findings) {
  const t = useText();
  const session = useSession();
  // Where there is no room beside the stage the inspector lies over it.
  const after = useNarrow() ? 'inspector' : null;
  if (things.length + channels.length === 0) return null;
  return (
    <Palette.Group heading={t('shell.do.things')}>
      {things.map((thing) => {
        const [name, detail] = wordsFor(t, thing);
        const key = `${thing.kind} ${name} ${selectionKey(thing.target)}`;
        return (
          <Palette.Item
            key={key}
            value={key}
            onSelect={() => session.ui.setState({ selection: thing.target, overlay: after })}
          >
            <span>{name}</span>
            <code>{detail}</code>
          </Palette.Item>
        );
      })}
      {channels.map((channel) => (
        <Palette.Item
          key={channel}
          value={`channel ${channel}`}
          onSelect={() => session.ui.setState({ selection: { type: 'channel', channel }, overlay: after })}
        >
          <span>{t('shell.do.channel', { channel })}</span>
        </Palette.Item>
      ))}
    </Palette.Group>
  );
}

export function FoundScenes({ scenes }: Findings) {
  const t = useText();
  const session = useSession();
  if (scenes.length === 0) return null;
  return (
    <Palette.Group heading={t('shell.do.scenes')}>
      {scenes.map((id) => (
        <Palette.Item
          key={id}
          value={`scene ${id}`}
          onSelect={() => {
            session.ui.setState({ overlay: null });
            void session.openScene(id, null);
          }}
        >
          <span>{t(`lesson.scene.${id}`)}</span>
        </Palette.Item>
      ))}
    </Palette.Group>
  );
}
