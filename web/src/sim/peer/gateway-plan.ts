/**
 * An endorsement plan: which peers to ask next, what their answers come to, and when the policy is satisfied.
 *
 * A value: each answer gives the next plan.
 *
 * @fabric internal/pkg/gateway/endorsement.go, internal/pkg/gateway/registry.go
 * @simplified Layouts are tried in the order of discovery, those with the preferred peer first; Fabric shuffles both
 *   parts.
 */
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { equalBytes } from '../wire/bytes.ts';
import type { ProposalResponse } from '../wire/gen/peer/proposal_pb.ts';
import { type GatewayPeer, type GatewayView, type Layout, peersForEndorsement } from './gateway-discovery.ts';
import { type ErrorDetail, detailOf } from './gateway-errors.ts';
import type { ChaincodeInterest } from '../wire/gen/peer/proposal_pb.ts';

/** An endorsement and who gave it. */
export interface Endorsed {
  readonly peer: GatewayPeer;
  readonly response: ProposalResponse;
}

interface PlannedLayout {
  /** How many are still needed, by group. */
  readonly required: Layout;
  readonly endorsed: readonly Endorsed[];
}

export interface EndorsementPlan {
  /** null: given up. */
  readonly layouts: readonly (PlannedLayout | null)[];
  /** Peers not asked yet, by group, best first. */
  readonly waiting: ReadonlyMap<string, readonly GatewayPeer[]>;
  readonly groupOf: ReadonlyMap<ActorId, string>;
  readonly nextLayout: number;
  /** What the first peer signed, and all others must sign too. */
  readonly payload: Uint8Array | undefined;
  readonly completed: readonly Endorsed[] | undefined;
  readonly details: readonly ErrorDetail[];
}

function newPlan(layouts: readonly Layout[], waiting: ReadonlyMap<string, readonly GatewayPeer[]>): EndorsementPlan {
  const groupOf = new Map<ActorId, string>();
  for (const [group, peers] of waiting) for (const { id } of peers) groupOf.set(id, group);
  return {
    layouts: layouts.map((required) => ({ required, endorsed: [] })),
    waiting,
    groupOf,
    nextLayout: 0,
    payload: undefined,
    completed: undefined,
    details: [],
  };
}

/** Highest ledger first, and of equals the gateway's own peer. */
const byHeight =
  (host: ActorId | undefined) =>
  (a: GatewayPeer, b: GatewayPeer): number =>
    b.height - a.height || Number(b.id === host) - Number(a.id === host);

const runs =
  (chaincode: string) =>
  ({ chaincodes }: GatewayPeer): boolean =>
    chaincodes.includes(chaincode);

/** One peer of each organisation; the caller answers for the policy. */
export function planForOrgs(
  view: GatewayView,
  chaincode: string,
  mspIds: readonly string[],
): Result<EndorsementPlan, string> {
  const waiting = new Map<string, readonly GatewayPeer[]>();
  for (const mspId of mspIds)
    waiting.set(
      mspId,
      view.peers.filter((peer) => peer.mspId === mspId && runs(chaincode)(peer)).toSorted(byHeight(view.host)),
    );
  const missing = [...waiting].filter(([, peers]) => peers.length === 0).map(([mspId]) => mspId);
  if (missing.length > 0)
    return { ok: false, error: `failed to find any endorsing peers for org(s): ${missing.join(', ')}` };
  return ok(newPlan([new Map([...waiting.keys()].map((mspId) => [mspId, 1]))], waiting));
}

/** What discovery says about `interest`; layouts with the group of `preferred` come first. */
export function planForInterest(
  view: GatewayView,
  interest: ChaincodeInterest,
  preferred: ActorId | undefined,
): Result<EndorsementPlan, string> {
  const descriptor = peersForEndorsement(view, interest);
  if (!descriptor.ok) {
    const text = 'no combination of peers can be derived which satisfy the endorsement policy';
    return { ok: false, error: `${text}: ${descriptor.error}` };
  }
  const { layouts, endorsersByGroup } = descriptor.value;
  const waiting = new Map([...endorsersByGroup].map(([group, peers]) => [group, peers.toSorted(byHeight(view.host))]));
  const isPreferred = (layout: Layout): boolean =>
    [...layout.keys()].some((group) => waiting.get(group)?.some(({ id }) => id === preferred));
  return ok(newPlan([...layouts.filter(isPreferred), ...layouts.filter((layout) => !isPreferred(layout))], waiting));
}

