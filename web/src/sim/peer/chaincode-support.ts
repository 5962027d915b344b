/**
 * Running chaincodes on a peer: starting their containers, carrying messages to and fro, calls between chaincodes.
 *
 * Everything a container can do without waiting happens in one go; one that waits for a timer of its own is woken by
 * the peer's.
 *
 * @fabric core/chaincode/chaincode_support.go, core/chaincode/handler.go, core/chaincode/runtime_launcher.go
 */
import {
  abandonTransaction,
  answerInvocation,
  beginTransaction,
  EXECUTE_TIMED_OUT,
  type HostEvent,
  type HostStep,
  NEW_HOST,
  onChaincodeMessage,
  STREAM_TERMINATED,
} from '../chaincode/chaincode-host.ts';
import type { ContainerStep } from '../chaincode/container-memo.ts';
import { contractFiles, parsePackage } from '../chaincode/package.ts';
import type { TransactionParams } from '../chaincode/transaction-context.ts';
import type { Micros } from '../kernel/time.ts';
import { ok, type Result } from '../kernel/result.ts';
import { hex } from '../wire/bytes.ts';
import { authorizeFor, callSystemChaincode, isSystemChaincode } from './called-system-chaincode.ts';
import { calledParams, checkInvocation, invocationOf, resolveChaincode } from './invocable.ts';
import { type PeerEffect, type PeerEnvironment, type PeerState, report } from './peer-state.ts';
import type { PendingCall, RunningChaincode } from './running-chaincode.ts';

/** A transaction a chaincode has finished, or failed to. */
export interface ChaincodeOutcome {
  readonly channelId: string;
  readonly txId: string;
  readonly result: Result<HostEvent & { type: 'completed' }, string>;
}

export interface Pumped {
  readonly state: PeerState;
  readonly effects: readonly PeerEffect[];
  readonly outcomes: readonly ChaincodeOutcome[];
}

export const containerTimer = (packageId: string): string => `container ${packageId}`;
const callId = (chaincode: string, channelId: string, txId: string): string => `${chaincode} ${channelId} ${txId}`;

interface Delivery {
  readonly packageId: string;
  readonly input: Uint8Array | 'timer';
}

/** Mutable while one pump runs; what leaves it is a value again. */
interface Pump {
  state: PeerState;
  readonly effects: PeerEffect[];
  readonly outcomes: ChaincodeOutcome[];
  readonly queue: Delivery[];
  readonly environment: PeerEnvironment;
  readonly now: Micros;
}

const openPump = (state: PeerState, environment: PeerEnvironment, now: Micros): Pump => ({
  state,
  effects: [],
  outcomes: [],
  queue: [],
  environment,
  now,
});

function drain(pump: Pump): Pumped {
  for (let delivery = pump.queue.shift(); delivery; delivery = pump.queue.shift()) deliver(pump, delivery);
  return { state: pump.state, effects: pump.effects, outcomes: pump.outcomes };
}

/** Starts the container of an installed package, unless it runs. The error is the peer's text. */
export function launch(
  state: PeerState,
  packageId: string,
  environment: PeerEnvironment,
  now: Micros,
): Pumped & { readonly failure: string | undefined } {
  const pump = openPump(state, environment, now);
  const failure = startContainer(pump, packageId);
  return { ...drain(pump), failure };
}

function startContainer(pump: Pump, packageId: string): string | undefined {
  const { disk, running } = pump.state;
  if (running.has(packageId)) return undefined;
  const installed = disk.packages.get(packageId);
  const parsed = installed && parsePackage(installed.bytes);
  const files = parsed?.ok ? contractFiles(parsed.value.code) : parsed;
  if (!installed || !files?.ok) return `could not launch chaincode ${packageId}: chaincode package was not found`;
  const started = pump.environment.containers.start(
    {
      files: files.value,
      label: installed.label,
      seed: hex(disk.secret),
      ccid: packageId,
      env: new Map([['CORE_PEER_LOCALMSPID', disk.signer.mspId]]),
      startUnixMicros: disk.epochUnixMicros,
    },
    pump.now,
  );
  setRunning(pump, { packageId, host: NEW_HOST, container: started.state });
  takeOutput(pump, packageId, started);
  while (pump.queue.length > 0) deliver(pump, pump.queue.shift() as Delivery);
  if (pump.state.running.get(packageId)?.host.phase === 'ready') {
    pump.effects.push(report({ type: 'chaincodeStarted', packageId }));
    return undefined;
  }
  const code = started.output.exit?.code ?? 0;
  pump.state = { ...pump.state, running: pump.state.running.delete(packageId) };
  return `could not launch chaincode ${packageId}: chaincode registration failed: container exited with ${code}`;
}

