/**
 * A call through a gateway, step by step: whom to ask, and what the answers come to. A value, so that whoever drives it
 * decides how the asking is done.
 *
 * @fabric internal/pkg/gateway/endorse.go, internal/pkg/gateway/evaluate.go
 * @simplified Deadlines are left to whoever asks.
 */
import { create } from '@bufbuild/protobuf';
import { invariant } from '../kernel/result.ts';
import {
  ChaincodeCallSchema,
  type ChaincodeInterest,
  ChaincodeInterestSchema,
  type ProposalResponse,
} from '../wire/gen/peer/proposal_pb.ts';
import type { GatewayPeer, GatewayView } from './gateway-discovery.ts';
import {
  detailOf,
  type ErrorDetail,
  type GatewayError,
  gatewayError,
  type PeerAnswer,
  statusOf,
} from './gateway-errors.ts';
import {
  abandonGroups,
  acceptEndorsement,
  type Endorsed,
  type EndorsementPlan,
  nextEndorsers,
  nextPeerInGroup,
  planForInterest,
  planForOrgs,
  planForQuery,
} from './gateway-plan.ts';

export interface GatewayRequest {
  readonly chaincode: string;
  /** MSP ids the caller insists on; empty leaves the choice to the gateway. */
  readonly organizations: readonly string[];
  readonly hasTransientData: boolean;
}

/** A call under way: `round` are the peers that have been asked and not answered. */
export interface GatewayCall {
  readonly kind: 'query' | 'firstEndorsement' | 'endorsements';
  readonly view: GatewayView;
  readonly request: GatewayRequest;
  readonly plan: EndorsementPlan;
  readonly round: readonly GatewayPeer[];
  /** Peers of this round whose whole group has failed. */
  readonly exhausted: readonly GatewayPeer[];
  readonly details: readonly ErrorDetail[];
}

export type GatewayStep =
  /** Ask these peers, and give their answers to {@link onPeerAnswer}; none means: wait for those asked before. */
  | { readonly type: 'ask'; readonly call: GatewayCall; readonly peers: readonly GatewayPeer[] }
  | { readonly type: 'answered'; readonly response: ProposalResponse }
  /** In the order in which the endorsements go into the transaction. */
  | { readonly type: 'endorsed'; readonly endorsements: readonly Endorsed[] }
  | { readonly type: 'failed'; readonly error: GatewayError };

const failed = (...error: Parameters<typeof gatewayError>): GatewayStep => ({
  type: 'failed',
  error: gatewayError(...error),
});

const hostMspId = (view: GatewayView): string => view.peers.find(({ id }) => id === view.host)?.mspId ?? '';

function ask(
  kind: GatewayCall['kind'],
  view: GatewayView,
  request: GatewayRequest,
  plan: EndorsementPlan,
  peers: readonly GatewayPeer[],
): GatewayStep {
  const call = { kind, view, request, plan, round: peers, exhausted: [], details: [] };
  return { type: 'ask', call, peers };
}

/** Begins a query. */
export function beginEvaluate(view: GatewayView, request: GatewayRequest): GatewayStep {
  const guarded = request.hasTransientData && request.organizations.length === 0;
  const orgs = guarded ? [hostMspId(view)] : request.organizations;
  const plan = planForQuery(view, request.chaincode, orgs);
  if (!plan.ok) {
    const hint = `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data`;
    return failed('FAILED_PRECONDITION', guarded ? `${hint}: ${plan.error}` : plan.error);
  }
  const next = nextEndorsers(plan.value);
  return ask('query', view, request, next.plan, next.peers);
}

/** Begins collecting the endorsements of a transaction. */
export function beginEndorse(view: GatewayView, request: GatewayRequest): GatewayStep {
  const { chaincode, organizations } = request;
  if (organizations.length > 0) {
    const plan = planForOrgs(view, chaincode, organizations);
    return plan.ok ? nextRound(view, request, plan.value) : failed('UNAVAILABLE', plan.error);
  }
  let plan = planForOrgs(view, chaincode, [hostMspId(view)]);
  if (!plan.ok) {
    if (request.hasTransientData)
      return failed(
        'FAILED_PRECONDITION',
        `no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data`,
      );
    plan = planForInterest(view, defaultInterest(chaincode), undefined);
    if (!plan.ok) return failed('FAILED_PRECONDITION', plan.error);
  }
  const next = nextEndorsers(plan.value);
  return ask('firstEndorsement', view, request, next.plan, next.peers.slice(0, 1));
}

const defaultInterest = (name: string): ChaincodeInterest =>
  create(ChaincodeInterestSchema, { chaincodes: [create(ChaincodeCallSchema, { name })] });

