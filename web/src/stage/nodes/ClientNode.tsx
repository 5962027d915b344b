/** A client server: a terminal with the state of its latest transaction in words. */
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { callName } from '../../view/call-name.ts';
import { latestTransaction } from '../../view/node-summary.ts';
import type { ClientTransaction, NodeView, TransactionStage } from '../../view/world-model.ts';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

const TONES: Readonly<Record<TransactionStage, 'working' | 'good' | 'bad'>> = {
  endorsing: 'working',
  endorsed: 'good',
  endorsementFailed: 'bad',
  submitted: 'working',
  ordering: 'working',
  refused: 'bad',
  gaveUp: 'bad',
  committed: 'good',
  invalid: 'bad',
  answered: 'good',
};

/** A request that ends with its endorsements (installing a package) has nothing more to wait for. */
const toneOf = ({ stage, collected, asked }: ClientTransaction): string =>
  stage === 'endorsing' && asked > 0 && collected === asked ? 'good' : TONES[stage];

export function ClientNode({ id }: { readonly id: string }) {
  const node = useNode(id);
  return node === null ? null : <ClientCard node={node} />;
}

/** `brief`: in a word or two, for a card seen from far. */
function stateText(t: Translate, transaction: ClientTransaction | null, of: 'client' | 'brief'): string {
  if (transaction === null) return t(`stage.${of}.idle`);
  const { stage, collected, asked, code, block } = transaction;
  return t(`stage.${of}.${stage}`, { collected, asked, code, block: block ?? '' });
}

function ClientCard({ node }: { readonly node: NodeView }) {
  const t = useText();
  const transaction = latestTransaction(node);
  const text = stateText(t, transaction, 'client');
  const called = transaction?.function ?? '';
  const whole = called === '' ? '' : `${called}()`;
  const tone = transaction === null ? 'idle' : toneOf(transaction);
  return (
    <NodeFrame
      node={node}
      className="stage-client"
      details={[whole, text].filter((detail) => detail !== '')}
      brief={stateText(t, transaction, 'brief')}
      hint={whole === callName(called) ? '' : whole}
    >
      <header>
        <svg width="42" height="30" viewBox="0 0 42 30" aria-hidden="true">
          <rect x="6" y="1.500" width="30" height="21" rx="3" />
          <path d="M1.500 27.500h39M12 9l4 3.500-4 3.500M20 16h6" />
        </svg>
        <span>
          <b>{node.info.shortName}</b>
          <small>{called === '' ? t('stage.role.client') : callName(called)}</small>
        </span>
      </header>
      <span className={`stage-pill is-${tone}`}>{text}</span>
    </NodeFrame>
  );
}
