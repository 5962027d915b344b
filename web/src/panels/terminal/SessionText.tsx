/** What stands below a line of the session: the words of its tool, or those of the lab, which are marked as such. */
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { Printed } from './printed.ts';
import { usageOf, VERBS } from './shell/shell.ts';
import type { Shown } from './shell/shell-store.ts';
import type { Verb } from './shell/verb.ts';

type Translate = ReturnType<typeof useText>;

/** Tools and their verbs, a tool a line. */
function toolLines(verbs: readonly Verb[]): string {
  const tools = new Map<string, string[]>();
  for (const { words } of verbs) {
    const [tool = '', ...verb] = words;
    tools.set(tool, [...(tools.get(tool) ?? []), verb.join(' ')]);
  }
  return [...tools].map(([tool, own]) => `${tool}: ${own.filter((verb) => verb !== '').join(', ') || '…'}`).join('\n');
}

interface LabText {
  /** A sentence. */
  readonly text: string;
  /** A list below it. */
  readonly list: string;
  readonly isWrong: boolean;
}

function labText(shown: Exclude<Shown, { readonly by: 'tool' }>, t: Translate): LabText {
  if ('word' in shown) return { text: t(`terminal.${shown.word}`, shown.params), list: '', isWrong: shown.isWrong };
  if ('refusal' in shown) return { text: refusalText(t, shown.refusal), list: '', isWrong: true };
  if ('help' in shown)
    return {
      text: t('panels.terminal.help'),
      list: `${toolLines(VERBS)}\n\n${t('panels.terminal.helpBuiltIn')}`,
      isWrong: false,
    };
  const [only, ...others] = shown.usage;
  if (only === undefined) return { text: t('terminal.nothingHere'), list: '', isWrong: false };
  const list = others.length === 0 ? usageOf(only) : toolLines(shown.usage);
  return { text: t(others.length === 0 ? 'terminal.usage' : 'terminal.verbs'), list, isWrong: false };
}

export function SessionText({ shown }: { readonly shown: Shown | Printed }) {
  const t = useText();
  if (shown.by === 'tool')
    return shown.text === '' ? null : (
      <pre className={shown.isWrong ? 'session__error' : 'session__output'}>{shown.text}</pre>
    );
  const { text, list, isWrong } = labText(shown, t);
  return (
    <div className={`session__lab${isWrong ? ' session__lab--wrong' : ''}`}>
      <span className="session__sign">{t('terminal.sign')}</span>
      <div>
        <p>{text}</p>
        {list === '' ? null : <pre>{list}</pre>}
      </div>
    </div>
  );
}
