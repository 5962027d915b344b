/**
 * Replays recorded conflicts: on our network the same transactions are endorsed and sent in the same order, and their
 * answers, read-write sets, blocks, codes and the state in the end are compared, one case an outcome.
 */
import { readFileSync } from 'node:fs';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { fromUtf8, utf8, equalBytes } from '../../web/src/sim/wire/bytes.ts';
import type { ProposalResponse } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import type { ChaincodeCall } from '../../web/src/sim/wire/proposal.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { RunValues } from './chaincode-compare.ts';
import { type Action, actionsOf, otherChannelOf, preparationOf, transactionChannel } from './conflicts-actions.ts';
import { ConflictsClient, type Endorsed, type ReadBlock, type RecordedCollection } from './conflicts-client.ts';
import { readWriteSetOf, setDifference, VersionMap, withoutPositions } from './conflicts-compare.ts';
import { craftedEnvelope } from './conflicts-crafted.ts';
import {
  basicContract,
  channelOf,
  probeCollections,
  probeContract,
  readReplayArguments,
  type ReplayArguments,
  topologyOf,
} from './conflicts-material.ts';
import type { Play, Replay } from './conflicts-play.ts';
import {
  isBlock,
  readScenarios,
  type RecordedEndorsement,
  type RecordedTransaction,
  type Scenario,
  stateQuery,
} from './conflicts-scenario.ts';
import type { ConformOutcome } from './outcome.ts';
import { Tally } from './tally.ts';

const SYSTEM_CHAINCODES: readonly string[] = ['_lifecycle', 'cscc', 'qscc', 'lscc'];

/** Replays a file. `args` is the command line after `conflicts`. */
export async function conformConflicts(args: readonly string[]): Promise<ConformOutcome> {
  const given = readReplayArguments('conflicts', args);
  const scenarios = readScenarios(given.file);
  const replay = await ConflictsReplay.start(given, scenarios, readFileSync(given.file, 'utf8'));
  for (const scenario of scenarios) replay.play(scenario);
  return replay.outcome();
}

export class ConflictsReplay implements Replay {
  readonly client: ConflictsClient;
  readonly channel: string;
  /** The second channel, where the recording has one. */
  readonly other: string | undefined;
  readonly collections: readonly RecordedCollection[];
  readonly tally = new Tally();
  /** Versions of the channel scenarios are about, and of the other one. */
  private readonly versions = new Map<string, VersionMap>();
  private readonly run = new RunValues();

  private constructor(
    client: ConflictsClient,
    channel: string,
    other: string | undefined,
    collections: readonly RecordedCollection[],
  ) {
    this.collections = collections;
    this.client = client;
    this.channel = channel;
    this.other = other;
  }

  static async start(given: ReplayArguments, scenarios: readonly Scenario[], text: string): Promise<ConflictsReplay> {
    const channel = channelOf(text);
    const other = otherChannelOf(scenarios);
    const probes = new Set(scenarios.map(({ chaincode }) => chaincode));
    const called = scenarios.flatMap(({ txs }) => txs.flatMap(({ chaincode }) => chaincode ?? []));
    // Altered transactions name it where they need another chaincode that is there.
    if (scenarios.some(({ scenario }) => scenario.startsWith('altered-'))) called.push('basic');
    const samples = called.filter((name) => !probes.has(name) && !SYSTEM_CHAINCODES.includes(name));
    const contracts = Object.fromEntries([
      ...[...probes].map((name) => [name, probeContract(given, text)] as const),
      ...samples.map((name) => [name, basicContract(given)] as const),
    ]);
    const collections = probeCollections(given);
    const topology = topologyOf(text, other === undefined ? [channel] : [channel, other], collections);
    // Nobody but the first peers is on the other channel.
    const members = (id: string, peer: string): boolean => id !== other || peer.startsWith('peer0.');
    const client = ConflictsClient.start(topology, contracts, members, await loadSimulationParts());
    for (const name of probes) client.deploy(channel, { name, version: '1.0', sequence: 1, collections });
    for (const name of new Set(samples)) client.deploy(channel, { name, version: '1.0', sequence: 1 });
    const replay = new ConflictsReplay(client, channel, other, collections);
    if (other !== undefined) replay.prepareOther(other, [...probes]);
    return replay;
  }

