/** Where a sandbox begins: a ready network, one's own, the scene that was open, files, or what was kept. */
import { useText } from '../../i18n/text-context.tsx';
import { bringUpCommands, deployCommands, firstPeers } from '../../sim/protocol/bring-up.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useSession, useSessionState } from '../session-context.tsx';
import { FilePlace } from './FilePlace.tsx';
import { KeptList } from './KeptList.tsx';
import { EMPTY_DRAFT } from './network-draft.ts';
import { READY_NETWORKS, sizeOf } from './ready-networks.ts';
import type { ReadyNetwork } from './ready-networks.ts';
import { useFiles } from './use-files.ts';
import { useSandbox } from './use-sandbox.ts';

export function StartPage() {
  const t = useText();
  const { sandbox } = useSession();
  const isOpen = useSandbox((state) => state.open !== null);
  const files = useFiles();
  return (
    <main
      className={files.isOver ? 'sandbox-start is-over' : 'sandbox-start'}
      id="stage-region"
      aria-label={t('sandbox.start.title')}
      {...files.target}
    >
      <div className="sandbox-start__page">
        <header>
          <h2>{t('sandbox.start.title')}</h2>
          <p>{t('sandbox.start.lead')}</p>
          {isOpen ? (
            <Button icon="left" onClick={() => sandbox.closePages()}>
              {t('sandbox.start.back')}
            </Button>
          ) : null}
        </header>
        <Trouble />
        <div className="sandbox-start__own">
          <OwnCard />
          <SceneCard />
          <FilePlace files={files} />
        </div>
        <KeptList />
        <section>
          <h3>{t('sandbox.start.ready')}</h3>
          <ul className="sandbox-start__ready">
            {READY_NETWORKS.map((ready) => (
              <ReadyCard key={ready.kind} ready={ready} />
            ))}
          </ul>
        </section>
      </div>
    </main>
  );
}

/** What was wrong with a link to a sandbox. */
function Trouble() {
  const t = useText();
  const session = useSession();
  const trouble = useSessionState((state) => state.trouble);
  if (trouble === null) return null;
  return (
    <Notice tone="warn" closeLabel={t('shell.close')} onClose={() => session.store.setState({ trouble: null })}>
      {refusalText(t, trouble.refusal)}
    </Notice>
  );
}

function OwnCard() {
  const t = useText();
  const { sandbox } = useSession();
  return (
    <section className="sandbox-card sandbox-card--own">
      <h3>{t('sandbox.start.own')}</h3>
      <p>{t('sandbox.start.ownText')}</p>
      <Button tone="primary" icon="list" onClick={() => sandbox.showBuilder(EMPTY_DRAFT)}>
        {t('sandbox.start.ownGo')}
      </Button>
    </section>
  );
}

/** Only while a scene is open behind the page. */
function SceneCard() {
  const t = useText();
  const { sandbox } = useSession();
  const scene = useSessionState((state) => (state.status === 'ready' ? (state.scene?.id ?? null) : null));
  const key = `lesson.scene.${scene ?? ''}`;
  if (scene === null || !t.has(key)) return null;
  return (
    <section className="sandbox-card">
      <h3>{t('sandbox.start.scene')}</h3>
      <p>{t('sandbox.start.sceneText', { title: t(key) })}</p>
      <Button icon="play" onClick={() => sandbox.carryOn(t(key))}>
        {t('sandbox.start.sceneGo')}
      </Button>
    </section>
  );
}

function ReadyCard({ ready: { kind, topology } }: { readonly ready: ReadyNetwork }) {
  const t = useText();
  const { sandbox } = useSession();
  const name = t(`sandbox.ready.${kind}`);
  const draft = { name, seed: 'sandbox', topology };
  const script = [...bringUpCommands(topology, firstPeers(topology)), ...deployCommands(topology)];
  return (
    <li className={`sandbox-card sandbox-card--${kind}`}>
      <h4>{name}</h4>
      <p>{t(`sandbox.ready.${kind}Text`)}</p>
      <p className="sandbox-card__size">{t('sandbox.ready.size', { ...sizeOf(topology) })}</p>
      <div className="sandbox-card__row">
        <Button
          tone="primary"
          icon="play"
          aria-label={`${name}: ${t('sandbox.start.bringUp')}`}
          onClick={() => void sandbox.openNetwork(draft, script)}
        >
          {t('sandbox.start.bringUp')}
        </Button>
        <Button aria-label={`${name}: ${t('sandbox.start.edit')}`} onClick={() => sandbox.showBuilder(draft)}>
          {t('sandbox.start.edit')}
        </Button>
      </div>
    </li>
  );
}
