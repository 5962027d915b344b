/** One search for everything: commands, things of the network, terms, scenes, and entries for a pasted error or code. */
import { Command as Palette, defaultFilter } from 'cmdk';
import { useMemo, useState } from 'react';
import type { ClipboardEvent } from 'react';
import type { Explanation } from '../../explain/entries.ts';
import { findExplanations } from '../../explain/find-explanations.ts';
import type { Found } from '../../explain/find-explanations.ts';
import { matchesTyped, searchedText } from '../../i18n/hangul.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import type { CommandType } from '../../sim/protocol/commands.ts';
import { useSession, useSessionState } from '../session-context.tsx';
import { COMMAND_TYPES } from './command-form.ts';
import { FoundScenes, FoundThings, isEmpty, useFindings } from './FoundThings.tsx';
import { FoundTerms, useTerms } from './Glossary.tsx';
import './explain.css';

/** So many of the entries that only share a word with what was typed. */
const MOST_BY_WORD = 5;

const wordsOf = (t: Translate, { id, layer }: Explanation): string =>
  [t(`explain.${id}.cause`), t(`explain.${id}.remedy`), t(`explain.layer.${layer}`)].join(' ');

/** Commands with what was typed in their name; failing that, if `loosely`, those that have its letters; all for nothing. */
function commandsLike(t: Translate, types: readonly CommandType[], query: string, loosely: boolean) {
  if (query.trim() === '') return types;
  const exact = types.filter((type) => matchesTyped(`${t(`commands.${type}`)} ${type}`, query));
  if (exact.length > 0 || !loosely) return exact;
  return types
    .map((type) => ({ type, score: defaultFilter(type, query, [t(`commands.${type}`)]) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ type }) => type);
}

/** A field of one line drops line breaks, and with them the space between two words of an error. */
function pastedLines(event: ClipboardEvent): string | null {
  const text = event.clipboardData.getData('text');
  return text.includes('\n') ? text.replaceAll(/\s+/g, ' ').trim() : null;
}

export function CommandSearch({ onChoose }: { readonly onChoose: (type: CommandType) => void }) {
  const t = useText();
  const [query, setQuery] = useState('');
  const offered = useSessionState((state) => state.scene?.offered ?? null);
  const found = useMemo(
    () => findExplanations(query, (explanation) => searchedText(wordsOf(t, explanation), query)),
    [t, query],
  );
  const findings = useFindings(query);
  const terms = useTerms(query);
  const loosely = found.length + terms.length === 0 && isEmpty(findings);
  const types = useMemo(
    () =>
      commandsLike(
        t,
        COMMAND_TYPES.filter((type) => offered === null || offered.includes(type)),
        query,
        loosely,
      ),
    [t, offered, query, loosely],
  );
  const printed = found.filter(({ by }) => by !== 'word');
  const alike = found.filter(({ by }) => by === 'word').slice(0, MOST_BY_WORD);
  return (
    <Palette label={t('shell.do.search')} className="do__palette" shouldFilter={false}>
      <Palette.Input
        data-autofocus
        value={query}
        onValueChange={setQuery}
        onPaste={(event) => {
          const text = pastedLines(event);
          if (text === null) return;
          event.preventDefault();
          setQuery(text);
        }}
        placeholder={t('shell.do.search')}
        className="do__search"
      />
      <Palette.List className="do__list">
        {types.length + found.length + terms.length === 0 && isEmpty(findings) ? (
          <p className="do__empty">{t('shell.do.none')}</p>
        ) : null}
        <FoundEntries found={printed} />
        <FoundThings {...findings} />
        {types.length === 0 ? null : (
          <Palette.Group heading={query.trim() === '' ? undefined : t('shell.do.commands')}>
            {types.map((type) => (
              <Palette.Item key={type} value={type} onSelect={() => onChoose(type)}>
                <span>{t(`commands.${type}`)}</span>
                <code>{type}</code>
              </Palette.Item>
            ))}
          </Palette.Group>
        )}
        <FoundTerms terms={terms} />
        <FoundScenes {...findings} />
        <FoundEntries found={printed.length > 0 ? [] : alike} />
      </Palette.List>
    </Palette>
  );
}

function FoundEntries({ found }: { readonly found: readonly Found[] }) {
  const t = useText();
  const session = useSession();
  if (found.length === 0) return null;
  return (
    <Palette.Group heading={t('explain.ui.found')}>
      {found.map(({ explanation: { id, title, code } }) => (
        <Palette.Item
          key={id}
          value={`explain ${id}`}
          className="do__found"
          onSelect={() => session.ui.setState({ explained: { type: 'entry', id } })}
        >
          <code>{code === null ? title : `${title} (${String(code.number)})`}</code>
          <small>{t(`explain.${id}.cause`)}</small>
        </Palette.Item>
      ))}
    </Palette.Group>
  );
}
