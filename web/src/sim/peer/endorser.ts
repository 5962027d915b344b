/**
 * The endorser: checks a proposal, runs it on a snapshot of the ledger, signs what came out.
 *
 * @fabric core/endorser/endorser.go, core/endorser/msgvalidation.go
 * @simplified An expired client gets a response with status 500; Fabric ends the call with that text instead.
 * @simplified A proposal is executed as one piece of simulated time; several may be under way at once, as in Fabric.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { checkAcl } from '../channel/acls.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import { isExpired, verifySignature, type Identity } from '../identity/identity.ts';
import { signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import type { Result } from '../kernel/result.ts';
import type { RichQuery } from '../ledger/couch-query.ts';
import { fromUtf8, hex } from '../wire/bytes.ts';
import type { Timestamp } from '../wire/envelope.ts';
import { ProposalResponseSchema, type ProposalResponse, SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { Message } from '../wire/messages.ts';
import {
  checkProposal,
  type ChaincodeResponse,
  encodeProposalResponsePayload,
  endorsedResponse,
  newResponse,
  type ParsedProposal,
  parseProposal,
  unendorsedResponse,
} from '../wire/proposal.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';
import { commonName } from '../wire/x509-name.ts';
import { rfc3339 } from '../wire/x509-time.ts';
import { isSystemChaincode } from './called-system-chaincode.ts';
import { type ChaincodeOutcome, wakeContainer } from './chaincode-support.ts';
import { execute, executedBy, executionTimedOut, launchCommitted } from './execution.ts';
import { ledgerOf } from './committer.ts';
import { ERROR_THRESHOLD, type Invocation, signTimer } from './invocation.ts';
import { type PeerEffect, type PeerEnvironment, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { distribute } from './private-dissemination.ts';
import { richQuerySummary, shown, summarise } from './read-write-summary.ts';

export const runTimer = (id: string): string => `run ${id}`;
export const executeTimer = (id: string): string => `execute ${id}`;

/** Checking a proposal, running a chaincode and signing take this long, in microseconds. */
const CHECK_WORK = { min: 600, max: 1_400 };
const RUN_WORK = { min: 2_500, max: 6_000 };
const EXECUTE_TIMEOUT: Micros = 30_000_000;

/** A proposal arrives. */
export function onProposal(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'proposal' },
  now: Micros,
): PeerStepped {
  const id = `${from}/${message.request}`;
  const { channel, txid } = message;
  const checked = check(state, message.signedProposal, state.disk.epochUnixMicros + now);
  if (!checked.ok) {
    const response = unendorsedResponse(newResponse(500, checked.error));
    return {
      state,
      effects: [
        report({ type: 'proposalRefused', channel, txid, status: 500, message: checked.error }),
        answer(from, message.request, response, channel, txid, true),
      ],
    };
  }
  const { proposal, creator } = checked.value;
  const invocation: Invocation = {
    id,
    client: from,
    request: message.request,
    proposal,
    signedProposal: message.signedProposal,
    creator,
    executing: undefined,
    executed: undefined,
  };
  return {
    state: { ...state, invocations: state.invocations.set(id, invocation) },
    effects: [
      report({ type: 'proposalChecked', channel, txid, chaincode: proposal.chaincodeName, creator: nameOf(creator) }),
      { type: 'setTimer', timer: runTimer(id), ...CHECK_WORK },
    ],
  };
}

const nameOf = ({ mspId, certificate }: Identity): string => `${mspId}:${commonName(certificate.subject)}`;

function answer(
  to: ActorId,
  request: string,
  response: ProposalResponse,
  channel: string,
  txid: string,
  refused = false,
): PeerEffect {
  const bytes = toBinary(ProposalResponseSchema, response);
  const message = { type: 'proposalResponse', request, response: bytes, channel, txid } as const;
  return { type: 'send', to, message: refused ? { ...message, refused } : message };
}

interface Checked {
  readonly proposal: ParsedProposal;
  readonly creator: Identity;
}

const no = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

