/** A dialog that is still being fetched, or could not be. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Boundary } from '../ui/Boundary.tsx';
import type { FailureViewProps } from '../ui/Boundary.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Pending } from '../ui/Pending.tsx';
import { PartFailurePart } from './FailurePart.tsx';
import { useInterface, useSession } from './session-context.tsx';

export function OverlayPart({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const overlay = useInterface((state) => state.overlay);
  const isExplaining = useInterface((state) => state.explained !== null);
  return (
    <Boundary of={`${overlay ?? ''} ${String(isExplaining)}`} view={OverlayFailure}>
      <Suspense
        fallback={
          <div className="overlay-pending ui-late">
            <Pending>{t('shell.loading.panel')}</Pending>
          </div>
        }
      >
        {children}
      </Suspense>
    </Boundary>
  );
}

function OverlayFailure(props: FailureViewProps) {
  const t = useText();
  const session = useSession();
  return (
    <Dialog
      open
      title={t('shell.failed.title')}
      closeLabel={t('shell.close')}
      onClose={() => session.ui.setState({ overlay: null, explained: null })}
    >
      <PartFailurePart {...props} />
    </Dialog>
  );
}
