/**
 * Replays a bring-up of 2.x: system channel, consortium, channel creation transaction. The transcript is replayed with
 * keys of our own; the recorded blocks and transactions are compared with what comes out, certificates aside, and are
 * also followed as they are, with the real signatures in them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equals, toBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, createBundle } from '../../web/src/sim/channel/bundle.ts';
import { createChannel } from '../../web/src/sim/channel/channel-creation.ts';
import { applyConfigEnvelope, proposeConfigUpdate } from '../../web/src/sim/channel/config-update.ts';
import {
  blockChannelId,
  blockEnvelopes,
  blockHash,
  blockNumber,
  decodeBlock,
  previousHash,
} from '../../web/src/sim/wire/block.ts';
import { EMPTY, hex } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { parseEnvelope, parseEnvelopeOfType } from '../../web/src/sim/wire/envelope.ts';
import { type Block, EnvelopeSchema, HeaderType } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import {
  type ConfigEnvelope,
  ConfigEnvelopeSchema,
  type ConfigUpdate,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { compareAnswer, runCommand } from './config-commands.ts';
import { ConfigDesk } from './config-desk.ts';
import { compareTrees, configGroupJson, configUpdateJson } from './config-json.ts';
import { generateFrom, readYaml } from './config-material.ts';
import { readSteps } from './config-steps.ts';
import { type ConformOutcome, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/**
 * @param dir holds `configtx.yaml`, `crypto-config.yaml`, `transcript.json`, and `.block` and `.tx` files
 * @throws UnusableInput when one of them is missing or cannot be read
 */
export function conformConsortium(dir: string): ConformOutcome {
  const tally = new Tally();
  const configtx = readYaml(join(dir, 'configtx.yaml'));
  const steps = readSteps(dir, 'transcript.json');
  const desk = new ConfigDesk(generateFrom(dir, configtx));
  for (const step of steps) {
    const answer = runCommand(desk, step, configtx);
    if (answer) compareAnswer(tally, step, answer, true);
    else tally.remark(`${step.id}: not about channels, skipped`);
  }
  const blocks = recordedBlocks(tally, dir);
  for (const block of blocks) compareBlock(tally, desk, block);
  for (const name of filesIn(dir, '.tx')) compareTransaction(tally, desk, name, readFileSync(join(dir, name)));
  new Walk(tally, blocks).follow();
  return tally.outcome();
}

interface RecordedConfig {
  readonly name: string;
  readonly channelId: string;
  readonly block: Block;
  /** The configuration in the block, be it for this channel or one that it creates. */
  readonly envelope: ConfigEnvelope;
  readonly creates: boolean;
}

function filesIn(dir: string, ending: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith(ending))
      .toSorted();
  } catch {
    throw new UnusableInput(`There is no folder ${dir}.`);
  }
}

function recordedBlocks(tally: Tally, dir: string): readonly RecordedConfig[] {
  const found: RecordedConfig[] = [];
  for (const name of filesIn(dir, '.block')) {
    const block = decodeBlock(new Uint8Array(readFileSync(join(dir, name))));
    const channelId = block.ok ? blockChannelId(block.value) : undefined;
    const config = block.ok ? configIn(blockEnvelopes(block.value)[0] ?? EMPTY) : undefined;
    tally.holds(name, config ? undefined : 'is not a config block');
    if (block.ok && channelId?.ok && config)
      found.push({ name, channelId: channelId.value, block: block.value, ...config });
  }
  return found.toSorted((a, b) => blockNumber(a.block) - blockNumber(b.block));
}

function configIn(bytes: Uint8Array): Pick<RecordedConfig, 'envelope' | 'creates'> | undefined {
  const parsed = parseEnvelope(bytes);
  if (!parsed.ok) return undefined;
  if (parsed.value.channelHeader.type === HeaderType.ORDERER_TRANSACTION) {
    const inner = configIn(parsed.value.data);
    return inner && { ...inner, creates: true };
  }
  const envelope = decode(ConfigEnvelopeSchema, parsed.value.data);
  return envelope.ok ? { envelope: envelope.value, creates: false } : undefined;
}

