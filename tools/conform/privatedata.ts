/**
 * Replays a recording of private data between peers of which some are away: who can endorse, who gets the data when.
 *
 * Outcomes and texts are compared; times by their order of magnitude. How many peers a dissemination was planned for just
 * after they were stopped ("1 out of 1") is not: it depends on which of them gossip had tried in that moment.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CollectionSpec } from '../../web/src/sim/client/collection-spec.ts';
import { loadSimulationParts, readContractFolder } from '../node-lab.ts';
import { readCollections } from './collections-file.ts';
import { type ConformOutcome, readCases, readJson, UnusableInput } from './outcome.ts';
import { PEERS, PrivateDataNetwork, type PrivateCall } from './privatedata-network.ts';
import { Tally } from './tally.ts';

const CHAINCODE = 'lab';
const SECOND = 1_000_000;

interface RecordedMoment {
  readonly t_ms: number;
  readonly what: string;
  readonly status?: number;
  readonly message?: string;
  readonly payload?: string;
  readonly stopped?: readonly string[];
  readonly codes?: readonly string[];
  readonly height?: number;
  readonly log?: readonly { readonly node: string; readonly line: string }[];
}

/**
 * @param file a list of moments, as `private-data/dissemination.json`; contract and collections are looked for beside its
 * folder, in `chaincode/probe` and `conflicts/lab-collections.json`
 * @throws UnusableInput when something of that is missing
 */
export async function conformPrivateData(file: string): Promise<ConformOutcome> {
  const moments = readCases<RecordedMoment>(file, ['t_ms', 'what']);
  const base = join(dirname(file), '..');
  const folder = join(base, 'chaincode/probe');
  const collectionsFile = join(base, 'conflicts/lab-collections.json');
  for (const needed of [folder, collectionsFile])
    if (!existsSync(needed)) throw new UnusableInput(`There is no ${needed}, which the recording was made with.`);
  const collections = readCollections(readJson(collectionsFile));
  return replayMoments(moments, readContractFolder(folder), collections, await loadSimulationParts());
}

export function replayMoments(
  moments: readonly RecordedMoment[],
  folder: ReturnType<typeof readContractFolder>,
  collections: readonly CollectionSpec[],
  parts: Parameters<typeof PrivateDataNetwork.start>[1],
): ConformOutcome {
  const definition = {
    name: CHAINCODE,
    version: '1.0',
    sequence: 1,
    signaturePolicy: null,
    initRequired: false,
    collections,
  };
  const network = PrivateDataNetwork.start({ folder, definition }, parts);
  if (typeof network === 'string') throw new UnusableInput(`The chaincode cannot be deployed: ${network}.`);
  const replay = new Replay(network, moments);
  moments.forEach((moment, index) => replay.follow(moment, index));
  return replay.tally.outcome();
}

class Replay {
  readonly tally = new Tally();
  private readonly network: PrivateDataNetwork;
  private readonly moments: readonly RecordedMoment[];
  private readonly began: number;
  private stopped: readonly string[] = [];
  /** Entry with which peers were started again. */
  private restarted = 0;
  private writes = 0;
  private secretKey = '';
  /** The peer all was asked of while the others were away. */
  private host = PEERS[0] ?? '';

  constructor(network: PrivateDataNetwork, moments: readonly RecordedMoment[]) {
    this.network = network;
    this.moments = moments;
    this.began = network.now;
  }

  follow(moment: RecordedMoment, index: number): void {
    const { what } = moment;
    const where = `${moment.t_ms} ms, ${what}`;
    if (!/at once/.test(what)) this.waitFor(moment);
    const written = /(endorse|committed) a write to (\w+)/.exec(what);
    const read = /read of (\w+) on (\S+)/.exec(what);
    if (moment.stopped) this.stop(moment.stopped);
    else if (written?.[1] === 'endorse') this.endorse(where, written[2] ?? '', moment);
    else if (written) this.commit(where, written[2] ?? '', moment, index);
    else if (/^read on the endorsing peer/.test(what)) this.readAtHome(where, moment, index);
    else if (/^peers started again/.test(what)) this.start();
    else if (read) this.readBack(where, read[1] ?? '', read[2] ?? '', moment);
    else if (moment.log) this.compareLog(where, moment.log);
  }

