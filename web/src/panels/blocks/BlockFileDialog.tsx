/** A block from a file, to be read only: its header, whether its hashes fit, its transactions. */
import { useText } from '../../i18n/text-context.tsx';
import type { BlockFile } from '../../sim/protocol/block-file.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Pending } from '../../ui/Pending.tsx';
import { JsonTree } from '../inspector/JsonTree.tsx';
import { type Row, Rows } from '../inspector/Rows.tsx';
import { FileTransaction } from './FileTransaction.tsx';
import type { OpenedFile } from './use-block-file.ts';
// Its rows are the inspector's, which a phone may not have shown yet.
import '../inspector/inspector.css';
import './block-file.css';

const exactRow = (name: string, value: string | null): Row | null =>
  value === null || value === '' ? null : { name, value, exact: true };

function useHeaderRows(block: BlockFile): readonly (Row | null)[] {
  const t = useText();
  const kind = block.number === 0 ? 'genesis' : block.config ? 'config' : 'ordinary';
  const orgs = block.signerMspIds.join(', ') || '?';
  const fits = block.dataHash === block.computedDataHash;
  return [
    { name: t('panels.row.number'), value: block.number },
    exactRow(t('panels.channel'), block.channel),
    { name: t('exports.block.kind'), value: t(`exports.block.${kind}`) },
    { name: t('exports.block.file'), value: t('exports.block.size', { count: block.size }) },
    exactRow(t('exports.block.hash'), block.hash),
    exactRow(t('exports.block.previousHash'), block.previousHash),
    exactRow(t('exports.block.dataHash'), block.dataHash),
    fits ? null : exactRow(t('exports.block.computed'), block.computedDataHash),
    exactRow(t('exports.block.commitHash'), block.commitHash),
    block.lastConfig === null ? null : { name: t('exports.block.lastConfig'), value: block.lastConfig },
    {
      name: t('exports.block.signatures'),
      value:
        block.signatures === 0
          ? t('exports.block.unsigned')
          : t('exports.block.signedBy', { count: block.signatures, orgs }),
    },
    exactRow(t('exports.block.defect'), block.defect),
  ];
}

function Opened({ block }: { readonly block: BlockFile }) {
  const t = useText();
  const rows = useHeaderRows(block);
  const fits = block.dataHash === block.computedDataHash;
  return (
    <div className="block-file">
      <section>
        <Rows rows={rows} />
        <Notice tone={fits ? 'good' : 'bad'}>{t(fits ? 'exports.block.same' : 'exports.block.differs')}</Notice>
        {block.signatures === 0 ? null : <p className="panel-note">{t('exports.block.unverified')}</p>}
      </section>
      <section>
        <h3>{t('exports.block.transactions', { count: block.transactions.length })}</h3>
        <ol className="block-file__transactions">
          {block.transactions.map((transaction, index) => (
            <li key={`${index} ${transaction.txid}`}>
              <FileTransaction transaction={transaction} />
            </li>
          ))}
        </ol>
        <details className="block-file__raw">
          <summary>{t('exports.block.raw')}</summary>
          <JsonTree value={block.json} />
        </details>
      </section>
    </div>
  );
}

export function BlockFileDialog({ opened, onClose }: { readonly opened: OpenedFile; readonly onClose: () => void }) {
  const t = useText();
  const { status, name } = opened;
  const title = status === 'open' ? t('exports.block.title', { file: name, number: opened.block.number }) : name;
  return (
    <Dialog open from="wide" title={title} closeLabel={t('exports.block.close')} onClose={onClose}>
      <div className="block-file__page" tabIndex={0} role="region" aria-label={title}>
        {status === 'reading' ? <Pending>{t('exports.block.reading', { file: name })}</Pending> : null}
        {status === 'refused' ? <Notice tone="bad">{opened.text}</Notice> : null}
        {status === 'open' ? <Opened block={opened.block} /> : null}
      </div>
    </Dialog>
  );
}
