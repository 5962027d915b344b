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
const stop = session.store.subscribe(({ status, beside }) => {
  if (beside === null && (status === 'loading' || status === 'opening')) return;
  stop();
  void import('../ui/fonts/typed.css');
});
