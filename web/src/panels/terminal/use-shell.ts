/** The terminal's line: what was typed is run by the shell, its commands are given to the network, its answers stand in the session. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import { useBuiltIns } from '../contract/use-contracts.ts';
import type { Command, Recording } from '../lab-types.ts';
import { type Completion, completed } from './shell/completion.ts';
import { type Answer, type Around, newShell, promptOf, runShell, type ShellState, VERBS } from './shell/shell.ts';
import { type Said, terminalStore } from './shell/shell-store.ts';

export interface ShellLine {
  readonly prompt: ReturnType<typeof promptOf>;
  readonly history: readonly string[];
  readonly draft: string;
  readonly said: readonly Said[];
  /** Commands of a line are being given. */
  readonly busy: boolean;
  readonly write: (draft: string) => void;
  readonly complete: () => Completion;
  readonly run: () => Promise<void>;
}

type Translate = ReturnType<typeof useText>;

/** Tools and their verbs, a tool a line. */
function help(t: Translate): string {
  const tools = new Map<string, string[]>();
  for (const { words } of VERBS) {
    const [tool = '', ...verb] = words;
    tools.set(tool, [...(tools.get(tool) ?? []), verb.join(' ')]);
  }
  const lines = [...tools].map(([tool, verbs]) => `${tool}: ${verbs.filter((verb) => verb !== '').join(', ') || '…'}`);
  return [t('panels.terminal.help'), '', ...lines, '', t('panels.terminal.helpBuiltIn')].join('\n');
}

/** What an answer says in the session; nothing for a command, which has a row of its own. */
function textOf(answer: Answer, t: Translate): readonly { readonly text: string; readonly isWrong: boolean }[] {
  if (answer.type === 'help') return [{ text: help(t), isWrong: false }];
  if (answer.type === 'said' || answer.type === 'wrong')
    return [{ text: answer.text, isWrong: answer.type === 'wrong' }];
  return [];
}

/** `count` commands of the recording have been given at this moment; null before a world is open. */
export function useShell(recording: Recording | null, count: number): ShellLine | null {
  const t = useText();
  const lab = useLab();
  useLink((state) => state.world);
  const store = terminalStore(lab);
  const { shell: begun, said, draft } = useStore(store);
  const builtIn = useBuiltIns();
  const [busy, setBusy] = useState(false);
  const around = useMemo<Around | null>(
    () =>
      recording === null
        ? null
        : {
            topology: recording.topology,
            given: recording.commands.slice(0, count).map(({ command }) => command),
            contracts: { ...builtIn, ...recording.contracts },
          },
    [recording, count, builtIn],
  );
  if (around === null) return null;
  const shell: ShellState = begun ?? newShell(around);

  const answer = (line: string, text: string, isWrong: boolean): void =>
    store.setState(({ said: before }) => ({
      said: [...before, { id: (before.at(-1)?.id ?? 0) + 1, after: count, line, text, isWrong }],
    }));

  const give = async (line: string, commands: readonly Command[]): Promise<void> => {
    const [first] = commands;
    if (first === undefined) return;
    setBusy(true);
    try {
      // One is played on from, so that one sees what comes of it; of several, the end is shown.
      const given = commands.length === 1 ? await lab.act(first) : await lab.actInOrder(commands);
      if (!given.ok) answer(line, refusalText(t, given.error), true);
    } finally {
      setBusy(false);
    }
  };

  const run = async (): Promise<void> => {
    const line = draft.trim();
    const { state, answers } = runShell(line, shell, around);
    store.setState({ shell: state, draft: '' });
    if (answers.some(({ type }) => type === 'clear')) store.setState({ said: [] });
    const texts = answers.flatMap((one) => textOf(one, t));
    if (answers.length === 0 && line !== '') answer(line, '', false);
    for (const [index, { text, isWrong }] of texts.entries()) answer(index === 0 ? line : '', text, isWrong);
    await give(
      line,
      answers.flatMap((one) => (one.type === 'command' ? [one.command] : [])),
    );
  };

  return {
    prompt: promptOf(shell),
    history: shell.history,
    draft,
    said,
    busy,
    write: (text) => store.setState({ draft: text }),
    complete: () => completed(draft, around, shell),
    run,
  };
}
