/** What the clients' facts change in the world: how far each of their transactions has come. */
import type { Entry, FactOf, TransactionRef } from '../sim/trace/facts.ts';
import { withNode } from './world-change.ts';
import type { ClientTransaction, WorldView } from './world-model.ts';

/** A client shows its latest transaction; a few more are kept for lists. */
const KEPT = 8;

function begun(world: WorldView, node: string, transaction: ClientTransaction): WorldView {
  return withNode(world, node, (view) => ({
    ...view,
    transactions: [...view.transactions.filter((known) => known.txid !== transaction.txid), transaction].slice(-KEPT),
  }));
}

function moved(world: WorldView, node: string, ref: TransactionRef, change: Partial<ClientTransaction>): WorldView {
  return withNode(world, node, (view) =>
    view.transactions.some((known) => known.txid === ref.txid)
      ? {
          ...view,
          transactions: view.transactions.map((known) => (known.txid === ref.txid ? { ...known, ...change } : known)),
        }
      : view,
  );
}

function answered(world: WorldView, node: string, fact: FactOf<'endorsementCollected'>): WorldView {
  const known = world.nodes[node]?.transactions.find(({ txid }) => txid === fact.txid);
  const waitsFor = (known?.waitsFor ?? []).filter((peer) => peer !== fact.from);
  const { collected, asked, channel, status } = fact;
  const change = { collected, asked, waitsFor };
  // A call that concerns no channel (joining, installing) is not a transaction: its answer is the end of it.
  const ended = channel === '' && collected >= asked;
  return moved(world, node, fact, ended ? { ...change, stage: 'answered', code: String(status) } : change);
}

/** As in `got unexpected status: SERVICE_UNAVAILABLE -- …`. */
const ORDERER_STATUS = /unexpected status: ([A-Z_]+)/;

/** A call that ends with nobody's answer (nobody listens there, none comes in time) says so only as the end of its command. */
function givenUp(world: WorldView, node: string, { command, text }: FactOf<'commandFailed'>): WorldView | null {
  const latest = world.nodes[node]?.transactions.at(-1);
  if (latest === undefined) return null;
  if (latest.stage === 'endorsing') return moved(world, node, latest, { stage: 'endorsementFailed', waitsFor: [] });
  if (command !== 'submitTransaction' || !['submitted', 'ordering'].includes(latest.stage)) return null;
  const status = ORDERER_STATUS.exec(text)?.[1];
  const end = status === undefined ? ({ stage: 'gaveUp' } as const) : ({ stage: 'refused', code: status } as const);
  return moved(world, node, latest, { ...end, waitsFor: [] });
}

/** As in `14 UNAVAILABLE: no orderers could …`. */
const GRPC_NAME = /^\d+ ([A-Z_]+):/;

/** What a call of the gateway was for says what has failed; whoever stops waiting for the commit knows nothing new. */
function gatewayFailed(world: WorldView, node: string, fact: FactOf<'gatewayCallFailed'>): WorldView | null {
  switch (fact.method) {
    case 'Submit':
      return moved(world, node, fact, { stage: 'refused', code: GRPC_NAME.exec(fact.text)?.[1] ?? '' });
    case 'CommitStatus':
      return null;
    default:
      return moved(world, node, fact, { stage: 'endorsementFailed' });
  }
}

/** null: not a fact of this kind. */
export function foldClient(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'proposalCreated':
      return begun(world, node, {
        txid: fact.txid,
        channel: fact.channel,
        chaincode: fact.chaincode,
        function: fact.function,
        stage: 'endorsing',
        collected: 0,
        asked: fact.endorsers.length,
        waitsFor: fact.endorsers,
        code: '',
        block: null,
      });
    case 'endorsementCollected':
      return answered(world, node, fact);
    case 'endorsementFailed':
      return moved(world, node, fact, { stage: 'endorsementFailed' });
    case 'envelopeAssembled':
      return moved(world, node, fact, { stage: 'endorsed' });
    case 'envelopeSubmitted':
      return moved(world, node, fact, { stage: 'submitted', waitsFor: [fact.orderer] });
    case 'broadcastAnswered':
      return moved(
        world,
        node,
        fact,
        fact.status === 'SUCCESS' ? { stage: 'ordering' } : { stage: 'refused', code: fact.status },
      );
    case 'commitStatusReceived':
      return moved(world, node, fact, {
        stage: fact.code === 'VALID' ? 'committed' : 'invalid',
        code: fact.code,
        block: fact.block,
      });
    case 'commandFailed':
      return givenUp(world, node, fact);
    case 'peerQueried':
      return moved(world, node, fact, { stage: 'answered', code: '200' });
    case 'gatewayTransactionSigned':
      return moved(world, node, fact, { stage: 'submitted', waitsFor: [fact.gateway] });
    case 'gatewayCallFailed':
      return gatewayFailed(world, node, fact);
    case 'queryAnswered':
      return moved(world, node, fact, { stage: 'answered', code: String(fact.status) });
    default:
      return null;
  }
}