/** Asks the peers of the next layout, or says why the call has failed. */
function nextRound(view: GatewayView, request: GatewayRequest, plan: EndorsementPlan): GatewayStep {
  if (plan.completed) return { type: 'endorsed', endorsements: plan.completed };
  const next = nextEndorsers(plan);
  if (next.peers.length > 0) return ask('endorsements', view, request, next.plan, next.peers);
  const text = 'failed to collect enough transaction endorsements, see attached details for more info';
  return failed('ABORTED', text, plan.details);
}

/** Takes the answer of a peer that was asked. */
export function onPeerAnswer(call: GatewayCall, peer: GatewayPeer, answer: PeerAnswer): GatewayStep {
  invariant(
    call.round.some(({ id }) => id === peer.id),
    `${peer.id} was not asked`,
  );
  switch (call.kind) {
    case 'query':
      return onQueryAnswer(call, peer, answer);
    case 'firstEndorsement':
      return onFirstEndorsement(call, peer, answer);
    case 'endorsements':
      return onEndorsement(call, peer, answer);
  }
}

function onQueryAnswer(call: GatewayCall, peer: GatewayPeer, answer: PeerAnswer): GatewayStep {
  const { code, message, retry } = statusOf(answer, peer.id === call.view.host);
  if (code === 'OK' && answer.type === 'response') return { type: 'answered', response: answer.response };
  const details = [...call.details, detailOf(peer, message)];
  if (!retry) return failed(code, `evaluate call to endorser returned error: ${message}`, details);
  const next = nextPeerInGroup(call.plan, peer);
  if (!next.peer) return failed(code, 'failed to evaluate transaction, see attached details for more info', details);
  return { type: 'ask', call: { ...call, plan: next.plan, round: [next.peer], details }, peers: [next.peer] };
}

function onFirstEndorsement(call: GatewayCall, peer: GatewayPeer, answer: PeerAnswer): GatewayStep {
  const { code, message } = statusOf(answer, peer.id === call.view.host);
  if (code === 'OK' && answer.type === 'response') return planFurther(call, { peer, response: answer.response });
  const details = [...call.details, detailOf(peer, message)];
  const next = nextPeerInGroup(call.plan, peer);
  if (!next.peer)
    return failed('ABORTED', 'failed to endorse transaction, see attached details for more info', details);
  return { type: 'ask', call: { ...call, plan: next.plan, round: [next.peer], details }, peers: [next.peer] };
}

/**
 * Plans the rest from what the first endorser touched. With transient data only members of the collections may be asked,
 * whether the transaction read anything there or not: the data would reach the others with the proposal.
 */
function planFurther({ view, request }: GatewayCall, first: Endorsed): GatewayStep {
  const told = first.response.interest;
  const interest = told && told.chaincodes.length > 0 ? told : defaultInterest(request.chaincode);
  const guarded = request.hasTransientData ? interest.chaincodes.filter(({ noPrivateReads }) => noPrivateReads) : [];
  const cautious = create(ChaincodeInterestSchema, {
    chaincodes: interest.chaincodes.map((one) =>
      guarded.includes(one) ? create(ChaincodeCallSchema, { ...one, noPrivateReads: false }) : one,
    ),
  });
  const plan = planForInterest(view, cautious, first.peer.id);
  if (plan.ok) return nextRound(view, request, acceptEndorsement(plan.value, first).plan);
  const collections = guarded.flatMap(({ collectionNames }) => collectionNames);
  if (collections.length > 0 && planForInterest(view, interest, first.peer.id).ok)
    return failed(
      'FAILED_PRECONDITION',
      `requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [${collections.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
    );
  return failed('FAILED_PRECONDITION', plan.error);
}

function onEndorsement(call: GatewayCall, peer: GatewayPeer, answer: PeerAnswer): GatewayStep {
  const { code, message } = statusOf(answer, peer.id === call.view.host);
  const waiting = call.round.filter(({ id }) => id !== peer.id);
  if (code === 'OK' && answer.type === 'response') {
    const { plan, accepted } = acceptEndorsement(call.plan, { peer, response: answer.response });
    if (accepted) return settleRound({ ...call, plan, round: waiting });
    return askNext({ ...call, plan, round: waiting }, peer);
  }
  const details = [...call.plan.details, detailOf(peer, message)];
  return askNext({ ...call, plan: { ...call.plan, details }, round: waiting }, peer);
}

function askNext(call: GatewayCall, peer: GatewayPeer): GatewayStep {
  const next = nextPeerInGroup(call.plan, peer);
  if (!next.peer) return settleRound({ ...call, exhausted: [...call.exhausted, peer] });
  return {
    type: 'ask',
    call: { ...call, plan: next.plan, round: [...call.round, next.peer] },
    peers: [next.peer],
  };
}

/** When all of a round have answered, the call is complete or goes on with the next layout. */
function settleRound(call: GatewayCall): GatewayStep {
  if (call.round.length > 0) return { type: 'ask', call, peers: [] };
  return nextRound(call.view, call.request, abandonGroups(call.plan, call.exhausted));
}
