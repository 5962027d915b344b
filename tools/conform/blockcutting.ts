/**
 * Sends bursts of envelopes of the recorded sizes at the recorded times to orderers of ours, under the recorded batch
 * settings, and compares which of them share a block, when the block is there, and what the orderer answers.
 *
 * Each case begins with the settings asked for; an update that is refused must be refused in the recorded words.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { isDeepStrictEqual } from 'node:util';
import { ORDERER_ADMIN, start, TWO_ORGS } from '../../web/src/scenes/networks.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { type SigningIdentity, signWith } from '../../web/src/sim/identity/signing-identity.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import type { ConfigChange } from '../../web/src/sim/protocol/commands.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { encodeEnvelope } from '../../web/src/sim/wire/envelope.ts';
import {
  ChannelHeaderSchema,
  HeaderSchema,
  HeaderType,
  PayloadSchema,
  SignatureHeaderSchema,
} from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { ConflictsIdentities } from './conflicts-identities.ts';
import { ConflictsNetwork } from './conflicts-network.ts';
import { compareEach, type ConformOutcome, readCases } from './outcome.ts';

interface BatchSettings {
  readonly timeout?: string;
  readonly max?: number;
  readonly pref?: number;
  readonly abs?: number;
}

interface BlockCuttingCase {
  readonly name: string;
  readonly config_update: { readonly exit: number | string; readonly err: string };
  readonly txs: readonly { readonly i: number; readonly envelope_bytes: number; readonly sent_at_ms: number }[];
  readonly blocks: readonly { readonly at_ms: number; readonly txs: readonly (number | string)[] }[];
  readonly answers: readonly { readonly status?: number; readonly info?: string }[];
  readonly effective_settings: Required<BatchSettings>;
  readonly requested_settings: BatchSettings;
}

const CHANNEL = 'mychannel';
const PEER = 'peer0.org1.example.com';
const ORDERER = 'orderer.example.com';
const MILLIS = 1_000;
/** On one stream an envelope is looked at once the one before is answered, and each takes our orderers some 25 ms more. */
const TOLERANCE_MILLIS = 400;
/** What was still pending when a case without a block ended is in the first block of the next, 0.184 s after it began. */
const UNCUT_MILLIS = 1_816;

/** @param file a JSON list of bursts, as the recorded `blockcutting.json` */
export async function conformBlockCutting(file: string): Promise<ConformOutcome> {
  const cases = readCases<BlockCuttingCase>(file, ['config_update', 'txs', 'blocks', 'answers', 'effective_settings']);
  const bench = new Bench(await loadSimulationParts());
  return compareEach(cases, (one) => bench.compare(one));
}

class Bench {
  private readonly network: ConflictsNetwork;
  private readonly signer: SigningIdentity;
  private nonce = 0;

  constructor(parts: Awaited<ReturnType<typeof loadSimulationParts>>) {
    const ordererOrg = { ...TWO_ORGS.ordererOrg, admins: ['admin'] };
    const topology = { ...TWO_ORGS, ordererOrg };
    this.network = new ConflictsNetwork(topology, {}, parts);
    const nodes = nodesOf(topology);
    const joined = (role: string, type: 'joinOrderer' | 'joinPeer') =>
      nodes.filter((node) => node.role === role).map(({ id: node }) => ({ type, node, channel: CHANNEL }) as const);
    for (const command of [
      { type: 'generateCrypto' } as const,
      ...nodes.map(({ id }) => start(id)),
      { type: 'createGenesisBlock', channel: CHANNEL } as const,
      ...joined('orderer', 'joinOrderer'),
      ...joined('peer', 'joinPeer'),
    ]) {
      const failure = this.network.perform(command);
      invariant(failure === undefined, `${command.type}: ${failure ?? ''}`);
    }
    const { crypto } = this.network.files;
    const signer = crypto && new ConflictsIdentities(crypto).find('Org1MSP:User1', 0);
    invariant(signer, 'the network has its users');
    this.signer = signer;
  }