function setRunning(pump: Pump, chaincode: RunningChaincode): void {
  pump.state = { ...pump.state, running: pump.state.running.set(chaincode.packageId, chaincode) };
}

/** Hands a transaction to a running chaincode. */
export function invoke(
  state: PeerState,
  packageId: string,
  params: TransactionParams,
  args: readonly Uint8Array[],
  signedProposal: Uint8Array,
  environment: PeerEnvironment,
  now: Micros,
): Pumped {
  const pump = openPump(state, environment, now);
  const failure = startContainer(pump, packageId) ?? hand(pump, packageId, params, args, signedProposal);
  if (failure !== undefined) fail(pump, params, failure);
  return drain(pump);
}

/** The error is the text of why the chaincode does not take the transaction. */
function hand(
  pump: Pump,
  packageId: string,
  params: TransactionParams,
  args: readonly Uint8Array[],
  signedProposal: Uint8Array,
): string | undefined {
  const chaincode = pump.state.running.get(packageId);
  if (!chaincode) return STREAM_TERMINATED;
  const begun = beginTransaction(chaincode.host, params, args, signedProposal);
  if (!begun.ok) return begun.error;
  setRunning(pump, { ...chaincode, host: begun.value.host });
  pump.queue.push({ packageId, input: begun.value.message });
  return undefined;
}

/** The container's own timer is due. */
export function wakeContainer(state: PeerState, packageId: string, environment: PeerEnvironment, now: Micros): Pumped {
  const pump = openPump(state, environment, now);
  pump.queue.push({ packageId, input: 'timer' });
  return drain(pump);
}

/** Stops the container of a package nothing runs any more. @fabric core/chaincode/lifecycle/custodian.go */
export function stop(state: PeerState, packageId: string, environment: PeerEnvironment, now: Micros): Pumped {
  const pump = openPump(state, environment, now);
  pump.effects.push(report({ type: 'chaincodeStopped', packageId, text: 'no chaincode definition refers to it' }));
  terminate(pump, packageId);
  return drain(pump);
}

/** Gives up on a transaction whose time is over. */
export function abandon(state: PeerState, packageId: string, channelId: string, txId: string): PeerState {
  const chaincode = state.running.get(packageId);
  if (!chaincode) return state;
  const host = abandonTransaction(chaincode.host, channelId, txId);
  return { ...state, running: state.running.set(packageId, { ...chaincode, host }) };
}

export const TIMED_OUT = EXECUTE_TIMED_OUT;

function deliver(pump: Pump, { packageId, input }: Delivery): void {
  const chaincode = pump.state.running.get(packageId);
  if (!chaincode) return;
  const step = pump.environment.containers.step(chaincode.container, input, pump.now);
  setRunning(pump, { ...chaincode, container: step.state });
  takeOutput(pump, packageId, step);
}

function takeOutput(pump: Pump, packageId: string, { output, wakeInMicros }: ContainerStep): void {
  for (const line of output.log) pump.effects.push(report({ type: 'chaincodeLogged', packageId, line }));
  for (const message of output.messages) {
    const chaincode = pump.state.running.get(packageId);
    if (chaincode) applyHostStep(pump, packageId, onChaincodeMessage(chaincode.host, message));
  }
  if (wakeInMicros !== undefined)
    pump.effects.push({ type: 'setTimer', timer: containerTimer(packageId), min: wakeInMicros, max: wakeInMicros });
  if (output.status === 'exited' || output.status === 'out-of-memory') {
    const text = output.exit?.text ?? output.status;
    pump.effects.push(report({ type: 'chaincodeStopped', packageId, text }));
    terminate(pump, packageId);
  }
}

/** The stream is broken: every transaction under way on it fails, and the next one starts a new container. */
function terminate(pump: Pump, packageId: string): void {
  const chaincode = pump.state.running.get(packageId);
  if (!chaincode) return;
  pump.state = { ...pump.state, running: pump.state.running.delete(packageId) };
  for (const context of chaincode.host.contexts.values()) fail(pump, context, `error sending: ${STREAM_TERMINATED}`);
}

