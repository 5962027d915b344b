/**
 * What a proposal is executed by: a system chaincode inside the peer, or a chaincode in its container.
 *
 * @fabric core/endorser/endorser.go (simulateProposal), core/scc/cscc, core/chaincode/chaincode_support.go
 */
import type { Micros } from '../kernel/time.ts';
import { EMPTY } from '../wire/bytes.ts';
import type { ChaincodeResponse } from '../wire/proposal.ts';
import { authorizeFor, lifecycleContext } from './called-system-chaincode.ts';
import { chaincodeInterest } from './chaincode-interest.ts';
import { abandon, type ChaincodeOutcome, invoke, launch, type Pumped, stop, TIMED_OUT } from './chaincode-support.ts';
import { ledgerOf } from './committer.ts';
import { deployIndexes } from './couch-indexes.ts';
import { ERROR_THRESHOLD, type Executed, type Executing, type Invocation } from './invocation.ts';
import { beginSimulation, checkInvocation, resolveChaincode, transactionParams } from './invocable.ts';
import { chaincodeDefinitions } from './lifecycle/definitions.ts';
import { runnablePackage, SYSTEM_CHAINCODE_VERSION } from './lifecycle/endorsement-info.ts';
import { invokeLifecycle } from './lifecycle/lifecycle-scc.ts';
import { type PeerEffect, type PeerEnvironment, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { distribute } from './private-dissemination.ts';
import { type Authorize, invokeCscc, invokeQscc } from './system-chaincodes.ts';

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
      return executeSystem(state, invocation, invokeCscc);
    case 'qscc':
      return executeSystem(state, invocation, invokeQscc);
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
  const checked = checkInvocation(resolved.simulator, name, resolved.found.value, proposal.isInit);
  if (!checked.ok)
    return failed(
      state,
      `error in simulation: failed to execute transaction ${txId}: invalid invocation: ${checked.error}`,
    );
  const params = transactionParams(state, channelId, txId, name, creator, checked.value);
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
    ...(simulated.richQueries.length > 0 && { richQueries: simulated.richQueries }),
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

function executeSystem(state: PeerState, invocation: Invocation, invokeSystem: typeof invokeQscc): Execution {
  const { channelId, txId } = invocation.proposal.channelHeader;
  const authorize: Authorize = (resource, channel) => authorizeFor(state, invocation, resource, channel);
  const outcome = invokeSystem(state, invocation.proposal.args, authorize);
  const simulated = channelId === '' ? EMPTY : beginSimulation(state, channelId, txId).results().publicBytes;
  return finished(outcome.state, answered(outcome.response, simulated), outcome.effects);
}

function executeLifecycle(state: PeerState, invocation: Invocation): Execution {
  const { proposal } = invocation;
  const { channelId, txId } = proposal.channelHeader;
  const simulation = state.channels[channelId] && beginSimulation(state, channelId, txId);
  const outcome = invokeLifecycle(proposal.args, lifecycleContext(state, invocation, channelId, simulation));
  const kept = outcome.installed ? install(state, outcome.installed) : { state, effects: [] };
  const { response, simulator } = outcome;
  if (!simulator) return finished(kept.state, answered(response), kept.effects);
  const simulated = simulator.results();
  const executed = { ...answered(response, simulated.publicBytes), interest: chaincodeInterest(simulated) };
  if (response.status >= ERROR_THRESHOLD) return finished(kept.state, executed, kept.effects);
  // Approvals go to an implicit collection, for which nobody has to acknowledge.
  const shared = distribute(kept.state, channelId, txId, invocation.id, simulator);
  return finished(shared.state, executed, [...kept.effects, ...shared.effects]);
}

function install(state: PeerState, installed: { packageId: string; label: string; bytes: Uint8Array }): PeerStepped {
  const disk = { ...state.disk, packages: state.disk.packages.set(installed.packageId, installed) };
  const { packageId, label } = installed;
  const next = { ...state, disk };
  const indexes = Object.keys(state.channels).flatMap((channel) => {
    const waiting = runnableOn(next, channel).filter((runnable) => runnable.packageId === packageId);
    return deployIndexes(
      next,
      channel,
      waiting.map(({ name }) => name),
    );
  });
  return {
    state: next,
    effects: [
      report({ type: 'chaincodeInstalled', packageId, label }),
      ...indexes.map(report),
      { type: 'persist', tag: '', durable: disk },
    ],
  };
}

/**
 * Starts the containers of definitions that a block has made ready to run here, and stops those that an upgrade has left
 * without a definition on any channel.
 */
export function launchCommitted(
  before: PeerState,
  channel: string,
  number: number,
  environment: PeerEnvironment,
  now: Micros,
): Pumped {
  const fields = [...ledgerOf(before, channel).state.range('_lifecycle', 'namespaces/fields/', 'namespaces/fields0')];
  const touched = fields.filter(([, { version }]) => version.blockNum === number);
  const names = new Set(touched.map(([key]) => key.split('/')[2] ?? ''));
  let pumped: Pumped = { state: before, effects: deployIndexes(before, channel, [...names]).map(report), outcomes: [] };
  if (touched.length === 0) return pumped;
  const then = (step: (state: PeerState) => Pumped): void => {
    const { state, effects, outcomes } = step(pumped.state);
    pumped = { state, effects: [...pumped.effects, ...effects], outcomes: [...pumped.outcomes, ...outcomes] };
  };
  for (const { packageId } of runnableOn(before, channel)) then((state) => launch(state, packageId, environment, now));
  const referred = new Set(
    Object.keys(before.channels).flatMap((id) => runnableOn(before, id).map(({ packageId }) => packageId)),
  );
  for (const packageId of [...pumped.state.running.keys()])
    if (!referred.has(packageId)) then((state) => stop(state, packageId, environment, now));
  return pumped;
}

/** The installed packages that committed definitions of the channel run on this peer, in the order of the definitions. */
function runnableOn(
  peer: PeerState,
  channel: string,
): readonly { readonly name: string; readonly packageId: string }[] {
  const { state } = ledgerOf(peer, channel);
  const { disk } = peer;
  return chaincodeDefinitions(state).flatMap((definition) => {
    const { name } = definition;
    const packageId = runnablePackage(state, disk.signer.mspId, name, definition, disk.packages.keys());
    return packageId === undefined ? [] : [{ name, packageId }];
  });
}