  /** The recorded time of a moment is that of its end; ours is that of its beginning. */
  private waitFor({ t_ms }: RecordedMoment): void {
    const due = this.began + t_ms * 1_000;
    if (due > this.network.now) this.network.runFor(due - this.network.now);
  }

  private stop(peers: readonly string[]): void {
    for (const peer of peers) if (!PEERS.includes(peer)) throw new UnusableInput(`There is no peer ${peer} here.`);
    this.stopped = peers;
    this.host = PEERS.find((peer) => !peers.includes(peer)) ?? this.host;
    this.network.crash(...peers);
  }

  private put(collection: string, key: string, value: string): PrivateCall {
    return { function: 'pvtPut', args: [collection, key], transient: { value } };
  }

  private endorse(where: string, collection: string, moment: RecordedMoment): void {
    const ours = this.network.ask(this.host, this.put(collection, `k${this.writes++}`, 'value'));
    this.tally.equal(where, 'status', ours.status, moment.status);
    if (moment.payload !== undefined) this.tally.equal(where, 'payload', ours.payload, moment.payload);
    if (moment.message !== undefined)
      this.tally.equal(where, 'message', withoutValues(ours.message), withoutValues(moment.message));
  }

  private commit(where: string, collection: string, { codes }: RecordedMoment, index: number): void {
    this.secretKey = `secret${this.writes++}`;
    const later = this.moments.slice(index + 1).find(({ payload }) => payload !== undefined && payload !== '<nil>');
    const code = this.network.submit([this.host], this.put(collection, this.secretKey, later?.payload ?? ''));
    this.tally.equal(where, 'code', [code], codes);
  }

  private get(peer: string, collection: string) {
    return this.network.ask(peer, { function: 'pvtGet', args: [collection, this.secretKey] });
  }

  private readAtHome(where: string, { status, payload }: RecordedMoment, index: number): void {
    const before = this.moments.slice(0, index).findLast(({ what }) => what.startsWith('committed'));
    const collection = /write to (\w+)/.exec(before?.what ?? '')?.[1] ?? '';
    const ours = this.get(this.host, collection);
    this.tally.equal(where, 'status', ours.status, status);
    this.tally.equal(where, 'payload', ours.payload, payload);
  }

  private start(): void {
    this.restarted = this.network.entries.length;
    this.network.restart(...this.stopped);
  }

  /** Before the block has come a peer has neither data nor hash; with the block it has both. */
  private readBack(where: string, collection: string, peer: string, { payload, status }: RecordedMoment): void {
    if (payload === '<nil>') {
      const ours = this.get(peer, collection);
      const caughtUp = this.network.height(peer) === this.network.height(this.host);
      const known = ours.payload !== '<nil>';
      this.tally.equal(where, 'data and block come together', known, caughtUp);
      return;
    }
    // Ten times the recorded time is another order of magnitude.
    let ours = this.get(peer, collection);
    for (let waited = 0; waited < 30 && ours.payload !== payload; waited++) {
      this.network.runFor(SECOND);
      ours = this.get(peer, collection);
    }
    this.tally.equal(where, 'status', ours.status, status);
    this.tally.equal(where, 'payload', ours.payload, payload);
  }

  /** What the log says was fetched from other peers was fetched by ours as well. */
  private compareLog(where: string, log: NonNullable<RecordedMoment['log']>): void {
    for (const { node, line } of log) {
      const fetched = /all (\d+) eligible .* (\d+) from other peers\)/.exec(line);
      if (!fetched) continue;
      const pulled = this.network
        .facts('privateDataReceived', this.restarted, node)
        .filter(({ via }) => via === 'pull').length;
      this.tally.equal(`${where}: ${node}`, 'sets from other peers', pulled, Number(fetched[2]));
    }
  }
}

const withoutValues = (message: string): string =>
  message.replace(/\b[0-9a-f]{64}\b/g, '<txid>').replace(/\d+ out of \d+/, 'N out of M');