function applyHostStep(pump: Pump, packageId: string, { host, replies, event, warned }: HostStep): void {
  const chaincode = pump.state.running.get(packageId);
  if (!chaincode) return;
  setRunning(pump, { ...chaincode, host });
  for (const input of replies) pump.queue.push({ packageId, input });
  if (warned) {
    const { channelId: channel, txId: txid, namespace: chaincode } = warned.context;
    const { asked: query, warning } = warned.query;
    pump.effects.push(report({ type: 'richQueryWarned', channel, txid, chaincode, query, warning }));
  }
  if (!event || event.type === 'ready') return;
  if (event.type === 'broken') terminate(pump, packageId);
  else if (event.type === 'invoke') call(pump, packageId, event);
  else if (event.type === 'completed') complete(pump, event);
  else fail(pump, event.context, event.text);
}

function complete(pump: Pump, event: HostEvent & { type: 'completed' }): void {
  const { channelId, txId, namespace, simulator } = event.context;
  const pending = pump.state.calls.get(callId(namespace, channelId, txId));
  if (!pending) {
    pump.outcomes.push({ channelId, txId, result: ok(event) });
    return;
  }
  answer(
    pump,
    callId(namespace, channelId, txId),
    pending,
    ok(event.message),
    pending.sameChannel ? simulator : pending.caller.simulator,
  );
}

function fail(pump: Pump, { channelId, txId, namespace, simulator }: TransactionParams, error: string): void {
  const pending = pump.state.calls.get(callId(namespace, channelId, txId));
  const failed = { ok: false as const, error };
  if (!pending) pump.outcomes.push({ channelId, txId, result: failed });
  else
    answer(
      pump,
      callId(namespace, channelId, txId),
      pending,
      { ok: false, error: `execute failed: ${error}` },
      pending.sameChannel ? simulator : pending.caller.simulator,
    );
}

function answer(
  pump: Pump,
  id: string,
  pending: PendingCall,
  outcome: Result<Uint8Array, string>,
  simulator: TransactionParams['simulator'],
): void {
  pump.state = { ...pump.state, calls: pump.state.calls.delete(id) };
  const chaincode = pump.state.running.get(pending.packageId);
  if (!chaincode) return;
  applyHostStep(pump, pending.packageId, answerInvocation(chaincode.host, pending.caller, outcome, simulator));
}

/** A chaincode calls another one of this or another channel. */
function call(pump: Pump, packageId: string, event: HostEvent & { type: 'invoke' }): void {
  const { caller, chaincode: name, channelId, args } = event;
  const id = callId(name, channelId, caller.txId);
  const sameChannel = channelId === caller.channelId;
  const refuse = (error: string, simulator = caller.simulator): void =>
    answer(pump, id, { packageId, caller, sameChannel }, { ok: false, error }, simulator);
  const invocation = invocationOf(pump.state, caller);
  // Its time is over: nobody waits for what it comes to.
  if (!invocation) return refuse('could not get valid transaction');
  const system = isSystemChaincode(name);
  const allowed = system ? ok(undefined) : authorizeFor(pump.state, invocation, 'peer/ChaincodeToChaincode', channelId);
  if (!allowed.ok) return refuse(allowed.error);
  if (!pump.state.channels[channelId]) return refuse(`failed to find ledger for channel: ${channelId}`);
  const begun = calledParams(pump.state, caller, name, channelId, invocation.creator);
  if (system) {
    const called = callSystemChaincode(pump.state, name, args, invocation, begun);
    const simulator = sameChannel ? called.simulator : caller.simulator;
    return answer(pump, id, { packageId, caller, sameChannel }, ok(called.message), simulator);
  }
  const resolved = resolveChaincode(pump.state, channelId, name, begun.simulator);
  const simulator = sameChannel ? resolved.simulator : caller.simulator;
  if (!resolved.found.ok) {
    const where = `[channel ${channelId}] failed to get chaincode container info for ${name}`;
    return refuse(`execute failed: invalid invocation: ${where}: ${resolved.found.error}`, simulator);
  }
  const callee = resolved.found.value.packageId;
  const checked = checkInvocation(resolved.simulator, name, resolved.found.value, false);
  if (!checked.ok) return refuse(`execute failed: invalid invocation: ${checked.error}`, simulator);
  const params = { ...begun, simulator: checked.value };
  if (pump.state.calls.has(id) || (sameChannel && name === caller.namespace))
    return refuse(`execute failed: error sending: txid: ${caller.txId}(${channelId}) exists`, simulator);
  pump.state = { ...pump.state, calls: pump.state.calls.set(id, { packageId, caller, sameChannel }) };
  const failure = startContainer(pump, callee) ?? hand(pump, callee, params, args, invocation.signedProposal);
  if (failure !== undefined) fail(pump, params, failure);
}
