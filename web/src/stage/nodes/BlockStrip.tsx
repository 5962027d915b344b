/** The last blocks of a chain as linked squares; a block with invalid transactions has its corner marked. */
import { useText } from '../../i18n/text-context.tsx';
import type { BlockGlimpse } from '../../view/world-model.ts';

const STEP = 17;
const SIDE = 13;

function useBlockTitle(): (block: BlockGlimpse) => string {
  const t = useText();
  return ({ number, valid, invalid, config, tampered }) => {
    if (tampered) return t('stage.block.tampered', { number });
    if (config) return t('stage.block.config', { number });
    if (invalid > 0) return t('stage.block.invalid', { number, valid, invalid });
    return valid > 0 ? t('stage.block.valid', { number, valid }) : t('stage.block.plain', { number });
  };
}

const LINK = `M${SIDE - STEP} ${SIDE / 2}h${STEP - SIDE}`;

/** A block that names another hash than the one before it has is not linked to it. */
function linkClass({ previousHash }: BlockGlimpse, before: BlockGlimpse | undefined): string {
  const known = before !== undefined && before.hash !== '' && previousHash !== '';
  return known && before.hash !== previousHash ? 'stage-strip-link is-broken' : 'stage-strip-link';
}

function blockClass({ config, tampered }: BlockGlimpse): string {
  return `stage-block${config ? ' is-config' : ''}${tampered ? ' is-tampered' : ''}`;
}

export function BlockStrip({
  blocks,
  incoming,
}: {
  readonly blocks: readonly BlockGlimpse[];
  readonly incoming: boolean;
}) {
  const title = useBlockTitle();
  const count = blocks.length + (incoming ? 1 : 0);
  return (
    <svg className="stage-strip" width={Math.max(1, count * STEP + 2)} height={SIDE + 3} aria-hidden="true">
      {blocks.map((block, index) => (
        <g key={block.number} transform={`translate(${index * STEP + 1} 1.5)`}>
          <title>{title(block)}</title>
          {index > 0 && <path className={linkClass(block, blocks[index - 1])} d={LINK} />}
          <rect className={blockClass(block)} width={SIDE} height={SIDE} rx="3" />
          {block.invalid > 0 && <path className="stage-block-invalid" d="M3.5 3.500l6 6M9.500 3.500l-6 6" />}
        </g>
      ))}
      {incoming && (
        <rect
          className="stage-block is-incoming"
          x={blocks.length * STEP + 1}
          y="1.5"
          width={SIDE}
          height={SIDE}
          rx="3"
        />
      )}
    </svg>
  );
}