function check(state: PeerState, bytes: Uint8Array, nowUnixMicros: number): Result<Checked, string> {
  if (state.disk.heightsBefore) return no('endorse requests are blocked while ledgers are being rebuilt');
  const signed = fromBinary(SignedProposalSchema, bytes);
  const parsed = parseProposal(signed.proposalBytes);
  if (!parsed.ok) return parsed;
  const proposal = parsed.value;
  const { channelId } = proposal.channelHeader;
  const joined = state.channels[channelId];
  const known = (joined?.bundle.mspManager ?? state.disk.localMsp).deserializeIdentity(
    proposal.signatureHeader.creator,
  );
  if (known.ok && isExpired(known.value, Math.floor(nowUnixMicros / 1_000_000)))
    return no('proposal client identity expired');
  const untimely = timestampFlaw(proposal.channelHeader.timestamp, nowUnixMicros);
  if (untimely !== undefined) return no(untimely);
  if (channelId !== '' && !joined) return no(`channel '${channelId}' not found`);
  const flaw = checkProposal(proposal);
  if (flaw) return no(`error validating proposal: ${flaw}`);
  const creator = checkCreator(state, joined?.bundle, proposal, signed.proposalBytes, signed.signature);
  if (!creator.ok) return no(`error validating proposal: ${creator.error}`);
  if (!joined) return { ok: true, value: { proposal, creator: creator.value } };
  const { txId } = proposal.channelHeader;
  if (ledgerOf(state, channelId).blocks.hasTransaction(txId))
    return no(`duplicate transaction found [${txId}]. Creator [${hex(proposal.signatureHeader.creator)}]`);
  if (!isSystemChaincode(proposal.chaincodeName)) {
    const signedData = {
      data: signed.proposalBytes,
      identity: proposal.signatureHeader.creator,
      signature: signed.signature,
    };
    const allowed = checkAcl(joined.bundle, 'peer/Propose', [signedData]);
    if (!allowed.ok) return allowed;
  }
  return { ok: true, value: { proposal, creator: creator.value } };
}

/** `peer.authentication.timewindow` of core.yaml, in seconds: how far a client's clock may be off. */
const TIME_WINDOW = 15 * 60;

/** @fabric core/handlers/auth/filter/timewindow.go */
function timestampFlaw(timestamp: Timestamp | undefined, nowUnixMicros: number): string | undefined {
  const { seconds, nanos } = timestamp ?? { seconds: 0, nanos: 0 };
  const late = nowUnixMicros / 1_000_000 - (seconds + nanos / 1_000_000_000);
  if (Math.abs(late) <= TIME_WINDOW) return undefined;
  const peerTime = rfc3339(Math.floor(nowUnixMicros / 1_000_000));
  return `request unauthorized due to incorrect timestamp ${rfc3339(seconds)}, peer time ${peerTime}, peer.authentication.timewindow 15m0s`;
}

/** What a client may learn of a bad identity is the same for every fault. @fabric core/endorser/msgvalidation.go */
function checkCreator(
  state: PeerState,
  bundle: ChannelBundle | undefined,
  proposal: ParsedProposal,
  data: Uint8Array,
  signature: Uint8Array,
): Result<Identity, string> {
  const serialized = proposal.signatureHeader.creator;
  const denied = no(
    'access denied: channel [' + (bundle?.channelId ?? '') + '] creator org unknown, creator is malformed',
  );
  const msps = bundle?.mspManager;
  const creator = msps ? msps.deserializeIdentity(serialized) : state.disk.localMsp.deserializeIdentity(serialized);
  if (!creator.ok) return denied;
  const because = `access denied: channel [${bundle?.channelId ?? ''}] creator org [${creator.value.mspId}]`;
  const valid = msps ? msps.validate(creator.value) : state.disk.localMsp.validate(creator.value);
  if (!valid.ok) return no(because);
  return verifySignature(creator.value, data, signature).ok ? creator : no(because);
}

/** Runs the chaincode; its result is known at once, told when the time it takes has passed. */
export function run(state: PeerState, id: string, environment: PeerEnvironment, now: Micros): PeerStepped {
  const invocation = state.invocations.get(id);
  if (!invocation) return { state, effects: [] };
  const { proposal } = invocation;
  const { channelId: channel, txId: txid } = proposal.channelHeader;
  const isSystem = isSystemChaincode(proposal.chaincodeName);
  const started: readonly PeerEffect[] =
    channel === ''
      ? []
      : [
          report({
            type: 'simulationStarted',
            channel,
            txid,
            chaincode: proposal.chaincodeName,
            function: fromUtf8(proposal.args[0] ?? new Uint8Array(0)),
            args: isSystem ? [] : proposal.args.slice(1).map(shown),
            height: ledgerOf(state, channel).blocks.height,
          }),
        ];
  const execution = execute(state, invocation, environment, now);
  const { executed, executing } = execution;
  const kept = keep(execution.state, { ...invocation, executing, executed });
  const limit: readonly PeerEffect[] = executing
    ? [{ type: 'setTimer', timer: executeTimer(id), min: EXECUTE_TIMEOUT, max: EXECUTE_TIMEOUT }]
    : [signSoon(id)];
  const settled = settleOutcomes(kept, execution.outcomes);
  return { state: settled.state, effects: [...started, ...execution.effects, ...limit, ...settled.effects] };
}

const keep = (state: PeerState, invocation: Invocation): PeerState => ({
  ...state,
  invocations: state.invocations.set(invocation.id, invocation),
});

const signSoon = (id: string): PeerEffect => ({ type: 'setTimer', timer: signTimer(id), ...RUN_WORK });

/** A container that waited for a timer of its own goes on; any transaction in it may end by that. */
export function wake(state: PeerState, packageId: string, environment: PeerEnvironment, now: Micros): PeerStepped {
  const pumped = wakeContainer(state, packageId, environment, now);
  const settled = settleOutcomes(pumped.state, pumped.outcomes);
  return { state: settled.state, effects: [...pumped.effects, ...settled.effects] };
}

