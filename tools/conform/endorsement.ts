/**
 * Proposals real peers answered, sent to ours: status, message, payload, read-write set, event. Nothing is submitted but
 * the state the recording began with, which is read out of its answers.
 */
import { readFileSync } from 'node:fs';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import { fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { ProposalResponse } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import type { ChaincodeCall } from '../../web/src/sim/wire/proposal.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { RunValues } from './chaincode-compare.ts';
import { ConflictsClient, type ProposalFlaws } from './conflicts-client.ts';
import { eventOf, readWriteSetOf, setDifference, VersionMap, withoutPositions } from './conflicts-compare.ts';
import { withNonce, withTxId } from './conflicts-headers.ts';
import {
  basicContract,
  channelOf,
  probeCollections,
  probeContract,
  readReplayArguments,
  type ReplayArguments,
  topologyOf,
} from './conflicts-material.ts';
import { withHighS } from './conflicts-signature.ts';
import { initialState, type StartingWrite } from './endorsement-state.ts';
import { conformRanges, isRangeRecording } from './endorsement-ranges.ts';
import type { RecordedProposal } from './recorded-proposal.ts';
import { type ConformOutcome, compareEach, readCases, readJson, UnusableInput } from './outcome.ts';

const SYSTEM_CHAINCODES: readonly string[] = ['_lifecycle', 'cscc', 'qscc', 'lscc'];

/** A case is one proposal. `args` is the command line after `endorsement`. */
export async function conformEndorsement(args: readonly string[]): Promise<ConformOutcome> {
  const given = readReplayArguments('endorsement', args);
  const content = readJson(given.file);
  if (isRangeRecording(content)) return conformRanges(content);
  const rows = readCases<RecordedProposal>(given.file, ['args', 'identity', 'peer', 'endorsed']);
  const text = readFileSync(given.file, 'utf8');
  const client = await startNetwork(given, rows, text);
  return replayProposals(client, rows, channelOf(text));
}

const lookedUp = (rows: readonly RecordedProposal[]): string => {
  for (const { rwset = [] } of rows)
    for (const [, name] of JSON.stringify(rwset).matchAll(/namespaces\/fields\/([^/"]+)\/Sequence/g))
      if (name !== undefined) return name;
  throw new UnusableInput('The recording does not say which chaincode was called.');
};

async function startNetwork(given: ReplayArguments, rows: readonly RecordedProposal[], text: string) {
  const chaincode = lookedUp(rows);
  const channel = channelOf(text);
  const others = rows.flatMap((row) => (row.status === 200 && row.chaincode !== undefined ? [row.chaincode] : []));
  const names = [...new Set(others)].filter((name) => name !== chaincode && !SYSTEM_CHAINCODES.includes(name));
  const contracts = Object.fromEntries([
    [chaincode, probeContract(given, text)],
    ...names.map((name) => [name, basicContract(given)] as const),
  ]);
  const parts = await loadSimulationParts();
  const collections = probeCollections(given);
  const client = ConflictsClient.start(topologyOf(text, [channel], collections), contracts, () => true, parts);
  client.deploy(channel, { name: chaincode, version: '1.0', sequence: 1, collections });
  for (const name of names) client.deploy(channel, { name, version: '1.0', sequence: 1 });
  for (const block of initialState(rows, chaincode)) writeBlock(client, channel, chaincode, block);
  return client;
}

function writeBlock(client: ConflictsClient, channel: string, chaincode: string, writes: readonly StartingWrite[]) {
  const identity = `${client.topology.peerOrgs[0]?.mspId ?? ''}:User1`;
  const envelopes = writes.map(({ function: name, args }) => {
    const call = { channelId: channel, chaincodeName: chaincode, args: [name, ...args].map(utf8) };
    const endorsed = client.endorse(call, client.signer(identity), client.firstPeers());
    const envelope = client.envelopeOf(endorsed);
    invariant(envelope, `${name}: ${endorsed.responses.map((one) => one?.response?.message).join('; ')}`);
    return envelope;
  });
  const { blocks } = client.sendAll(channel, envelopes);
  const codes = blocks.flatMap(({ transactions }) => transactions.map(({ code }) => code));
  invariant(
    codes.every((code) => code === 'VALID'),
    `the state the recording began with: ${codes.join(', ')}`,
  );
}

/** Sends each proposal and compares the answers. */
export function replayProposals(
  client: ConflictsClient,
  rows: readonly RecordedProposal[],
  channel: string,
): ConformOutcome {
  const chaincode = lookedUp(rows);
  const versions = new VersionMap();
  const run = new RunValues();
  const { blocks } = client.network.ledger(client.firstPeers()[0] ?? '', channel);
  for (const read of client.blocks(channel, 0))
    for (const [txNum] of read.transactions.entries()) {
      const stored = blocks.transactionAt({ blockNum: read.number, txNum });
      if (stored) run.addTxids([...stored.envelope].length > 0 ? txIdsIn(stored.envelope) : []);
    }
  return compareEach(rows, (row, index) => {
    const { chaincode: name = chaincode, channel: channelId = channel } = row;
    const call: ChaincodeCall = {
      channelId,
      chaincodeName: name,
      args: (row.function === undefined ? row.args : [row.function, ...row.args]).map(utf8),
      transient: Object.fromEntries(Object.entries(row.transient ?? {}).map(([field, value]) => [field, utf8(value)])),
    };
    const asked = client.endorse(call, client.signer(row.identity), [client.peerNamed(row.peer)], flawsOf(row.note));
    run.addTxids([asked.proposal.txId]);
    const where = `proposal ${index} ${row.function ?? ''}(${row.args.join(', ').slice(0, 60)}) ${row.note ?? ''}`;
    const [response] = asked.responses;
    if (!response) return [`${where}: no answer`];
    return differences(response, row, run, versions).map((difference) => `${where}: ${difference}`);
  });
}

const txIdsIn = (envelope: Uint8Array): readonly string[] => fromUtf8(envelope).match(/[0-9a-f]{64}/g) ?? [];

function flawsOf(note = ''): ProposalFlaws {
  const hour = 3600 * SECOND;
  switch (note) {
    case 'proposal timestamp one hour ago':
      return { shiftMicros: -hour };
    case 'one hour ahead':
      return { shiftMicros: hour };
    case 'bad proposal signature':
      return { alterSignature: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1) };
    case 'high-S signature':
      return { alterSignature: withHighS };
    case 'txid is not the hash':
      return { alterProposal: (bytes) => withTxId(bytes, 'ab'.repeat(32)) };
    case 'empty nonce':
      return { alterProposal: (bytes) => withNonce(bytes, new Uint8Array(0)) };
    default:
      return {};
  }
}

function differences(
  response: ProposalResponse,
  row: RecordedProposal,
  run: RunValues,
  versions: VersionMap,
): readonly string[] {
  const { status = 0, message = '', payload = new Uint8Array(0) } = response.response ?? {};
  const lines: string[] = [];
  const compare = (what: string, ours: string, recorded: string): void => {
    if (!run.same(ours, recorded))
      lines.push(`${what} is ${JSON.stringify(ours)}, recorded ${JSON.stringify(recorded)}`);
  };
  if ((response.endorsement !== undefined) !== row.endorsed)
    lines.push(`${response.endorsement ? 'endorsed' : 'not endorsed'}: ${status} ${message}`);
  if (row.grpc) {
    compare('error', message, row.grpc.details);
    return lines;
  }
  compare('status', String(status), String(row.status));
  compare('message', withoutPositions(message), withoutPositions(row.message ?? ''));
  // Hashes and heights of a system chaincode are those of the run, and are no text.
  if (!row.payload?.includes('\ufffd')) compare('payload', steady(fromUtf8(payload)), steady(row.payload ?? ''));
  if (row.event !== undefined || response.endorsement)
    compare('event', JSON.stringify(eventOf(response) ?? null), JSON.stringify(row.event ?? null));
  if (row.rwset) {
    const difference = setDifference(readWriteSetOf(response, row.rwset), row.rwset, versions);
    if (difference !== undefined) lines.push(difference);
  }
  return lines;
}

/** Seconds and nanoseconds in one word are a time of the run as well. */
const steady = (text: string): string => text.replace(/\b1[5-9]\d{8}\.\d+/g, '<time>');
