/** The entry of the page: starts the session, which asks the worker to begin, and draws. */
import '../ui/fonts/fonts.css';
import '../ui/tokens.css';
import '../ui/contrast.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { showOnDocument } from './interface-store.ts';
import { preloadStage } from './parts.tsx';
import { Session } from './session.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const session = new Session(preloadStage);
showOnDocument(session.ui);
session.start();
createRoot(root).render(<App session={session} />);
preloadStage().catch(() => undefined);

// The rest of Hangul, for words that are typed and not ours; nobody waits for it.
const stops = [session.store, session.sandbox.store].map((store) => store.subscribe(loadTyped));

function loadTyped(): void {
  const { status, beside } = session.store.getState();
  const isPage = beside !== null || session.sandbox.store.getState().view !== null;
  if (!isPage && (status === 'loading' || status === 'opening')) return;
  for (const stop of stops) stop();
  void import('../ui/fonts/typed.css');
}
