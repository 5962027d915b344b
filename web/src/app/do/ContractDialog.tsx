/** The contract workshop over the lab. */
import { useText } from '../../i18n/text-context.tsx';
import { ContractWorkshop } from '../../panels/contract/ContractWorkshop.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useInterface, useSession } from '../session-context.tsx';

export function ContractDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const start = useInterface((state) => state.workshop);
  return (
    <Dialog open from="wide" title={t('contract.title')} closeLabel={t('shell.close')} onClose={onClose}>
      <ContractWorkshop
        start={start}
        onSave={(name, bytes) => saveFile(name, new Uint8Array(bytes))}
        onWatch={(from, selection) => {
          onClose();
          if (selection !== null) session.ui.setState({ selection });
          if (from === null) return;
          const { playhead, link } = session.lab;
          playhead.jump(from);
          playhead.play({ stopAt: link.store.getState().horizon });
        }}
      />
    </Dialog>
  );
}
