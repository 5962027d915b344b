/** One transaction of a block file: what was called, what it read and wrote, and its validation code. */
import { useText } from '../../i18n/text-context.tsx';
import type { BlockFileTransaction } from '../../sim/protocol/block-file.ts';
import { CodeBadge } from '../CodeBadge.tsx';
import { clipped, shortHash } from '../figures.ts';
import { Reads, Writes } from '../inspector/ReadsWrites.tsx';
import { type Row, Rows } from '../inspector/Rows.tsx';

const CALL_LENGTH = 240;

function callOf({ function: name, args }: BlockFileTransaction): string {
  return name === '' ? '' : clipped(`${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`, CALL_LENGTH);
}

/** UTC, alike in every place of the world. */
const timeText = (micros: number): string =>
  new Date(micros / 1_000)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');

export function FileTransaction({ transaction }: { readonly transaction: BlockFileTransaction }) {
  const t = useText();
  const { txid, type, code, timestamp, creatorMspId, chaincode, endorserMspIds, rwset, defect } = transaction;
  const row = (name: string, value: string, exact = false): Row | null =>
    value === '' ? null : { name, value, exact };
  const call = callOf(transaction);
  return (
    <>
      <p className="block-file__head">
        <span className="mono">{type}</span>
        {txid === '' ? null : (
          <abbr className="mono" title={txid}>
            {shortHash(txid)}
          </abbr>
        )}
        {code === null ? <span className="panel-note">{t('exports.block.unjudged')}</span> : <CodeBadge code={code} />}
        {timestamp === null ? null : <span className="panel-note">{timeText(timestamp)}</span>}
      </p>
      <Rows
        rows={[
          row(t('panels.row.chaincode'), chaincode, true),
          row(t('exports.block.call'), call, true),
          row(t('exports.block.creator'), creatorMspId),
          row(t('exports.block.endorsers'), endorserMspIds.join(', ')),
          rwset === null
            ? null
            : { name: t('exports.block.reads'), value: <Reads rwset={rwset} chaincode={chaincode} /> },
          rwset === null
            ? null
            : { name: t('exports.block.writes'), value: <Writes rwset={rwset} chaincode={chaincode} /> },
          row(t('exports.block.defect'), defect, true),
        ]}
      />
    </>
  );
}
