/** The composition root of React: contexts, the outermost error boundary, and the frame that fits the window. */
import { useStore } from 'zustand';
import { TextProvider } from '../i18n/text-context.tsx';
import { LabProvider } from '../link/react/lab-context.tsx';
import { DialogFoot } from '../ui/Dialog.tsx';
import { lazyPart } from '../ui/lazy-part.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';
import { Pane } from './Pane.tsx';
import { WorkBar } from './progress/WorkBar.tsx';
import type { Session } from './session.ts';
import { SessionContext } from './session-context.tsx';
import { WordlessPage } from './WordlessPage.tsx';
import './app.css';
// It says otherwise for narrow windows.
import './narration-below.css';

/** Here and not among the parts: it is made of them itself. */
const LazyBesideView = lazyPart(() => import('./beside/BesideView.tsx').then((part) => part.BesideView));

const LazyBranchesView = lazyPart(() => import('./branches/BranchesView.tsx').then((part) => part.BranchesView));

/** The lab or, in its place, two of its branches side by side. */
function OpenLab({ session }: { readonly session: Session }) {
  const compared = useStore(session.ui, (state) => state.compared);
  return (
    <LabProvider lab={session.lab}>
      {compared === null ? (
        <Frame />
      ) : (
        <Pane loading="shell.loading.scene">
          <LazyBranchesView {...compared} />
        </Pane>
      )}
    </LabProvider>
  );
}

/** The lab, or two scenes side by side. */
function OpenPage({ session }: { readonly session: Session }) {
  const beside = useStore(session.store, (state) => state.beside);
  if (beside === null) {
    return <OpenLab session={session} />;
  }
  return (
    <Pane loading="shell.loading.scene">
      <LazyBesideView key={`${beside.scene} ${beside.other}`} place={beside} />
    </Pane>
  );
}

export function App({ session }: { readonly session: Session }) {
  const translate = useStore(session.store, (state) => state.translate);
  const isWordless = useStore(session.store, (state) => state.isWordless);
  if (translate === null) return <WordlessPage failed={isWordless} />;
  return (
    <SessionContext value={session}>
      <TextProvider translate={translate}>
        <ErrorBoundary>
          <DialogFoot value={<WorkBar />}>
            <OpenPage session={session} />
          </DialogFoot>
        </ErrorBoundary>
      </TextProvider>
    </SessionContext>
  );
}