  /** The probe on the second channel, with the one key recordings read there. */
  private prepareOther(channel: string, probes: readonly string[]): void {
    for (const name of probes) {
      this.client.deploy(channel, { name, version: '1.0', sequence: 1 });
      const args = ['put', 'k', `from ${channel}`].map(utf8);
      const code = this.client.submit(
        { channelId: channel, chaincodeName: name, args },
        this.firstUser,
        this.client.firstPeers(),
      );
      invariant(code === 'VALID', `the key of the other channel: ${code}`);
    }
  }

  outcome(): ConformOutcome {
    return this.tally.outcome();
  }

  get firstUser(): string {
    return `${this.client.topology.peerOrgs[0]?.mspId ?? ''}:User1`;
  }

  play(scenario: Scenario): void {
    try {
      this.playSteps(scenario);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.tally.holds(scenario.scenario, text);
    }
  }

  private playSteps(scenario: Scenario): void {
    this.setUp(scenario);
    const play: Play = { scenario, endorsed: new Map(), envelopes: new Map(), blocks: [], answers: new Map() };
    preparationOf(scenario)?.(this, play);
    const actions: Action[] = [...actionsOf(scenario)];
    for (const step of scenario.steps) {
      const [kind = '', ...words] = step.split(' ');
      if (kind === 'e') for (const tx of this.named(scenario, words)) this.endorse(play, tx);
      else if (kind === 's') this.send(play, words);
      else if (kind === 'w') this.client.network.runFor(Number(words[0]) * 1000);
      else actions.shift()?.(this, play);
    }
    this.compareOutcomes(play);
  }

  private named = (scenario: Scenario, ids: readonly string[]): readonly RecordedTransaction[] =>
    ids.flatMap((id) => scenario.txs.find((tx) => tx.id === id) ?? []);

  /** All writes of the setup come in one block. */
  private setUp({ scenario, setup, setup_block: number, chaincode }: Scenario): void {
    if (setup.length === 0) return;
    const signer = this.client.signer(this.firstUser);
    const envelopes = setup.map(({ function: name, args }) => {
      const call = { channelId: this.channel, chaincodeName: chaincode, args: [name, ...args].map(utf8) };
      const endorsed = this.client.endorse(call, signer, this.client.firstPeers());
      this.run.addTxids([endorsed.proposal.txId]);
      const envelope = this.client.envelopeOf(endorsed);
      invariant(envelope, `setup ${name}: ${endorsed.responses[0]?.response?.message ?? 'no answer'}`);
      return envelope;
    });
    const { blocks } = this.client.sendAll(this.channel, envelopes);
    const codes = blocks.flatMap(({ transactions }) => transactions.map(({ code }) => code));
    this.tally.equal(
      scenario,
      'setup',
      codes,
      codes.map(() => 'VALID'),
    );
    const [block] = blocks;
    if (number !== undefined && block) this.blockIs(block.number, number);
  }

  /** Notes that our block stands for theirs; says so if it does not. */
  private blockIs(ours: number, recorded: number): boolean {
    return this.versionsOf('block').same([ours], [recorded]);
  }

  private versionsOf(channel: string): VersionMap {
    const known = this.versions.get(channel) ?? new VersionMap();
    this.versions.set(channel, known);
    return known;
  }

  callOf(
    { function: name, args, chaincode, transient }: RecordedTransaction,
    scenario: Scenario,
    channelId: string,
  ): ChaincodeCall {
    return {
      channelId,
      chaincodeName: chaincode ?? scenario.chaincode,
      args: [name, ...args].map(utf8),
      transient: Object.fromEntries(Object.entries(transient ?? {}).map(([field, value]) => [field, utf8(value)])),
    };
  }