/** A block is committed: containers start and stop as its definitions ask for. */
export function followDefinitions(
  state: PeerState,
  channel: string,
  number: number,
  environment: PeerEnvironment,
  now: Micros,
): PeerStepped {
  const launched = launchCommitted(state, channel, number, environment, now);
  const settled = settleOutcomes(launched.state, launched.outcomes);
  return { state: settled.state, effects: [...launched.effects, ...settled.effects] };
}

/** Notes what the chaincodes came to, for each proposal that waits for it. */
function settleOutcomes(before: PeerState, outcomes: readonly ChaincodeOutcome[]): PeerStepped {
  let state = before;
  const effects: PeerEffect[] = [];
  for (const outcome of outcomes) {
    const invocation = [...state.invocations.values()].find(({ proposal, executing, executed }) => {
      const { channelId, txId } = proposal.channelHeader;
      return executing && !executed && channelId === outcome.channelId && txId === outcome.txId;
    });
    if (!invocation?.executing) continue;
    const { id } = invocation;
    const executed = executedBy(outcome, invocation.executing);
    effects.push({ type: 'cancelTimer', timer: executeTimer(id) });
    const { channelId, txId, result } = outcome;
    // Private writes leave even when the chaincode answers with an error, as in Fabric.
    const shared = result.ok ? distribute(state, channelId, txId, id, result.value.context.simulator) : undefined;
    const failed = shared?.error === undefined ? executed : ({ type: 'failed', message: shared.error } as const);
    state = keep(shared?.state ?? state, { ...invocation, executed: failed, distribution: shared?.distribution });
    effects.push(...(shared?.effects ?? []), ...(shared?.distribution ? [] : [signSoon(id)]));
  }
  return { state, effects };
}

/** The chaincode has not answered in time. */
export function timeOut(before: PeerState, id: string): PeerStepped {
  const invocation = before.invocations.get(id);
  if (!invocation || invocation.executed) return { state: before, effects: [] };
  const { state, executed } = executionTimedOut(before, invocation);
  return finish(state, { ...invocation, executed });
}

/** The time the chaincode took has passed: sign and answer. */
export function sign(state: PeerState, id: string): PeerStepped {
  const invocation = state.invocations.get(id);
  return invocation?.executed ? finish(state, invocation) : { state, effects: [] };
}

function finish(before: PeerState, invocation: Invocation): PeerStepped {
  const { id, executed, proposal, client, request } = invocation;
  const { channelId: channel, txId: txid } = proposal.channelHeader;
  const state = { ...before, invocations: before.invocations.delete(id) };
  const cleared: readonly PeerEffect[] = [{ type: 'cancelTimer', timer: executeTimer(id) }];
  if (!executed || executed.type === 'failed') {
    const message = executed?.message ?? '';
    const response = unendorsedResponse(newResponse(500, message));
    const refused = report({ type: 'proposalRefused', channel, txid, status: 500, message });
    return { state, effects: [...cleared, refused, answer(client, request, response, channel, txid)] };
  }
  const { response, results, event, version, interest, richQueries } = executed;
  const payload = encodeProposalResponsePayload(proposal.proposalHash, {
    results,
    event,
    response,
    chaincodeName: proposal.chaincodeName,
    ...(version !== undefined && { chaincodeVersion: version }),
  });
  const facts = simulationFacts(state, invocation, response, results, richQueries);
  const signer = {
    creator: state.disk.signer.serialized,
    sign: (bytes: Uint8Array) => signWith(state.disk.signer, bytes),
  };
  const endorsed = response.status < ERROR_THRESHOLD && channel !== '';
  const told = response.status >= 500 ? payload : undefined;
  const reply = endorsed
    ? endorsedResponse(payload, response, signer, interest)
    : unendorsedResponse(response, channel === '' ? undefined : told);
  return { state, effects: [...cleared, ...facts, answer(client, request, reply, channel, txid)] };
}

function simulationFacts(
  state: PeerState,
  { proposal }: Invocation,
  response: ChaincodeResponse,
  results: Uint8Array,
  richQueries: readonly RichQuery[] | undefined,
): readonly PeerEffect[] {
  const { channelId: channel, txId: txid } = proposal.channelHeader;
  if (channel === '') return [];
  const decoded = decodeReadWriteSet(results);
  const asked = richQueries && { richQueries: richQueries.map(richQuerySummary) };
  const rwset = { ...summarise(decoded.ok ? decoded.value : []), ...asked };
  const { status, message } = response;
  const chaincode = proposal.chaincodeName;
  const payload = shown(response.payload);
  const finished = report({ type: 'simulationFinished', channel, txid, chaincode, status, message, payload, rwset });
  if (status >= ERROR_THRESHOLD) return [finished, report({ type: 'proposalRefused', channel, txid, status, message })];
  const endorser = nameOf(state.disk.signer);
  return [finished, report({ type: 'endorsementSigned', channel, txid, chaincode, endorser, plugin: 'escc', rwset })];
}
