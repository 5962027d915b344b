/** The terminal's line: what was typed is run by the shell, its commands are given to the network, its answers stand in the session. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type Lab, useLab, useLink } from '../../link/react/lab-context.tsx';
import { countUntil } from '../../view/world-timeline.ts';
import { useBuiltIns } from '../contract/use-contracts.ts';
import type { Command, Recording } from '../lab-types.ts';
import { certificateText } from './certificate-files.ts';
import { type Completion, completed } from './shell/completion.ts';
import { runShell } from './shell/shell.ts';
import { type Answer, type Around, newShell, promptOf, type ShellState } from './shell/shell-state.ts';
import { type Said, type Shown, terminalStore } from './shell/shell-store.ts';
import { BLIND, type Sight, sightOf } from './shell/sight.ts';

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

/** What is seen at the playhead whenever somebody looks. */
function sightNow({ trace, playhead }: Lab): Sight {
  const now = (): Sight => {
    const index = trace.current();
    return index === null ? BLIND : sightOf(index, countUntil(index.entries, playhead.store.getState().time));
  };
  return {
    chain: (node, channel) => now().chain(node, channel),
    isUp: (node) => now().isUp(node),
    packageId: (label) => now().packageId(label),
    doneSeq: (command) => now().doneSeq(command),
    since: (types, from) => now().since(types, from),
    world: () => now().world(),
  };
}

/** What an answer says in the session; null for a command, which has a row of its own, and for what only clears. */
async function shownOf(answer: Answer, lab: Lab): Promise<Shown | null> {
  switch (answer.type) {
    case 'said':
    case 'wrong':
      return { by: 'tool', text: answer.text, isWrong: answer.type === 'wrong' };
    case 'lab':
      return { by: 'lab', word: answer.word, params: answer.params, isWrong: answer.isWrong };
    case 'usage':
      return { by: 'lab', usage: answer.verbs };
    case 'help':
      return { by: 'lab', help: true };
    case 'certificate': {
      const text = await certificateText(answer, lab);
      if (text === null) return { by: 'lab', word: 'noText', params: { file: answer.holder }, isWrong: true };
      return { by: 'tool', text: text.trimEnd(), isWrong: false };
    }
    case 'command':
    case 'clear':
      return null;
  }
}

function useAround(recording: Recording | null, count: number): Around | null {
  const lab = useLab();
  const builtIn = useBuiltIns();
  return useMemo(
    () =>
      recording === null
        ? null
        : {
            topology: recording.topology,
            given: recording.commands.slice(0, count).map(({ command }) => command),
            contracts: { ...builtIn, ...recording.contracts },
            sight: sightNow(lab),
          },
    [recording, count, builtIn, lab],
  );
}

/** `count` commands of the recording have been given at this moment; null before a world is open. */
export function useShell(recording: Recording | null, count: number): ShellLine | null {
  const lab = useLab();
  useLink((state) => state.world);
  const store = terminalStore(lab);
  const { shell: begun, said, draft } = useStore(store);
  const [busy, setBusy] = useState(false);
  const around = useAround(recording, count);
  if (around === null) return null;
  const shell: ShellState = begun ?? newShell(around);

  const answer = (line: string, shown: Shown | null): void =>
    store.setState(({ said: before }) => ({
      said: [...before, { id: (before.at(-1)?.id ?? 0) + 1, after: count, line, shown }],
    }));

  const give = async (line: string, commands: readonly Command[]): Promise<void> => {
    const [first] = commands;
    if (first === undefined) return;
    // One is played on from, so that one sees what comes of it; of several, the end is shown.
    if (commands.length === 1) {
      const given = await lab.act(first);
      if (!given.ok) answer(line, { by: 'lab', refusal: given.error });
      return;
    }
    const given = await lab.actInOrder(commands);
    if (!given.ok) answer(line, { by: 'lab', refusal: given.error });
    else if (given.value.given < commands.length)
      answer('', {
        by: 'lab',
        word: 'notGiven',
        params: { count: commands.length - given.value.given },
        isWrong: true,
      });
  };

  const run = async (): Promise<void> => {
    const line = draft.trim();
    const { state, answers } = runShell(line, shell, around);
    store.setState({ shell: state, draft: '' });
    if (answers.some(({ type }) => type === 'clear')) store.setState({ said: [] });
    if (answers.length === 0 && line !== '') answer(line, null);
    setBusy(true);
    try {
      const shown = (await Promise.all(answers.map((one) => shownOf(one, lab)))).filter((one) => one !== null);
      for (const [index, one] of shown.entries()) answer(index === 0 ? line : '', one);
      await give(
        line,
        answers.flatMap((one) => (one.type === 'command' ? [one.command] : [])),
      );
    } finally {
      setBusy(false);
    }
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