  compare(one: BlockCuttingCase): readonly string[] {
    const differences = [...this.configure(one)];
    const began = this.network.now;
    const from = this.network.entries.length;
    const names = new Map<string, number>();
    for (const [index, { i, envelope_bytes: size, sent_at_ms: at }] of one.txs.entries()) {
      // An orderer that has refused something closes the stream: what would have followed has no answer.
      const expected = one.answers[index];
      if (expected?.status === undefined) continue;
      this.network.runUntil(Math.max(this.network.now, began + at * MILLIS));
      const { envelope, txid } = this.envelope(size);
      names.set(txid, i);
      const got = this.network.broadcast(ORDERER, CHANNEL, envelope);
      if (got?.status !== expected.status || got.info !== expected.info)
        differences.push(
          `${one.name}: answer ${index}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`,
        );
    }
    const last = one.blocks.at(-1)?.at_ms;
    this.network.runUntil(began + (last === undefined ? UNCUT_MILLIS : last + TOLERANCE_MILLIS) * MILLIS);
    return [...differences, ...this.compareBlocks(one, began, from, names)];
  }

  private compareBlocks(
    one: BlockCuttingCase,
    began: number,
    from: number,
    names: ReadonlyMap<string, number>,
  ): readonly string[] {
    const got = this.network.entries.slice(from).flatMap(({ at, node, fact }) => {
      if (node !== PEER || fact.type !== 'blockCommitted') return [];
      const txs = fact.verdicts.map(({ txid }) => names.get(txid) ?? 'ENDORSER_TRANSACTION');
      return [{ at_ms: Math.round((at - began) / MILLIS), txs }];
    });
    const groups = (blocks: BlockCuttingCase['blocks']) => blocks.map(({ txs }) => txs);
    if (!isDeepStrictEqual(groups(one.blocks), groups(got)))
      return [`${one.name}: blocks: expected ${JSON.stringify(one.blocks)}, got ${JSON.stringify(got)}`];
    return one.blocks.flatMap(({ at_ms: at }, index) => {
      const ours = got[index]?.at_ms ?? 0;
      return Math.abs(ours - at) <= TOLERANCE_MILLIS
        ? []
        : [`${one.name}: block ${index} after ${ours} ms, not ${at} ms`];
    });
  }

  /** Sends what the recording sent; an update without a difference was not. */
  private configure({
    name,
    config_update: recorded,
    requested_settings: asked,
    effective_settings: now,
  }: BlockCuttingCase) {
    if (recorded.exit === 'not sent') return [];
    const { max, pref, abs, timeout } = { ...now, ...asked };
    const changes: readonly ConfigChange[] = [
      { kind: 'batchSize', maxMessageCount: max, preferredMaxBytes: pref, absoluteMaxBytes: abs },
      { kind: 'batchTimeout', micros: microsOf(timeout) },
    ];
    const failures = changes.flatMap((change, index) => this.update(`${name}-${index}`, change) ?? []);
    const wanted = recorded.exit === 0 ? [] : [recorded.err.replace(/^Error: /, '')];
    return isDeepStrictEqual(failures, wanted)
      ? []
      : [`${name}: update: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(failures)}`];
  }

  /** @returns why it was refused; an update that changes nothing is not sent */
  private update(update: string, change: ConfigChange): string | undefined {
    const prepared = { type: 'prepareConfigUpdate', client: ORDERER_ADMIN, channel: CHANNEL, update, change } as const;
    if (this.network.perform(prepared) !== undefined) return undefined;
    return this.network.perform({ type: 'submitConfigUpdate', client: ORDERER_ADMIN, update });
  }

  /** A signed envelope of exactly `size` bytes; peers will find it empty, orderers do not look. */
  private envelope(size: number): { readonly envelope: Uint8Array; readonly txid: string } {
    for (let padding = size - 1_200; ; ) {
      const nonce = sha256(utf8(`nonce ${this.nonce++}`)).subarray(0, 24);
      const txid = Buffer.from(sha256(nonce, this.signer.serialized)).toString('hex');
      const channelHeader = { type: HeaderType.ENDORSER_TRANSACTION, channelId: CHANNEL, txId: txid };
      const signatureHeader = { creator: this.signer.serialized, nonce };
      const header = create(HeaderSchema, {
        channelHeader: toBinary(ChannelHeaderSchema, create(ChannelHeaderSchema, channelHeader)),
        signatureHeader: toBinary(SignatureHeaderSchema, create(SignatureHeaderSchema, signatureHeader)),
      });
      const payload = toBinary(PayloadSchema, create(PayloadSchema, { header, data: new Uint8Array(padding) }));
      const envelope = encodeEnvelope(payload, signWith(this.signer, payload));
      if (envelope.length === size) return { envelope, txid };
      padding += size - envelope.length;
    }
  }
}

const microsOf = (duration: string): number =>
  duration.endsWith('ms') ? Number(duration.slice(0, -2)) * MILLIS : Number(duration.slice(0, -1)) * 1_000 * MILLIS;
