/** Terms of the course in the search, and one of them opened: what it is, where it is shown, and the thing itself. */
import { Command as Palette } from 'cmdk';
import { useEffect, useMemo, useState } from 'react';
import { loadGlossary, type TermId } from '../../i18n/load-glossary.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { useEntryCount } from '../../panels/use-entry-count.ts';
import { isBuilt } from '../../scenes/catalog.ts';
import { Button } from '../../ui/Button.tsx';
import { Pending } from '../../ui/Pending.tsx';
import { useNarrow } from '../../ui/use-media.ts';
import { useSession } from '../session-context.tsx';
import { bestTerms, type FoundTerm, type Words } from './find-terms.ts';
import { TERM_PLACES } from './glossary-terms.ts';
import { exampleIn } from './term-example.ts';

/** null until it has come. Where it cannot be fetched the search goes without. */
function useGlossary(): Words | null {
  const { language } = useText();
  const [words, setWords] = useState<(Words & { readonly language: string }) | null>(null);
  useEffect(() => {
    let wanted = true;
    void Promise.all([loadGlossary(language), loadGlossary(language === 'ko' ? 'en' : 'ko')]).then(
      ([own, other]) => {
        if (wanted) setWords({ own, other, language });
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  return words?.language === language ? words : null;
}

export function useTerms(query: string): readonly FoundTerm[] {
  const words = useGlossary();
  return useMemo(() => {
    return words === null ? [] : bestTerms(words, query);
  }, [words, query]);
}

export function FoundTerms({ terms }: { readonly terms: readonly FoundTerm[] }) {
  const t = useText();
  const session = useSession();
  if (terms.length === 0) return null;
  return (
    <Palette.Group heading={t('shell.do.terms')}>
      {terms.map(({ id, term, text }) => (
        <Palette.Item
          key={id}
          value={`term ${id}`}
          className="do__found"
          onSelect={() => session.ui.setState({ explained: { type: 'term', id } })}
        >
          <b>{term}</b>
          <small>{text}</small>
        </Palette.Item>
      ))}
    </Palette.Group>
  );
}

export function Term({ id }: { readonly id: TermId }) {
  const t = useText();
  const words = useGlossary();
  if (words === null) return <Pending>{t('shell.loading.panel')}</Pending>;
  const { term, text } = words.own[id];
  return (
    <>
      <h3>{term}</h3>
      <p>{text}</p>
      <Ways id={id} />
    </>
  );
}

/** To the scene that shows it, and to the thing in the network at hand. */
function Ways({ id }: { readonly id: TermId }) {
  const t = useText();
  const session = useSession();
  const trace = useTrace();
  const world = useWorldView();
  const count = useEntryCount();
  const isNarrow = useNarrow();
  const { scenes, example } = TERM_PLACES[id];
  const scene = scenes.find(isBuilt) ?? null;
  const target = example === null || trace === null || world === null ? null : exampleIn(example, trace, world, count);
  return (
    <div className="entry__see">
      {target === null ? null : (
        <Button
          tone="primary"
          icon="search"
          onClick={() =>
            session.ui.setState({ selection: target, overlay: isNarrow ? 'inspector' : null, explained: null })
          }
        >
          {t('shell.do.termHere')}
        </Button>
      )}
      {scene === null ? null : (
        <>
          <Button
            icon="play"
            onClick={() => {
              session.ui.setState({ overlay: null, explained: null });
              void session.openScene(scene, null);
            }}
          >
            {t('shell.do.termScene', { title: t(`lesson.scene.${scene}`) })}
          </Button>
          <p className="entry__note">{t('explain.ui.seeHint')}</p>
        </>
      )}
    </div>
  );
}
