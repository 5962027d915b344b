/** A block as one node has it: number, the hashes that tie it, its transactions with their codes. */
import { explainCode } from '../../explain/entries.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { ChainBlock } from '../../view/chain-index.ts';
import { CodeBadge } from '../CodeBadge.tsx';
import { shortHash } from '../figures.ts';
import type { SelectionProps } from '../selection.ts';
import { CodeExplanation } from './CodeExplanation.tsx';
import { Rows } from './Rows.tsx';
import { thingRow } from './structures/thing-row.tsx';

interface BlockContentsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly block: ChainBlock;
  readonly node: string;
  readonly channel: string;
}

/** A hash in full, broken where it may be. */
const hashRow = (name: string, hash: string | null) =>
  hash === null || hash === '' ? null : { name, value: hash, exact: true };

export function BlockContents({ block, node, channel, onSelect }: BlockContentsProps) {
  const t = useText();
  const codes = [...new Set(block.transactions.map(({ code }) => code))].filter(
    (code) => code !== null && code !== 'VALID',
  );
  return (
    <>
      <Rows
        rows={[
          thingRow(t('panels.channel'), { type: 'channel', channel }, channel, onSelect),
          { name: t('panels.row.number'), value: block.number },
          {
            name: t('panels.row.kind'),
            value: t(block.config ? 'panels.blocks.configLong' : 'panels.blocks.ordinary'),
          },
          hashRow(t('panels.row.hash'), block.hash),
          hashRow(t('panels.row.previousHash'), block.previousHash),
          hashRow(t('panels.row.commitHash'), block.commitHash),
        ]}
      />
      <h3>{t('panels.row.transactions', { count: block.transactions.length })}</h3>
      <ol className="verdicts">
        {block.transactions.map(({ txid, code }, index) => (
          <li key={`${txid}-${index}`}>
            <button
              type="button"
              disabled={txid === ''}
              onClick={() => onSelect({ type: 'transaction', node, channel, txid })}
            >
              <span className="mono">{txid === '' ? t('panels.blocks.configTransaction') : shortHash(txid)}</span>
              {code === null ? <span className="panel-note">{t('panels.notJudged')}</span> : <CodeBadge code={code} />}
            </button>
          </li>
        ))}
      </ol>
      {codes.map((code) => {
        const explanation = code === null ? null : explainCode(code);
        return explanation === null ? null : <CodeExplanation key={code} explanation={explanation} />;
      })}
    </>
  );
}
