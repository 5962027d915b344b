/**
 * Replays how a channel of 3.x came to be configured: crypto-config.yaml and configtx.yaml through our cryptogen and
 * configtxgen, then joins and anchor peer updates of the transcript. Keys are our own, so certificates are left aside.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { blockEnvelopes, blockNumber, decodeBlock, isConfigBlock } from '../../web/src/sim/wire/block.ts';
import { EMPTY } from '../../web/src/sim/wire/bytes.ts';
import { parseEnvelope } from '../../web/src/sim/wire/envelope.ts';
import type { Block } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { type Config, ConfigEnvelopeSchema } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { compareAnswer, printOrg, runCommand } from './config-commands.ts';
import { ConfigDesk } from './config-desk.ts';
import { UpdateWorkshop } from './config-edits.ts';
import { compareTrees, configGroupJson } from './config-json.ts';
import { generateFrom, readYaml } from './config-material.ts';
import { option, readSteps, type RecordedStep } from './config-steps.ts';
import { type ConformOutcome, readJson, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/**
 * @param dir holds `configtx.yaml`, `crypto-config.yaml` and `steps.json`, or has them in `bringup`. Blocks of the
 *   channel (`NNN.block`) and its last configuration (`config.json`) are looked for in it, in its folder `blocks`, and
 *   beside it.
 * @throws UnusableInput when there is no such recording
 */
export function conformConfig(dir: string): ConformOutcome {
  const folder = [dir, join(dir, 'bringup')].find((candidate) => existsSync(join(candidate, 'configtx.yaml')));
  if (!folder) throw new UnusableInput(`${dir} holds no configtx.yaml.`);
  const tally = new Tally();
  const configtx = readYaml(join(folder, 'configtx.yaml'));
  const desk = new ConfigDesk(generateFrom(folder, configtx));
  compareCryptoTree(tally, folder, desk);
  const steps = existsSync(join(folder, 'steps.json')) ? readSteps(folder, 'steps.json') : [];
  const workshop = new UpdateWorkshop(desk, steps, (name) => printOrg(desk, configtx, name));
  for (const [index, step] of steps.entries()) {
    if (workshop.follow(tally, index) || inspect(tally, desk, step, configtx)) continue;
    const answer = runCommand(desk, step, configtx);
    if (answer) compareAnswer(tally, step, answer, false);
  }
  for (const blocks of [folder, join(folder, 'blocks'), join(dir, 'blocks'), join(folder, '../blocks')])
    if (existsSync(join(blocks, 'vectors.json'))) {
      compareBlocks(tally, desk, blocks);
      break;
    }
  return tally.outcome();
}

/** Paths of cryptogen's files; their content is another each time. */
function compareCryptoTree(tally: Tally, folder: string, desk: ConfigDesk): void {
  const file = join(folder, 'crypto-config.tree.txt');
  if (!existsSync(file)) return;
  const recorded = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const ours = new Set(desk.crypto.files.keys());
  for (const path of recorded) tally.holds('cryptogen', ours.has(path) ? undefined : `does not write ${path}`);
  for (const path of ours)
    if (!recorded.includes(path)) tally.holds('cryptogen', `writes ${path}, which is not recorded`);
}

interface InspectedBlock {
  readonly data?: {
    readonly data?: readonly { readonly payload?: { readonly data?: { readonly config?: InspectedConfig } } }[];
  };
}

interface InspectedConfig {
  readonly channel_group?: unknown;
}

/** `configtxgen -inspectBlock` and `-printOrg` show what was made. */
function inspect(tally: Tally, desk: ConfigDesk, step: RecordedStep, configtx: unknown): boolean {
  if (step.argv?.[0] !== 'configtxgen' || step.exit !== 0) return false;
  const organization = option(step, '-printOrg');
  if (organization !== undefined) {
    const group = printOrg(desk, configtx, organization);
    if (group.ok) compareTrees(tally, step.id, configGroupJson(group.value), JSON.parse(step.stdout ?? ''));
    else tally.holds(step.id, group.error);
    return true;
  }
  const inspected = option(step, '-inspectBlock');
  if (inspected === undefined) return false;
  const recorded = JSON.parse(step.stdout ?? '') as InspectedBlock;
  const block = decodeBlock(desk.files.get(inspected) ?? EMPTY);
  const tree = block.ok ? configIn(block.value)?.channelGroup : undefined;
  if (tree)
    compareTrees(tally, step.id, configGroupJson(tree), recorded.data?.data?.[0]?.payload?.data?.config?.channel_group);
  else tally.holds(step.id, `we have made no ${inspected}`);
  return true;
}

function configIn(block: Block): Config | undefined {
  const parsed = parseEnvelope(blockEnvelopes(block)[0] ?? EMPTY);
  return parsed.ok ? fromBinary(ConfigEnvelopeSchema, parsed.value.data).config : undefined;
}

/** Our config blocks against those a real peer stored, in their order. */
function compareBlocks(tally: Tally, desk: ConfigDesk, dir: string): void {
  const blocks = readdirSync(dir)
    .filter((name) => /^\d+\.block$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const block = decodeBlock(new Uint8Array(readFileSync(join(dir, name))));
      tally.holds(name, block.ok ? undefined : block.error);
      return block.ok && isConfigBlock(block.value) ? [block.value] : [];
    });
  const channel = desk.onlyChannel();
  if (!channel) return tally.remark('the transcript makes no channel, blocks are not compared');
  for (const [index, block] of blocks.entries()) {
    const where = `config block ${blockNumber(block)}`;
    const ours = channel.blocks[index];
    const [mine, recorded] = [ours && configIn(ours), configIn(block)];
    if (!mine?.channelGroup || !recorded?.channelGroup) {
      tally.holds(where, 'our replay has no such block');
      continue;
    }
    tally.equal(where, 'sequence', Number(mine.sequence), Number(recorded.sequence));
    compareTrees(tally, where, configGroupJson(mine.channelGroup), configGroupJson(recorded.channelGroup));
  }
  const last = join(dir, 'config.json');
  if (!existsSync(last)) return;
  const { channel_group: tree } = readJson(last) as InspectedConfig;
  compareTrees(tally, 'config.json', configGroupJson(channel.bundle.root), tree);
}
