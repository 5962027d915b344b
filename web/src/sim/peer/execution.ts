/**
 * What a proposal is executed by: a system chaincode inside the peer, or a chaincode in its container.
 *
 * @fabric core/endorser/endorser.go (simulateProposal), core/scc/cscc, core/chaincode/chaincode_support.go
 */
import { MSPRole_MSPRoleType } from '../wire/gen/msp/msp_principal_pb.ts';
import { checkAcl, PEER_ACLS } from '../channel/acls.ts';
import { parsePackage } from '../chaincode/package.ts';
import type { Identity } from '../identity/identity.ts';
import { rolePrincipal } from '../policy/dsl.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import type { TxSimulator } from '../ledger/tx-simulator.ts';
import { EMPTY, fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { ChaincodeResponse } from '../wire/proposal.ts';
import { chaincodeInterest } from './chaincode-interest.ts';
import { abandon, type ChaincodeOutcome, invoke, launch, TIMED_OUT } from './chaincode-support.ts';
import { ledgerOf } from './committer.ts';
import { ERROR_THRESHOLD, type Executed, type Executing, type Invocation } from './invocation.ts';
import { beginSimulation, resolveChaincode, transactionParams } from './invocable.ts';
import { joinChannel } from './join-channel.ts';
import { chaincodeDefinitions } from './lifecycle/definitions.ts';
import { runnablePackage, SYSTEM_CHAINCODE_VERSION } from './lifecycle/endorsement-info.ts';
import { invokeLifecycle } from './lifecycle/lifecycle-scc.ts';
import { type PeerEffect, type PeerEnvironment, type PeerState, type PeerStepped, report } from './peer-state.ts';

export interface Execution {
  readonly state: PeerState;
  readonly effects: readonly PeerEffect[];
  readonly executed: Executed | undefined;
  readonly executing: Executing | undefined;
  /** Results of this and perhaps of other transactions the containers worked on. */
  readonly outcomes: readonly ChaincodeOutcome[];
}

const finished = (state: PeerState, executed: Executed, effects: readonly PeerEffect[] = []): Execution => ({
  state,
  effects,
  executed,
  executing: undefined,
  outcomes: [],
});
const failed = (state: PeerState, message: string): Execution => finished(state, { type: 'failed', message });
const answered = (response: ChaincodeResponse, results: Uint8Array = EMPTY): Executed => ({
  type: 'answered',
  response,
  results,
  event: EMPTY,
  version: SYSTEM_CHAINCODE_VERSION,
});

/** Runs the chaincode of a checked proposal. */
export function execute(
  state: PeerState,
  invocation: Invocation,
  environment: PeerEnvironment,
  now: Micros,
): Execution {
  const { proposal } = invocation;
  switch (proposal.chaincodeName) {
    case 'cscc':
      return executeCscc(state, invocation);
    case '_lifecycle':
      return executeLifecycle(state, invocation);
    default:
      return executeChaincode(state, invocation, environment, now);
  }
}

function executeChaincode(
  state: PeerState,
  invocation: Invocation,
  environment: PeerEnvironment,
  now: Micros,
): Execution {
  const { proposal, creator, signedProposal } = invocation;
  const { channelId, txId } = proposal.channelHeader;
  const name = proposal.chaincodeName;
  if (channelId === '') return failed(state, `chaincode ${name} cannot be called without a channel`);
  const resolved = resolveChaincode(state, channelId, name, beginSimulation(state, channelId, txId));
  if (!resolved.found.ok)
    return failed(
      state,
      `make sure the chaincode ${name} has been successfully defined on channel ${channelId} and try again: ${resolved.found.error}`,
    );
  const { packageId, version } = resolved.found.value;
  const params = transactionParams(state, channelId, txId, name, creator, resolved.simulator);
  const pumped = invoke(
    state,
    packageId,
    { ...params, isInit: proposal.isInit },
    proposal.args,
    signedProposal,
    environment,
    now,
  );
  return { ...pumped, executed: undefined, executing: { packageId, version } };
}

/** What a finished chaincode run means for its proposal. */
export function executedBy(outcome: ChaincodeOutcome, { version }: Executing): Executed {
  const { result, txId } = outcome;
  if (!result.ok)
    return { type: 'failed', message: `error in simulation: failed to execute transaction ${txId}: ${result.error}` };
  const { response, event, context } = result.value;
  const { status, message, payload } = response;
  const simulated = context.simulator.results();
  return {
    type: 'answered',
    response: { status, message, payload },
    results: simulated.publicBytes,
    // What a chaincode announced before it failed is not told.
    event: status < ERROR_THRESHOLD ? event : EMPTY,
    version,
    interest: chaincodeInterest(simulated),
  };
}

/** The chaincode has used up its time. */
export function executionTimedOut(
  state: PeerState,
  invocation: Invocation,
): { readonly state: PeerState; readonly executed: Executed } {
  const { channelId, txId } = invocation.proposal.channelHeader;
  const packageId = invocation.executing?.packageId ?? '';
  const message = `error in simulation: failed to execute transaction ${txId}: error sending: ${TIMED_OUT}`;
  return { state: abandon(state, packageId, channelId, txId), executed: { type: 'failed', message } };
}

function executeCscc(state: PeerState, { proposal, creator }: Invocation): Execution {
  const [name, argument] = proposal.args;
  const respond = (status: number, message: string): Execution =>
    finished(state, answered({ status, message, payload: EMPTY }));
  if (!name || fromUtf8(name) !== 'JoinChain')
    return respond(500, `Requested function ${name ? fromUtf8(name) : ''} not found.`);
  const allowed = authorize(state, creator, 'cscc/JoinChain');
  if (!allowed.ok)
    return respond(500, `access denied for [JoinChain][${proposal.channelHeader.channelId}]: [${allowed.error}]`);
  const joined = joinChannel(state.disk, argument ?? EMPTY);
  if (!joined.ok) return respond(500, joined.error);
  const { channelId, channel, ledger } = joined.value;
  const disk = { ...state.disk, ledgers: { ...state.disk.ledgers, [channelId]: ledger } };
  const next = { ...state, disk, channels: { ...state.channels, [channelId]: channel } };
  const response = answered({ status: 200, message: '', payload: EMPTY });
  return finished(next, response, [
    report({ type: 'peerJoined', channel: channelId, height: ledger.blocks.height }),
    { type: 'persist', tag: `joined ${channelId}`, durable: disk },
  ]);
}

/** The peer's own access control: administrators or members of its organisation. */
function authorize(state: PeerState, creator: Identity, resource: string): Result<void, string> {
  const needed = PEER_ACLS[resource];
  if (needed === undefined) return ok(undefined);
  const { localMsp } = state.disk;
  const role = needed === 'Admins' ? MSPRole_MSPRoleType.ADMIN : MSPRole_MSPRoleType.MEMBER;
  const satisfied = localMsp.satisfiesPrincipal(creator, rolePrincipal(localMsp.mspId, role));
  if (satisfied.ok) return satisfied;
  const error = `Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [${needed}]: [${satisfied.error}]`;
  return { ok: false, error };
}

function executeLifecycle(state: PeerState, invocation: Invocation): Execution {
  const { proposal, creator } = invocation;
  const { channelId, txId } = proposal.channelHeader;
  const joined = state.channels[channelId];
  const channel = joined && { bundle: joined.bundle, simulator: beginSimulation(state, channelId, txId) };
  const outcome = invokeLifecycle(proposal.args, {
    mspId: state.disk.signer.mspId,
    channel,
    authorize: (resource) => authorizeLifecycle(state, invocation, creator, resource),
    packages: state.disk.packages.values(),
    channels: Object.entries(state.disk.ledgers).map(([id, ledger]) => ({ channelId: id, state: ledger.state })),
    parsePackage: (bytes) => {
      const parsed = parsePackage(bytes);
      return parsed.ok ? ok({ label: parsed.value.metadata.label }) : parsed;
    },
  });
  const kept = outcome.installed ? install(state, outcome.installed) : { state, effects: [] };
  const { response, simulator } = outcome;
  if (!simulator) return finished(kept.state, answered(response), kept.effects);
  const simulated = simulator.results();
  const executed = { ...answered(response, simulated.publicBytes), interest: chaincodeInterest(simulated) };
  if (response.status >= ERROR_THRESHOLD) return finished(kept.state, executed, kept.effects);
  const shared = sharePrivateWrites(kept.state, channelId, txId, simulator);
  return finished(shared.state, executed, [...kept.effects, ...shared.effects]);
}

function authorizeLifecycle(
  state: PeerState,
  { proposal, signedProposal }: Invocation,
  creator: Identity,
  resource: string,
): Result<void, string> {
  if (PEER_ACLS[resource] !== undefined) return authorize(state, creator, resource);
  const joined = state.channels[proposal.channelHeader.channelId];
  const signed = decode(SignedProposalSchema, signedProposal);
  if (!joined || !signed.ok) return ok(undefined);
  const { proposalBytes: data, signature } = signed.value;
  return checkAcl(joined.bundle, resource, [{ data, identity: proposal.signatureHeader.creator, signature }]);
}

function install(state: PeerState, installed: { packageId: string; label: string; bytes: Uint8Array }): PeerStepped {
  const disk = { ...state.disk, packages: state.disk.packages.set(installed.packageId, installed) };
  const { packageId, label } = installed;
  return {
    state: { ...state, disk },
    effects: [report({ type: 'chaincodeInstalled', packageId, label }), { type: 'persist', tag: '', durable: disk }],
  };
}

/** Private writes are kept until their block comes, and sent to the other peers of the organisation. */
export function sharePrivateWrites(
  state: PeerState,
  channel: string,
  txid: string,
  simulator: TxSimulator,
): PeerStepped {
  const { privateBytes: writes } = simulator.results();
  if (!writes) return { state, effects: [] };
  const disk = { ...state.disk, transientStore: state.disk.transientStore.set(txid, writes) };
  return {
    state: { ...state, disk },
    effects: state.disk.orgPeers.map((to) => ({
      type: 'send',
      to,
      message: { type: 'privateData', channel, txid, writes },
    })),
  };
}

/** Starts the containers of definitions that a block has made ready to run here. */
export function launchCommitted(
  state: PeerState,
  channel: string,
  number: number,
  environment: PeerEnvironment,
  now: Micros,
): PeerStepped {
  const ledger = ledgerOf(state, channel);
  const touched = [...ledger.state.range('_lifecycle', 'namespaces/fields/', 'namespaces/fields0')].some(
    ([, { version }]) => version.blockNum === number,
  );
  if (!touched) return { state, effects: [] };
  let stepped: PeerStepped = { state, effects: [] };
  for (const definition of chaincodeDefinitions(ledger.state)) {
    const packageIds = stepped.state.disk.packages.keys();
    const packageId = runnablePackage(ledger.state, state.disk.signer.mspId, definition.name, definition, packageIds);
    if (packageId === undefined) continue;
    const launched = launch(stepped.state, packageId, environment, now);
    stepped = { state: launched.state, effects: [...stepped.effects, ...launched.effects] };
  }
  return stepped;
}
