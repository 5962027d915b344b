/** Who signed: endorsers with their verdicts, and the certificates as `openssl x509 -text` prints them. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import type { InspectionState } from '../../link/react/use-inspection.ts';
import { Endorsements } from './Endorsements.tsx';
import { PrintedTexts } from './Raw.tsx';
import { signaturesIn } from './signatures-in.ts';
import { nodeOf, type Subject } from './subject.ts';

export function Signatures({ subject, state }: { readonly subject: Subject; readonly state: InspectionState }) {
  const t = useText();
  const world = useWorldView();
  const mspId = subject.type === 'node' ? (world?.nodes[subject.node]?.info.mspId ?? '') : '';
  const record = subject.type === 'message' || subject.type === 'transaction' ? subject.record : null;
  const inspection = state.status === 'ready' ? state.inspection : null;
  const signatures = inspection === null ? [] : signaturesIn(inspection.json);
  const none = record === null && signatures.length === 0 && (inspection?.texts.length ?? 0) === 0;
  return (
    <>
      {record === null ? null : (
        <section>
          <h3>{t('panels.row.endorsements')}</h3>
          <Endorsements record={record} />
        </section>
      )}
      {signatures.length === 0 ? null : (
        <section>
          <h3>{t('panels.signatures.found', { count: signatures.length })}</h3>
          <ul className="signatures">
            {signatures.map(({ path, value }) => (
              <li key={path}>
                <span className="panel-note mono">{path}</span>
                <code>{value}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {inspection === null ? null : <PrintedTexts inspection={inspection} mspId={mspId} node={nodeOf(subject)} />}
      {none && state.status === 'ready' ? <p className="panel-note">{t('panels.signatures.none')}</p> : null}
    </>
  );
}