/** One peer that answers a query: of the gateway's organisation if it can be. */
export function planForQuery(
  view: GatewayView,
  chaincode: string,
  mspIds: readonly string[],
): Result<EndorsementPlan, string> {
  const able = view.peers.filter(
    (peer) => runs(chaincode)(peer) && (mspIds.length === 0 || mspIds.includes(peer.mspId)),
  );
  const own = view.peers.find(({ id }) => id === view.host)?.mspId;
  const waiting = [
    ...able.filter(({ mspId }) => mspId === own).toSorted(byHeight(view.host)),
    ...able.filter(({ mspId }) => mspId !== own).toSorted(byHeight(undefined)),
  ];
  if (waiting.length === 0)
    return { ok: false, error: `no peers available to evaluate chaincode ${chaincode} in channel ${view.channelId}` };
  return ok(newPlan([new Map([['g1', 1]])], new Map([['g1', waiting]])));
}

/** The peers of the next layout that can be asked, taken out of the waiting ones; none when no layout is left. */
export function nextEndorsers(plan: EndorsementPlan): {
  readonly plan: EndorsementPlan;
  readonly peers: readonly GatewayPeer[];
} {
  const layouts = [...plan.layouts];
  for (let nextLayout = plan.nextLayout; nextLayout < layouts.length; nextLayout++) {
    const layout = layouts[nextLayout];
    if (!layout) continue;
    const required = [...layout.required];
    if (required.some(([group, quantity]) => quantity > (plan.waiting.get(group)?.length ?? 0))) {
      layouts[nextLayout] = null;
      continue;
    }
    const waiting = new Map(plan.waiting);
    for (const [group, quantity] of required) waiting.set(group, (plan.waiting.get(group) ?? []).slice(quantity));
    const peers = required.flatMap(([group, quantity]) => (plan.waiting.get(group) ?? []).slice(0, quantity));
    return { plan: { ...plan, layouts, waiting, nextLayout }, peers };
  }
  return { plan: { ...plan, layouts, nextLayout: layouts.length }, peers: [] };
}

/** A peer has endorsed. `accepted` is false when it signed something else than the first one. */
export function acceptEndorsement(
  plan: EndorsementPlan,
  endorsed: Endorsed,
): { readonly plan: EndorsementPlan; readonly accepted: boolean } {
  const { peer, response } = endorsed;
  const group = plan.groupOf.get(peer.id) ?? '';
  const others = (plan.waiting.get(group) ?? []).filter(({ id }) => id !== peer.id);
  const waiting = new Map([...plan.waiting, [group, others]]);
  if (plan.payload && !equalBytes(plan.payload, response.payload)) {
    const details = [...plan.details, detailOf(peer, 'ProposalResponsePayloads do not match')];
    return { plan: { ...plan, waiting, details }, accepted: false };
  }
  let { completed } = plan;
  const layouts = plan.layouts.map((layout, index) => {
    const needed = layout?.required.get(group);
    if (!layout || completed || index < plan.nextLayout || needed === undefined) return layout;
    const required = new Map(layout.required);
    if (needed > 1) required.set(group, needed - 1);
    else required.delete(group);
    const signed = [...layout.endorsed, endorsed];
    if (required.size === 0) completed = signed;
    return { required, endorsed: signed };
  });
  return { plan: { ...plan, waiting, layouts, completed, payload: plan.payload ?? response.payload }, accepted: true };
}

/** Another peer of the group of `peer`, taken out of the waiting ones; undefined when there is none. */
export function nextPeerInGroup(
  plan: EndorsementPlan,
  { id }: GatewayPeer,
): { readonly plan: EndorsementPlan; readonly peer: GatewayPeer | undefined } {
  const group = plan.groupOf.get(id) ?? '';
  const [peer, ...others] = plan.waiting.get(group) ?? [];
  return { plan: { ...plan, waiting: new Map([...plan.waiting, [group, others]]) }, peer };
}

/** Gives up the groups of these peers with all layouts that need them, and goes on to the next layout. */
export function abandonGroups(plan: EndorsementPlan, peers: readonly GatewayPeer[]): EndorsementPlan {
  const groups = peers.map(({ id }) => plan.groupOf.get(id) ?? '');
  const layouts = plan.layouts.map((layout, index) =>
    layout && index >= plan.nextLayout && groups.some((group) => layout.required.has(group)) ? null : layout,
  );
  return { ...plan, layouts, nextLayout: plan.nextLayout + 1 };
}
