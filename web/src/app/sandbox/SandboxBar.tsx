/** Over the stage of a network of one's own: undo, save, bring up, and how far that has come. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import { useLink } from '../../link/react/lab-context.tsx';
import { bringUpCommands, deployCommands, firstPeers } from '../../sim/protocol/bring-up.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useSession } from '../session-context.tsx';
import type { Run } from './network-run.ts';
import { useSandbox } from './use-sandbox.ts';
import './sandbox.css';

export function SandboxBar() {
  const t = useText();
  const run = useSandbox((state) => state.run);
  const [isNaming, setNaming] = useState(false);
  return (
    <section className="sandbox-bar" aria-label={t('sandbox.bar.label')}>
      {run === null ? null : <RunRow run={run} />}
      {isNaming ? <NameForm onDone={() => setNaming(false)} /> : null}
      <Actions onName={() => setNaming(true)} />
      {run === null ? <p className="sandbox-bar__hint">{t('sandbox.bar.hint', { keys: 'Ctrl+K' })}</p> : null}
    </section>
  );
}

function Actions({ onName }: { readonly onName: () => void }) {
  const t = useText();
  const session = useSession();
  const { sandbox } = session;
  const { undoable, redoable } = useStore(sandbox.runner.history.store);
  const running = useSandbox((state) => state.run !== null && state.run.failure === null);
  const rest = useSandbox((state) => state.rest);
  const isSaved = useSandbox((state) => state.isSaved);
  const open = useSandbox((state) => state.open);
  const isNew = useLink((state) => state.recording?.commands.length === 0);
  const recording = useLink((state) => state.recording);
  const save = (): void => {
    if (open === null || open.id === null || open.name === '') onName();
    else void sandbox.save(open.name);
  };
  const undoName = undoable === null ? '' : t(`commands.${undoable.type}`);
  const redoName = redoable === null ? '' : t(`commands.${redoable.type}`);
  return (
    <div className="sandbox-bar__row">
      {isNew && recording !== null ? (
        <Button
          tone="primary"
          icon="play"
          disabled={running}
          onClick={() => {
            const { topology } = recording;
            void sandbox.runner.give([...bringUpCommands(topology, firstPeers(topology)), ...deployCommands(topology)]);
          }}
        >
          {t('sandbox.bar.bringUp')}
        </Button>
      ) : null}
      {rest.length > 0 && !running ? (
        <Button tone="primary" icon="play" onClick={() => void sandbox.runner.give(rest)}>
          {t('sandbox.bar.goOn', { count: rest.length })}
        </Button>
      ) : null}
      <Button
        aria-label={undoable === null ? undefined : t('sandbox.bar.undoOf', { command: undoName })}
        title={undoName}
        aria-keyshortcuts="Control+Z"
        disabled={undoable === null || running}
        onClick={() => void sandbox.runner.undo()}
      >
        {t('sandbox.bar.undo')}
      </Button>
      <Button
        aria-label={redoable === null ? undefined : t('sandbox.bar.redoOf', { command: redoName })}
        title={redoName}
        aria-keyshortcuts="Control+Shift+Z"
        disabled={redoable === null || running}
        onClick={() => void sandbox.runner.redo()}
      >
        {t('sandbox.bar.redo')}
      </Button>
      <Button icon={isSaved ? 'check' : undefined} disabled={isSaved || running} onClick={save}>
        {t(isSaved ? 'sandbox.bar.saved' : 'sandbox.bar.save')}
      </Button>
      <Button disabled={running} onClick={() => session.ui.setState({ overlay: 'extend' })}>
        {t('sandbox.bar.extend')}
      </Button>
      <Button
        onClick={() =>
          session.ui.setState({ overlay: 'contract', workshop: { page: 'code', contract: null, chaincode: null } })
        }
      >
        {t('sandbox.bar.contracts')}
      </Button>
      <Button icon="menu" onClick={() => sandbox.showStart()}>
        {t('sandbox.bar.menu')}
      </Button>
    </div>
  );
}

function RunRow({ run: { done, count, command, failure } }: { readonly run: Run }) {
  const t = useText();
  const { sandbox } = useSession();
  const name = command === null ? '' : t(`commands.${command.type}`);
  if (failure !== null) {
    const text = typeof failure === 'string' ? failure : refusalText(t, failure);
    return (
      <Notice tone="bad" closeLabel={t('sandbox.bar.dismiss')} onClose={() => sandbox.runner.cancel()}>
        {t('sandbox.bar.failed', { command: name, text })}
      </Notice>
    );
  }
  return (
    <div className="sandbox-bar__run" role="status">
      <progress value={done} max={count} aria-label={t('sandbox.bar.bringUp')} />
      <span>{t('sandbox.bar.running', { done: done + 1, count, command: name })}</span>
      <Button onClick={() => sandbox.runner.cancel()}>{t('sandbox.bar.cancel')}</Button>
    </div>
  );
}

function NameForm({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const { sandbox } = useSession();
  const [name, setName] = useState(() => sandbox.store.getState().open?.name ?? '');
  return (
    <form
      className="sandbox-bar__row"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        void sandbox.save(name.trim());
        onDone();
      }}
    >
      <label>
        <span>{t('sandbox.bar.saveAs')}</span>
        <input value={name} autoFocus onChange={(event) => setName(event.target.value)} />
      </label>
      <Button type="submit" tone="primary" disabled={name.trim() === ''}>
        {t('sandbox.bar.save')}
      </Button>
    </form>
  );
}