/** The same block of our replay, certificates aside. */
function compareBlock(tally: Tally, desk: ConfigDesk, { name, channelId, block, envelope }: RecordedConfig): void {
  const ours = desk.channel(channelId)?.blocks[blockNumber(block)];
  const config = ours && configIn(blockEnvelopes(ours)[0] ?? EMPTY)?.envelope.config;
  if (!config?.channelGroup) return tally.holds(name, 'our replay has no such block');
  const recorded = envelope.config;
  tally.equal(name, 'sequence', Number(config.sequence), Number(recorded?.sequence));
  compareTrees(
    tally,
    name,
    configGroupJson(config.channelGroup),
    recorded?.channelGroup ? configGroupJson(recorded.channelGroup) : undefined,
  );
}

function compareTransaction(tally: Tally, desk: ConfigDesk, name: string, bytes: Uint8Array): void {
  const ours = desk.files.get(name);
  if (!ours) return tally.remark(`${name}: the transcript does not write it, skipped`);
  const [mine, recorded] = [updateIn(ours), updateIn(new Uint8Array(bytes))];
  if (!mine || !recorded) return tally.holds(name, 'is not a config update');
  compareTrees(tally, name, configUpdateJson(mine), configUpdateJson(recorded));
}

function updateIn(bytes: Uint8Array): ConfigUpdate | undefined {
  const parsed = parseEnvelopeOfType(bytes, HeaderType.CONFIG_UPDATE);
  const envelope = parsed.ok ? decode(ConfigUpdateEnvelopeSchema, parsed.value.data) : undefined;
  const update = envelope?.ok ? decode(ConfigUpdateSchema, envelope.value.configUpdate) : undefined;
  return update?.ok ? update.value : undefined;
}

/** Follows the recorded blocks with their own keys: who was allowed to do what, and what came of it, to the byte. */
class Walk {
  private readonly tally: Tally;
  private readonly blocks: readonly RecordedConfig[];

  constructor(tally: Tally, blocks: readonly RecordedConfig[]) {
    this.tally = tally;
    this.blocks = blocks;
  }

  follow(): void {
    const genesis = this.blocks.find(({ envelope }) => envelope.config?.channelGroup?.groups['Consortiums']);
    if (!genesis) return this.tally.holds('system channel', 'there is no genesis block with consortiums');
    const system = createBundle(genesis.channelId, genesis.envelope.config);
    this.tally.holds(genesis.name, system.ok ? undefined : system.error);
    if (!system.ok) return;
    for (const creation of this.blocks.filter(({ creates }) => creates)) this.created(system.value, creation);
    const channels = new Set(this.blocks.map(({ channelId }) => channelId));
    for (const channelId of channels) if (channelId !== genesis.channelId) this.channel(system.value, channelId);
  }

  private created(system: ChannelBundle, { name, envelope }: RecordedConfig): void {
    const { lastUpdate } = envelope;
    const made = lastUpdate && createChannel(system, toBinary(EnvelopeSchema, lastUpdate));
    if (!made?.ok) return this.tally.holds(name, made?.error ?? 'holds no update');
    this.same(name, made.value.configEnvelope, envelope);
  }

  private same(name: string, ours: ConfigEnvelope, recorded: ConfigEnvelope): void {
    const isSame = equals(ConfigEnvelopeSchema, ours, recorded);
    this.tally.holds(name, isSame ? undefined : 'the update leads to another configuration with us');
  }

  private channel(system: ChannelBundle, channelId: string): void {
    let bundle: ChannelBundle | undefined;
    let last: Block | undefined;
    for (const recorded of this.blocks.filter((block) => block.channelId === channelId)) {
      const { name, block, envelope } = recorded;
      if (blockNumber(block) === 0) {
        this.created(system, recorded);
        const first = createBundle(channelId, envelope.config);
        this.tally.holds(name, first.ok ? undefined : first.error);
        bundle = first.ok ? first.value : undefined;
      } else if (bundle && last && blockNumber(block) === blockNumber(last) + 1) {
        this.tally.equal(name, 'previous hash', hex(previousHash(block)), hex(blockHash(last)));
        bundle = this.next(bundle, recorded);
      }
      last = block;
    }
  }

  private next(bundle: ChannelBundle, { name, envelope }: RecordedConfig): ChannelBundle | undefined {
    const { lastUpdate } = envelope;
    const proposed = lastUpdate && proposeConfigUpdate(bundle, toBinary(EnvelopeSchema, lastUpdate));
    if (proposed?.ok) this.same(name, proposed.value.configEnvelope, envelope);
    else this.tally.holds(name, proposed?.error ?? 'holds no update');
    const next = applyConfigEnvelope(bundle, toBinary(ConfigEnvelopeSchema, envelope));
    this.tally.holds(name, next.ok ? undefined : next.error);
    return next.ok ? next.value : undefined;
  }
}
