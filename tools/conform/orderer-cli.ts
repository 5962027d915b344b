/**
 * What `peer` and `osnadmin` printed while ordering nodes were stopped and started (the run of `timeline`), held against
 * what the same commands come to here: exit codes, the words of refusals, and an orderer's part in the channel.
 *
 * Heights are not those of the recording: compared is which of them are the same, and which have grown.
 */
import { CHANNEL, ORG1, ORG2, submit } from '../../web/src/scenes/networks.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import type { ConformOutcome } from './outcome.ts';
import { readCases } from './outcome.ts';
import { Tally } from './tally.ts';
import { TimelineNetwork } from './timeline-network.ts';

export interface CliRecord {
  readonly id: string;
  readonly argv: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

const SECONDS = 1_000_000;

/** Prepared before Org2 has an anchor peer, so that it is out of date as soon as it has. */
const STALE: Command = {
  type: 'prepareConfigUpdate',
  client: ORG2.client,
  channel: CHANNEL,
  update: 'cu',
  change: { kind: 'anchorPeers', org: 'Org2', peers: [ORG2.peer0] },
};

/** Why the records are not replayed, by the beginning of their ids. */
const LEFT_OUT: readonly (readonly [id: RegExp, why: string])[] = [
  [/^invoke-through-stopped/, 'a client of the lab has no -o: it goes on to the next orderer'],
  [/^osnadmin-(?:remove|rejoin|list-after)/, 'no orderer of the lab is made to leave a channel'],
  [/^peer-unjoin/, 'no peer of the lab is made to leave a channel'],
];

/** `file`: a list of command lines with what they printed. */
export async function conformOrdererCli(file: string): Promise<ConformOutcome> {
  return replayOrdererCli(readCases<CliRecord>(file, ['id', 'argv', 'stdout', 'stderr', 'exit']));
}

export async function replayOrdererCli(records: readonly CliRecord[]): Promise<ConformOutcome> {
  const tally = new Tally();
  const led = await TimelineNetwork.start();
  led.letFirstLead();
  const replay = new Replay(await TimelineNetwork.start([STALE]), led, tally);
  for (const record of records) {
    const [, why] = LEFT_OUT.find(([id]) => id.test(record.id)) ?? [];
    if (why !== undefined) tally.remark(`not compared: ${record.id}: ${why}`);
    else if (!replay.take(record)) tally.holds(record.id, 'is none of the commands that are known');
  }
  return tally.outcome();
}

/** The core of what a tool complains of: without what `peer` puts before and after it, and without figures. */
const core = (text: string): string =>
  text
    .replace(/^error sending transaction for invoke: /, '')
    .replace(/ - proposal response: .*$/s, '')
    .replaceAll(/version \d+/g, 'version N');

const errorIn = ({ stderr }: CliRecord): string => core(/^Error: (.*)$/m.exec(stderr)?.[1] ?? '');

/** `osnadmin` prints a line of status and then JSON. */
const listed = ({ stdout }: CliRecord) =>
  JSON.parse(stdout.slice(stdout.indexOf('{'))) as Readonly<Record<string, unknown>> & { readonly height: number };

class Replay {
  private readonly network: TimelineNetwork;
  /** The same network where the orderer that is spoken to leads. */
  private readonly led: TimelineNetwork;
  private readonly tally: Tally;
  /** Height of an orderer here by what it was in the recording, while the two go together. */
  private heights = new Map<number, number>();
  private assets = 0;

  constructor(network: TimelineNetwork, led: TimelineNetwork, tally: Tally) {
    this.network = network;
    this.led = led;
    this.tally = tally;
  }

