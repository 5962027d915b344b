/**
 * Replays a transcript of `peer` commands (`bringup/steps.json`, `cli-mistakes/mistakes.json`): joining and looking at
 * channels, the chaincode lifecycle, invoke and query. Each goes through the lab as a command of its clients; exit code,
 * what the tool prints for an answer, and its words for a refusal are compared. Other lines are counted and left out.
 *
 * Transaction ids, package ids and hashes are those of the run, hence masked or translated.
 */
import { readFileSync } from 'node:fs';
import type { ChaincodeDefinition } from '../../web/src/sim/protocol/commands.ts';
import type { Fact, FactOf, FactType } from '../../web/src/sim/trace/facts.ts';
import { plainText, recordedError, type RecordedStep } from './config-steps.ts';
import { basicContract, probeCollections, probeContract, readReplayArguments } from './conflicts-material.ts';
import { LifecycleNetwork } from './lifecycle-network.ts';
import { tell, type Told } from './lifecycle-steps.ts';
import { type ConformOutcome, readCases, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/** What was done between two recorded lines without being recorded; `label` null is an approval without a package. */
const UNRECORDED: Readonly<Record<string, (network: LifecycleNetwork) => void>> = {
  'invoke-not-installed-on-second-org': (network) => {
    const definition = firstDefinition('partial');
    network.install('partial_1', ['peer0.org1.example.com']);
    network.approve('org1', definition, 'partial_1');
    network.approve('org2', definition, null);
    network.commit(definition);
  },
  'query-installed-but-approved-without-package-id': (network) =>
    network.install('partial_1', ['peer0.org2.example.com']),
  'commit-without-init-required': (network) => {
    for (const org of ['org1', 'org2']) network.approve(org, NEEDS_INIT, 'lab_1.0');
  },
  'invoke-before-init': (network) => network.commit(NEEDS_INIT),
};

const firstDefinition = (name: string): ChaincodeDefinition => ({
  name,
  version: '1.0',
  sequence: 1,
  signaturePolicy: null,
  initRequired: false,
});

const NEEDS_INIT: ChaincodeDefinition = { ...firstDefinition('needinit'), initRequired: true };

/** @param args the command line after `lifecycle`: a file, and where the contracts are */
export async function conformLifecycle(args: readonly string[]): Promise<ConformOutcome> {
  const given = readReplayArguments('lifecycle', args);
  const text = readFileSync(given.file, 'utf8');
  const steps = readCases<RecordedStep>(given.file, ['id']);
  const isFromNothing = joinsPeers(steps);
  const probe = isFromNothing ? {} : { 'lab_1.0': probeContract(given, text), partial_1: probeContract(given, text) };
  const contracts = { 'basic_1.0': basicContract(given), ...probe };
  const network = await LifecycleNetwork.start(contracts);
  if (!isFromNothing) {
    const collections = probeCollections(given).map((one) => ({
      ...one,
      endorsementPolicy: (one.endorsementPolicy as { signaturePolicy: string } | undefined) ?? null,
    }));
    prepare(network, { ...firstDefinition('lab'), collections });
  }
  const replay = new LifecycleReplay(network, Object.keys(contracts), steps);
  for (const step of steps) replay.play(step);
  return replay.outcome();
}

/** Whether the transcript brings the channel up itself. */
const joinsPeers = (steps: readonly RecordedStep[]): boolean =>
  steps.some(({ argv = [], exit }) => argv[0] === 'peer' && argv[2] === 'join' && exit === 0);

/** Transcripts of mistakes begin on a network where all works. */
function prepare(network: LifecycleNetwork, lab: ChaincodeDefinition): void {
  network.joinAll();
  for (const [label, definition] of [
    ['basic_1.0', firstDefinition('basic')],
    ['lab_1.0', lab],
  ] as const) {
    network.install(label);
    for (const org of ['org1', 'org2']) network.approve(org, definition, label);
    network.commit(definition);
  }
  network.submit('basic', 'InitLedger');
}

class LifecycleReplay {
  private readonly network: LifecycleNetwork;
  private readonly labels: readonly string[];
  private readonly tally = new Tally();
  private readonly isFromNothing: boolean;
  private readonly skips = new Map<string, number>();
  private readonly recordedIds: ReadonlyMap<string, string>;
  private last: { readonly began: number | undefined; readonly waited: boolean } = { began: undefined, waited: true };

  constructor(network: LifecycleNetwork, labels: readonly string[], steps: readonly RecordedStep[]) {
    this.network = network;
    this.labels = labels;
    this.isFromNothing = joinsPeers(steps);
    const said = steps.flatMap(({ argv = [], stdout = '' }) => [...argv, stdout]).join('\n');
    const ids = [...said.matchAll(/([\w.+-]+):[0-9a-f]{64}/g)];
    this.recordedIds = new Map(ids.map(([id, label = '']) => [id, label]));
    if (!steps.some((step) => step.argv?.[0] === 'peer')) throw new UnusableInput('The recording has no line of peer.');
  }

  play(step: RecordedStep): void {
    UNRECORDED[step.id]?.(this.network);
    const anchor = /^anchor-(Org\d)-channel-update$/.exec(step.id)?.[1];
    if (anchor !== undefined) this.network.setAnchorPeer(anchor.toLowerCase());
    const heard = tell(step, { packageId: (id) => this.ownId(id), label: (file) => this.labelIn(file) });
    if (heard === undefined) return this.skip('other tools and verbs');
    if (heard.type === 'skipped') return this.skip(heard.why);
    this.keepPace(step, heard);
    const came = this.network.perform(heard.command, heard.waits);
    if (came.refused !== undefined) return this.skip(`the lab takes no such command (${came.refused})`);
    this.compare(step, heard, came.facts);
  }

  /** A line that did not wait is overtaken by the next, unless the recording shows that time went by. */
  private keepPace(step: RecordedStep, { waits }: Told & { type: 'command' }): void {
    const [, hours = '', minutes = '', seconds = ''] = /\d+-\d+-\d+ (\d+):(\d+):([\d.]+)/.exec(step.stderr ?? '') ?? [];
    const began = hours === '' ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    const gap = (began ?? 0) - (this.last.began ?? began ?? 0);
    if (!this.last.waited && gap > 2) this.network.letPass(Math.round(gap * 1_000_000));
    this.last = { began: began ?? this.last.began, waited: waits && (this.last.waited || gap > 2) };
  }

  private ownId(recorded: string): string {
    return this.network.packageId(this.recordedIds.get(recorded) ?? '') ?? recorded;
  }

  /** Files are named after their label, with or without its version. */
  private labelIn(file: string): string {
    const name = file.replace(/\.tar\.gz$/, '');
    return this.labels.find((label) => label === name || label.split('_')[0] === name) ?? name;
  }

  private skip(why: string): void {
    this.skips.set(why, (this.skips.get(why) ?? 0) + 1);
  }

  private compare(step: RecordedStep, { command, waits }: Told & { type: 'command' }, facts: readonly Fact[]): void {
    const error = errorOf(facts, waits);
    this.tally.equal(step.id, 'exit', error === undefined ? 0 : 1, step.exit);
    if (step.exit !== 0) {
      this.tally.equal(step.id, 'error', masked(error ?? ''), masked(recordedError(step) ?? ''));
      return;
    }
    const output = outputOf(facts);
    if (output === undefined) return;
    const recorded = [...this.recordedIds.keys()].reduce(
      (text, id) => text.replaceAll(id, this.ownId(id)),
      plainText(step.stdout),
    );
    const isChain = command.type === 'getChannelInfo';
    const inHex = step.argv?.includes('--hex') === true && !/^[0-9a-f]+$/.test(output);
    const printed = inHex ? Buffer.from(output).toString('hex') : output;
    const shown = (text: string) => (isChain ? this.chainInfo(text) : text.trimEnd());
    if (step.id === 'query-metadata' || (recorded.trim() === '' && command.type === 'getInstalledPackage')) return;
    this.tally.equal(step.id, 'output', comparable(shown(printed)), comparable(shown(recorded)));
  }

  /** Hashes are those of the run; the height too, where the recording does not begin with the chain. */
  private chainInfo(text: string): string {
    const shape = text.trimEnd().replace(/"(\w+BlockHash)":"[^"]*"/g, '"$1"');
    return this.isFromNothing ? shape : shape.replace(/"height":\d+/, '"height"');
  }

  outcome(): ConformOutcome {
    for (const [why, count] of this.skips) this.tally.remark(`${count} steps skipped: ${why}`);
    return this.tally.outcome();
  }
}

const factOf = <T extends FactType>(facts: readonly Fact[], type: T): FactOf<T> | undefined =>
  facts.find((fact) => fact.type === type) as FactOf<T> | undefined;

/** What the tool would print behind `Error: `; undefined when it would end well. */
function errorOf(facts: readonly Fact[], waits: boolean): string | undefined {
  const proposed = factOf(facts, 'proposalCreated');
  const isCall = ['submitTransaction', 'evaluateTransaction'].includes(factOf(facts, 'commandGiven')?.command ?? '');
  const answer = factOf(facts, 'queryAnswered');
  if (answer && answer.status >= 400) return callError('query', answer.status, answer.message);
  const failed = factOf(facts, 'commandFailed');
  if (!isCall || proposed === undefined) return failed?.text;
  const refusal = facts.find(
    (fact): fact is FactOf<'endorsementCollected'> => fact.type === 'endorsementCollected' && fact.status >= 400,
  );
  if (refusal) return callError('invoke', refusal.status, refusal.message);
  const code = factOf(facts, 'commitStatusReceived')?.code;
  if (waits && code !== undefined && code !== 'VALID') return `transaction invalidated with status (${code})`;
  return failed && `could not assemble transaction: ${failed.text}`;
}

const callError = (verb: string, status: number, message: string): string =>
  `endorsement failure during ${verb}. response: status:${status}  message:${JSON.stringify(message)}`;

const outputOf = (facts: readonly Fact[]): string | undefined =>
  factOf(facts, 'peerQueried')?.output ?? factOf(facts, 'queryAnswered')?.payload;

/** Ids of transactions differ in each run, and so do the payloads the tool prints when they do not match. */
const masked = (text: string): string =>
  text
    .replace(/(do not match).*$/s, '$1')
    .replace(/ - proposal response: .*$/s, '')
    .replace(/\b[0-9a-f]{64}\b/g, '<id>');

/** The hash of a chain inside its info, and the bytes before a list of channels, are not for comparison. */
const comparable = (text: string): string =>
  /^08[0-9a-f]{2}1220[0-9a-f]+$/.test(text) ? text.slice(0, 8) : text.replace(/^\s*[^\w\s{["<:-]*\s*/, '');
