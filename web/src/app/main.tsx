/** The entry of the page: starts the session, which asks the worker to begin, and draws. */
import '../ui/fonts/fonts.css';
import '../ui/tokens.css';
import '../ui/contrast.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { showOnDocument } from './interface-store.ts';
import { preloadStage } from './parts.tsx';
import { speakerIdIn } from './present/speaker-address.ts';
import { Session } from './session.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const speaker = speakerIdIn(location.hash);
if (speaker === null) startLab(root);
else void import('./present/speaker/start-speaker.tsx').then(({ startSpeaker }) => startSpeaker(root, speaker));

function startLab(element: HTMLElement): void {
  const session = new Session(preloadStage);
  showOnDocument(session.ui);
  session.start();
  session.present.attach(async (id) => {
    const { linkSpeaker } = await import('./present/speaker/speaker-link.ts');
    linkSpeaker(session, id);
  });
  createRoot(element).render(<App session={session} />);
  preloadStage().catch(() => undefined);
  loadTyped(session);
}

/** The rest of Hangul, for words that are typed and not ours; nobody waits for it. */
function loadTyped(session: Session): void {
  const look = (): void => {
    const { status, beside } = session.store.getState();
    const isPage = beside !== null || session.sandbox.store.getState().view !== null;
    if (!isPage && (status === 'loading' || status === 'opening')) return;
    for (const stop of stops) stop();
    void import('../ui/fonts/typed.css');
  };
  const stops = [session.store, session.sandbox.store].map((store) => store.subscribe(look));
}