  /** @returns whether the record is one that is known */
  take(record: CliRecord): boolean {
    const { id } = record;
    if (id === 'invoke-through-leader') this.told(record, this.led, this.invoke());
    else if (id === 'osnadmin-list-orderer-after-leader-stop') this.stopLeader(record);
    else if (id === 'invoke-right-after-quorum-loss') this.loseQuorum(record);
    else if (id === 'invoke-quorum-lost') this.withoutQuorum(record);
    else if (id === 'invoke-after-restore') this.restore(record);
    else if (id.startsWith('invoke-')) this.told(record, this.network, this.invoke());
    else if (id.startsWith('osnadmin-list')) this.list(record);
    else if (id.startsWith('fetch-'))
      this.told(record, this.network, { type: 'fetchChannelBlock', client: ORG1.client, channel: CHANNEL });
    else if (id.startsWith('query-')) this.told(record, this.network, this.query());
    else if (id.startsWith('config-update-'))
      this.told(record, this.network, { type: 'submitConfigUpdate', client: ORG2.client, update: 'cu' });
    else return false;
    return true;
  }

  private invoke(): Command {
    return submit(ORG1.client, 'CreateAsset', `cli${String(this.assets++)}`, 'red', '1', 'Bo', '1');
  }

  private query(): Command {
    const { identity, channel, chaincode, transient } = submit(ORG1.client, '');
    const call = { identity, channel, chaincode, transient, function: 'ReadAsset', args: ['asset1'] };
    return { type: 'evaluateTransaction', client: ORG1.client, peer: null, ...call };
  }

  private told(record: CliRecord, network: TimelineNetwork, command: Command): void {
    const { exit, error } = network.tell(command);
    this.tally.equal(record.id, 'exit code', exit, record.exit);
    if (record.exit !== 0) this.tally.equal(record.id, 'error', core(error), errorIn(record));
  }

  /** The orderer that is spoken to follows before and after, as in the recording. */
  private stopLeader(record: CliRecord): void {
    const { network } = this;
    for (;;) {
      network.stop(network.leader() ?? '');
      network.wait(15 * SECONDS);
      if (network.leader() !== network.first) break;
      network.startAll();
      network.wait(5 * SECONDS);
    }
    this.list(record);
  }

  /** Who has lost the leader a moment ago does not know it yet, and says how its connection ended: any 503 will do. */
  private loseQuorum(record: CliRecord): void {
    this.network.stop(this.network.leader() ?? '');
    this.network.wait(1 * SECONDS);
    const { exit, error } = this.network.tell(this.invoke());
    this.tally.equal(record.id, 'exit code', exit, record.exit);
    const status = 'got unexpected status: SERVICE_UNAVAILABLE';
    this.tally.equal(
      record.id,
      'status',
      [error, errorIn(record)].map((text) => core(text).startsWith(status)),
      [true, true],
    );
  }

  private withoutQuorum(record: CliRecord): void {
    this.network.wait(10 * SECONDS);
    this.told(record, this.network, this.invoke());
  }

  private restore(record: CliRecord): void {
    this.network.startAll();
    this.network.wait(15 * SECONDS);
    this.heights = new Map();
    this.told(record, this.network, this.invoke());
    this.network.wait(1 * SECONDS);
  }

  private list(record: CliRecord): void {
    const { id, argv } = record;
    // Ten blocks that one orderer missed, in the recording.
    if (id === 'osnadmin-list-caught-up') this.network.tell(this.invoke());
    const folder = argv.join(' ').match(/orderers\/([^/]+)\/tls/)?.[1] ?? '';
    const node = this.network.running().includes(folder) ? folder : this.network.first;
    const { height, ...ours } = this.network.participation(node);
    const { height: recordedHeight, url: _url, ...recorded } = listed(record);
    this.tally.equal(id, 'exit code', 0, record.exit);
    this.tally.equal(id, 'part in the channel', ours, recorded);
    this.tally.equal(id, 'height', height, this.heights.get(recordedHeight) ?? height);
    for (const [other, known] of this.heights)
      this.tally.equal(id, 'grown', Math.sign(height - known), Math.sign(recordedHeight - other));
    this.heights.set(recordedHeight, height);
  }
}
