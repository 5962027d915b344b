/**
 * Calls through the gateway of real Fabric, made through ours: results, and errors with class, code, text and details.
 */
import { readFileSync } from 'node:fs';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import type { Entry, Fact } from '../../web/src/sim/trace/facts.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { grpcCodeName } from '../../web/src/sim/wire/grpc-status.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { RunValues, sorted } from './chaincode-compare.ts';
import { type RecordedError, readTransient } from './chaincode-script.ts';
import { channelOf, probeCollections, probeContract, readReplayArguments, topologyOf } from './conflicts-material.ts';
import { GatewayNetwork } from './gateway-network.ts';
import { type ConformOutcome, readCases, UnusableInput } from './outcome.ts';

export interface RecordedGatewayCall {
  readonly call: 'evaluate' | 'submit' | 'submitAsync';
  readonly chaincode: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly identity: string;
  readonly gateway_peer: string;
  readonly note?: string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly endorsingOrganizations?: readonly string[];
  readonly result?: string;
  readonly status?: { readonly code: number; readonly name: string; readonly successful: boolean };
  readonly error?: RecordedError;
}

type Outcome = Pick<RecordedGatewayCall, 'result' | 'status' | 'error'>;

/** A case is one call. `args` is the command line after `gateway`. */
export async function conformGateway(args: readonly string[]): Promise<ConformOutcome> {
  const given = readReplayArguments('gateway', args);
  const fields = ['call', 'chaincode', 'function', 'args', 'identity', 'gateway_peer'] as const;
  const calls = readCases<RecordedGatewayCall>(given.file, fields).map((call, index) => {
    const unusable = (what: string) => new UnusableInput(`Call ${index} ${what}.`);
    return readTransient(call, unusable);
  });
  const text = readFileSync(given.file, 'utf8');
  const parts = await loadSimulationParts();
  const [channel, ...others] = channelsOf(text, calls);
  const topology = topologyOf(text, [channel ?? 'mychannel', ...others]);
  const withCas = { ...topology, peerOrgs: topology.peerOrgs.map((org) => ({ ...org, ca: true })) };
  const name = mostCalled(calls);
  const definition = { name, version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
  const collections = probeCollections(given).map((one) => ({
    ...one,
    endorsementPolicy: one.endorsementPolicy ?? null,
  })) as NonNullable<ChaincodeDefinition['collections']>;
  const network = GatewayNetwork.start(probeContract(given, text), { ...definition, collections }, withCas, parts);
  prepareState(network, name, calls);
  return replayCalls(network, calls);
}

/** The channel of the chaincode, then those that only errors speak of. */
function channelsOf(text: string, calls: readonly RecordedGatewayCall[]): readonly string[] {
  const main = channelOf(text);
  return [...new Set([main, ...calls.map((call) => channelOfCall(call, main))])];
}

function channelOfCall({ error }: RecordedGatewayCall, main: string): string {
  const named = /(?:for channel \[|in channel |for channel )([a-z][a-z0-9.-]*)/.exec(error?.message ?? '');
  return named?.[1] ?? main;
}

function mostCalled(calls: readonly RecordedGatewayCall[]): string {
  const counts = new Map<string, number>();
  for (const { chaincode } of calls) counts.set(chaincode, (counts.get(chaincode) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!most) throw new UnusableInput('The recording has no calls.');
  return most[0];
}

/** What the recording reads before it writes was there already. */
function prepareState(network: GatewayNetwork, chaincode: string, calls: readonly RecordedGatewayCall[]): void {
  const written = new Set<string>();
  for (const call of calls) {
    const [key = ''] = call.args;
    if (call.call !== 'evaluate') written.add(key);
    if (call.function !== 'get' || !call.result || call.result === '<nil>' || written.has(key)) continue;
    written.add(key);
    const [mspId = ''] = call.identity.split(':');
    network.perform({
      type: 'submitTransaction',
      client: network.clientOf(mspId),
      identity: 'User1',
      channel: network.channel,
      chaincode,
      function: 'put',
      args: [key, call.result],
      transient: {},
      endorsers: null,
    });
  }
}

/** Makes each call and compares; those recorded as made at the same time are, in either order. */
export function replayCalls(network: GatewayNetwork, calls: readonly RecordedGatewayCall[]): ConformOutcome {
  const run = new RunValues();
  const differences: string[] = [];
  let [passed, failed] = [0, 0];
  for (let index = 0; index < calls.length; ) {
    const first = calls[index];
    if (!first) break;
    const together = [first];
    while (first.note?.includes('at the same time') && calls[index + together.length]?.note === first.note)
      together.push(calls[index + together.length] as RecordedGatewayCall);
    const commands = together.map((call) => commandOf(network, call));
    const where = `call ${index} ${first.call} ${first.function}(${first.args.join(', ')})`;
    index += together.length;
    if (commands.includes(undefined)) {
      differences.push(`${where}: not replayed: a client of the lab cannot act as ${first.identity}`);
      continue;
    }
    const outcomes = perform(network, commands as readonly Command[], run);
    for (const recorded of together) {
      const fitting = outcomes.findIndex((outcome) => same(run, outcome, recorded));
      if (fitting >= 0) {
        outcomes.splice(fitting, 1);
        passed++;
        continue;
      }
      failed++;
      differences.push(`${where}: ${text(outcomes.shift() ?? {})}, Fabric ${text(told(recorded))}`);
    }
  }
  return { passed, failed, differences };
}

const text = (value: unknown): string => JSON.stringify(sorted(value));
const same = (run: RunValues, ours: Outcome, recorded: RecordedGatewayCall): boolean =>
  run.same(text(recorded.status ? ours : withoutStatus(ours)), text(told(recorded)));

/** Only `submitAsync` gives its caller the status. */
const withoutStatus = ({ status: _status, ...outcome }: Outcome): Outcome => outcome;

/** What came of a recorded call, without the number of the block it went into. */
function told({ result, status, error }: RecordedGatewayCall): Outcome {
  if (error) return { error };
  const { code = 0, name = '', successful = true } = status ?? {};
  return { ...(result !== undefined && { result }), ...(status && { status: { code, name, successful } }) };
}

function commandOf(network: GatewayNetwork, call: RecordedGatewayCall): Command | undefined {
  const [mspId = '', user = ''] = call.identity.split(':');
  const known = network.nodes.some((node) => node.mspId === mspId);
  if (!known) return undefined;
  const identity = user.includes('peer certificate') ? peerIdentity(network, mspId) : user;
  const { chaincode, function: name, args, transient = {}, endorsingOrganizations } = call;
  const common = {
    client: network.clientOf(mspId),
    identity,
    channel: channelOfCall(call, network.channel),
    chaincode,
    function: name,
    args,
    transient,
    via: 'gateway',
    gateway: network.peerNamed(call.gateway_peer),
    ...(endorsingOrganizations && { organizations: endorsingOrganizations }),
  } as const;
  return call.call === 'evaluate'
    ? { type: 'evaluateTransaction', ...common, peer: null }
    : { type: 'submitTransaction', ...common, endorsers: null };
}

/** A certificate of type peer in a client's wallet, from the organisation's CA. */
function peerIdentity(network: GatewayNetwork, mspId: string): string {
  const client = network.clientOf(mspId);
  const ca = network.nodes.find((node) => node.role === 'ca' && node.mspId === mspId)?.id;
  invariant(ca, `${mspId} has a CA`);
  if (network.simulation.isUp(ca)) return 'peerCertificate';
  const asked = { client, ca, profile: '', attributes: [] } as const;
  const registered = { client, ca, registrar: 'caAdmin', affiliation: '', maxEnrollments: -1, attributes: [] } as const;
  network.perform({ type: 'startNode', node: ca });
  network.perform({ type: 'enrollIdentity', ...asked, id: 'admin', secret: 'adminpw', identity: 'caAdmin' });
  network.perform({ type: 'registerIdentity', ...registered, id: 'asPeer', secret: 'asPeerPw', idType: 'peer' });
  network.perform({ type: 'enrollIdentity', ...asked, id: 'asPeer', secret: 'asPeerPw', identity: 'peerCertificate' });
  return 'peerCertificate';
}

/** Gives the commands at one time and waits for all of them. */
function perform(network: GatewayNetwork, commands: readonly Command[], run: RunValues): Outcome[] {
  const { simulation } = network;
  const from = simulation.entries.length;
  const given = commands.map((command) => network.give(command));
  for (const index of given) runUntilSettled(simulation, index);
  const entries = simulation.entries.slice(from);
  const created = entries.flatMap(({ fact }) => (fact.type === 'proposalCreated' ? [fact.txid] : []));
  run.addTxids(created);
  simulation.runUntil(simulation.now + SECOND);
  return commands.map((command, i) => outcomeOf(command, created[i] ?? '', entries));
}

type Of<T extends Fact['type']> = Fact & { readonly type: T };

function outcomeOf(command: Command, txid: string, entries: readonly Entry[]): Outcome {
  const of = <T extends Fact['type']>(type: T): Of<T> | undefined =>
    entries.find(({ fact }) => fact.type === type && 'txid' in fact && fact.txid === txid)?.fact as Of<T> | undefined;
  const failure = of('gatewayCallFailed');
  if (failure) return { error: thrown(failure) };
  const result =
    command.type === 'evaluateTransaction' ? of('queryAnswered')?.payload : of('gatewayTransactionSigned')?.payload;
  if (command.type === 'evaluateTransaction') return { ...(result !== undefined && { result }) };
  const committed = of('commitStatusReceived');
  if (!committed) return {};
  if (committed.code === 'VALID')
    return { ...(result !== undefined && { result }), status: { code: 0, name: committed.code, successful: true } };
  const code = TxValidationCode[committed.code as keyof typeof TxValidationCode];
  const message = `Transaction ${txid} failed to commit with status code ${code} (${committed.code})`;
  return { error: { name: 'CommitError', code, message, transactionId: '<txid>' } as RecordedError };
}

/** The error object of the client library. */
function thrown({ error: name, code, text: message, details }: Of<'gatewayCallFailed'>): RecordedError {
  const cause = { code, details: message.slice(`${code} ${grpcCodeName(code)}: `.length) };
  const common = { name, code, message, details, cause };
  return name === 'GatewayError' ? common : { ...common, transactionId: '<txid>' };
}