  endorse(play: Play, tx: RecordedTransaction): void {
    const { scenario } = play;
    const channel = transactionChannel(scenario, tx, this.other) ?? this.channel;
    const peers = tx.endorsers.map((name) => this.client.peerNamed(name));
    const call = this.callOf(tx, scenario, channel);
    const endorsed = this.client.endorse(call, this.client.signer(tx.identity), peers);
    this.run.addTxids([endorsed.proposal.txId]);
    play.endorsed.set(tx.id, endorsed);
    const envelope = this.client.envelopeOf(endorsed);
    if (envelope) play.envelopes.set(tx.id, this.crafted(play, tx, endorsed, envelope));
    this.compareEndorsement(play, tx, endorsed, channel);
  }

  /** The first transaction of a crafted scenario is altered, the second shows that the channel goes on. */
  private crafted(play: Play, tx: RecordedTransaction, endorsed: Endorsed, envelope: Uint8Array): Uint8Array {
    const { scenario, txs } = play.scenario;
    if (tx.id !== txs[0]?.id) return envelope;
    const other = this.client.signer(tx.identity.replace(/:.*$/, ':Admin'));
    return craftedEnvelope(scenario, envelope, endorsed.signer, other) ?? envelope;
  }

  private compareEndorsement(play: Play, tx: RecordedTransaction, { responses }: Endorsed, channel: string): void {
    const where = `${play.scenario.scenario} ${tx.id}`;
    for (const [index, recorded] of (tx.endorsement ?? []).entries())
      this.compareAnswer(`${where} ${recorded.peer}`, tx, responses[index]?.response, recorded);
    const [first] = responses;
    if (tx.rwset && first?.endorsement) this.compareReadWrites(where, first, tx, channel);
  }

  private compareAnswer(
    at: string,
    tx: RecordedTransaction,
    ours: ProposalResponse['response'],
    recorded: RecordedEndorsement,
  ): void {
    const { status, message = '', payload = new Uint8Array(0) } = ours ?? {};
    if (recorded.grpc) return this.same(at, 'error', message, recorded.grpc.details);
    this.tally.equal(at, 'status', status, recorded.status);
    this.same(at, 'message', withoutPositions(message), withoutPositions(recorded.message ?? ''));
    if (comparablePayload(tx, recorded.payload ?? ''))
      this.same(at, 'payload', fromUtf8(payload), recorded.payload ?? '');
  }

  private compareReadWrites(where: string, response: ProposalResponse, tx: RecordedTransaction, channel: string): void {
    const { rwset = [] } = tx;
    if (tx.endorsements_differ || tx.chaincode === '_lifecycle') return;
    this.tally.holds(where, setDifference(readWriteSetOf(response, rwset), rwset, this.versionsOf(channel)));
  }

  /** Texts may differ in transaction ids and times. */
  same(where: string, what: string, ours: string, recorded: string): void {
    this.tally.holds(
      where,
      this.run.same(ours, recorded)
        ? undefined
        : `${what} is ${JSON.stringify(ours)}, recorded ${JSON.stringify(recorded)}`,
    );
  }

  private send(play: Play, ids: readonly string[]): void {
    const { scenario } = play;
    const [first] = this.named(scenario, ids);
    const channel = (first && transactionChannel(scenario, first, this.other)) ?? this.channel;
    // A transaction named `t1b` is the envelope of `t1` once more.
    const sent = ids.flatMap((id) => {
      const bytes = play.envelopes.get(id) ?? (/\db$/.test(id) ? play.envelopes.get(id.slice(0, -1)) : undefined);
      return bytes ? [{ id, bytes }] : [];
    });
    // The recordings' client stops at an endorsement it did not get.
    if (sent.length < ids.length) return;
    const orderers = this.client.topology.ordererOrg;
    const last = `${orderers.orderers.at(-1) ?? ''}.${orderers.domain}`;
    const orderer = scenario.scenario.startsWith('orderer-follower') ? last : this.client.orderer;
    const { answers, blocks } = this.client.sendAll(
      channel,
      sent.map(({ bytes }) => bytes),
      orderer,
    );
    for (const [index, { id }] of sent.entries()) play.answers.set(id, answers[index]);
    this.noteBlocks(play, blocks, sent);
  }

  /** Adds blocks in the words of the recording: the transactions of this play by their ids, others by their type. */
  noteBlocks(
    play: Play,
    blocks: readonly ReadBlock[],
    sent: readonly { readonly id: string; readonly bytes: Uint8Array }[],
  ) {
    const left = [...sent];
    for (const { number, transactions } of blocks) {
      const txs = transactions.map(({ envelope, code }) => {
        const at = left.findIndex(({ bytes }) => equalBytes(bytes, envelope));
        const [found] = at < 0 ? [] : left.splice(at, 1);
        return { id: found?.id ?? '?', name: code };
      });
      play.blocks.push({ number, txs });
    }
  }

  private compareOutcomes(play: Play): void {
    const { scenario } = play;
    for (const { id, status, info, none } of scenario.broadcast ?? []) {
      if (!play.answers.has(id)) continue;
      const ours = play.answers.get(id);
      const where = `${scenario.scenario} ${id}`;
      this.tally.equal(
        where,
        'orderer',
        ours && { status: ours.status, info: ours.info },
        none ? undefined : { status, info },
      );
    }
    this.compareBlocks(play);
    for (const [name, value] of Object.entries(scenario.final_state)) this.compareState(scenario, name, value);
  }

  private compareBlocks({ scenario, blocks }: Play): void {
    const recorded = scenario.blocks.filter(isBlock);
    const where = scenario.scenario;
    if (hangs(scenario)) {
      const codes = blocks.flatMap(({ txs }) => txs.map(({ name }) => name));
      this.tally.remark(`${where}: real peers never finished this block; ours say ${codes.join(', ')}`);
      return;
    }
    for (const [index, block] of recorded.entries()) {
      const ours = blocks[index];
      const txs = block.txs.map(({ id, name }) => ({ id, name }));
      if (differsByChance(scenario)) continue;
      this.tally.equal(where, `block ${block.number}`, ours?.txs, txs);
      if (ours)
        this.tally.holds(
          where,
          this.blockIs(ours.number, block.number) ? undefined : `block ${block.number} came at another time`,
        );
    }
    this.tally.holds(where, blocks.length > recorded.length ? `more blocks than ${recorded.length}` : undefined);
  }

  compareState(scenario: Scenario, name: string, value: string): void {
    const query = stateQuery(name);
    const call: ChaincodeCall = {
      channelId: this.channel,
      chaincodeName: scenario.chaincode,
      args: [query.function, ...query.args].map(utf8),
    };
    const [peer = ''] = this.client.firstPeers();
    const response = this.client.query(call, this.firstUser, peer)?.response;
    const ours = response?.status === 200 ? fromUtf8(response.payload) : `${response?.status}: ${response?.message}`;
    this.same(scenario.scenario, `state of ${name}`, ours, value);
  }
}

/** Accepted by the orderer and never in a block: real peers stopped there. */
const hangs = ({ blocks, broadcast = [], note = '' }: Scenario): boolean =>
  note.includes('HANG') || (blocks.length === 0 && broadcast.some(({ status }) => status === 200));

/**
 * A query of the lifecycle that was submitted: real peers list definitions in no order, so their answers hardly ever
 * agree.
 *
 * @simplified Ours list definitions by name, so that endorsements of such a query agree.
 */
const differsByChance = ({ txs }: Scenario): boolean =>
  txs.some(({ chaincode, endorsements_differ: differ }) => differ === true && chaincode === '_lifecycle');

/** What is random, or bytes of a run, is not compared. */
const comparablePayload = ({ function: name, chaincode }: RecordedTransaction, payload: string): boolean =>
  !name.startsWith('random') &&
  !payload.includes('\ufffd') &&
  !(chaincode !== undefined && SYSTEM_CHAINCODES.includes(chaincode));
