/**
 * Recorded command lines, given to the desk one by one; what it answers is compared with what the real tools said.
 */
import { configUpdateEnvelope } from '../../web/src/sim/channel/config-update.ts';
import { genesisBlock, newApplicationOrgGroup, newChannelGroup } from '../../web/src/sim/channel/genesis.ts';
import {
  channelCreationSpecOf,
  channelSpecOf,
  readConfigtxOrganizations,
  readConfigtxProfile,
  systemChannelSpecOf,
} from '../../web/src/sim/channel/read-configtx.ts';
import {
  anchorPeersUpdateFromProfile,
  channelCreationUpdate,
  newSystemChannelGroup,
} from '../../web/src/sim/channel/system-channel.ts';
import { linesOf } from '../../web/src/sim/channel/yaml-flaws.ts';
import type { Member } from '../../web/src/sim/identity/crypto-material.ts';
import type { Result } from '../../web/src/sim/kernel/result.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { decodeBlock, encodeBlock } from '../../web/src/sim/wire/block.ts';
import { EMPTY, utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { ConfigGroup, ConfigUpdate } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { type Answer, type ConfigDesk, DONE, failure } from './config-desk.ts';
import { materialReader, memberNamed, NOW_UNIX_SECONDS } from './config-material.ts';
import { actingUser, option, plainText, type RecordedStep, recordedError } from './config-steps.ts';
import type { Tally } from './tally.ts';

const TIMESTAMP = { seconds: NOW_UNIX_SECONDS, nanos: 0 };

/** Does what the step's command says; undefined when it is none of ours. */
export function runCommand(desk: ConfigDesk, step: RecordedStep, configtx: unknown): Answer | undefined {
  const [tool, topic, action] = step.argv ?? [];
  if (tool === 'configtxgen' && configtx !== undefined) return configtxgen(desk, step, configtx);
  if (tool === 'osnadmin' && action === 'join') return osnadminJoin(desk, step);
  return tool === 'peer' && topic === 'channel' ? peerChannel(desk, step, action ?? '') : undefined;
}

function osnadminJoin(desk: ConfigDesk, step: RecordedStep): Answer | undefined {
  const channelId = option(step, '--channelID', '-c') ?? '';
  const bytes = desk.files.get(option(step, '--config-block', '-b') ?? '');
  const block = bytes && decodeBlock(bytes);
  // Every orderer is told; for the desk the first time counts.
  if (!block?.ok || desk.channel(channelId)) return undefined;
  return desk.startChannel(block.value);
}

function peerChannel(desk: ConfigDesk, step: RecordedStep, action: string): Answer | undefined {
  const member = memberNamed(desk.crypto, actingUser(step) ?? '');
  if (!member) return undefined;
  const given = (...names: readonly string[]): string => option(step, ...names) ?? '';
  const channelId = given('-c', '--channelID');
  const file = given('-f', '--file');
  const address = step.env?.['CORE_PEER_ADDRESS'] ?? '';
  switch (action) {
    case 'list':
      return DONE;
    case 'join':
      return desk.join(member, address, given('-b', '--blockpath'));
    case 'getinfo':
      return desk.getInfo(member, address, channelId);
    case 'signconfigtx':
      return desk.sign(member, file, undefined);
    case 'update':
      return desk.update(member, file, channelId);
    case 'create': {
      const created = desk.update(member, file, channelId);
      const block = given('--outputBlock') || `${channelId}.block`;
      return created.exit === 0 ? desk.fetch(member, 'oldest', block, channelId) : created;
    }
    case 'fetch':
      return fetchBlock(desk, member, step, channelId);
    default:
      return undefined;
  }
}

/** `peer channel fetch <which> [output file] …` */
function fetchBlock(desk: ConfigDesk, member: Member, { argv = [] }: RecordedStep, channelId: string): Answer {
  const [which = '', second] = argv.slice(3);
  const output = second === undefined || second.startsWith('-') ? `${channelId}_${which}.block` : second;
  return desk.fetch(member, which, output, channelId);
}

function configtxgen(desk: ConfigDesk, step: RecordedStep, configtx: unknown): Answer | undefined {
  const name = option(step, '-profile');
  const channelId = option(step, '-channelID') ?? '';
  if (name === undefined) return undefined;
  const profile = readConfigtxProfile(configtx, name, materialReader(desk.crypto));
  if (!profile.ok) return failure(linesOf(profile.error));
  const output = option(step, '-outputBlock');
  if (output !== undefined) {
    const { consortiums } = profile.value;
    const spec = consortiums
      ? built(systemChannelSpecOf(channelId, profile.value), newSystemChannelGroup)
      : built(channelSpecOf(channelId, profile.value), newChannelGroup);
    if (!spec.ok) return failure(spec.error);
    const block = genesisBlock(channelId, spec.value, sha256(utf8(channelId)).slice(0, 24), TIMESTAMP);
    desk.files.set(output, encodeBlock(block));
    // The orderers of 2.x find the system channel's genesis block when they start; nobody tells them to.
    return consortiums ? desk.startChannel(block) : DONE;
  }
  const creation = channelCreationSpecOf(channelId, profile.value);
  const createTx = option(step, '-outputCreateChannelTx');
  if (createTx !== undefined) return writeUpdate(desk, createTx, built(creation, channelCreationUpdate));
  const anchors = option(step, '-outputAnchorPeersUpdate');
  if (anchors === undefined) return undefined;
  const asOrg = option(step, '-asOrg') ?? '';
  return writeUpdate(
    desk,
    anchors,
    built(creation, (spec) => anchorPeersUpdateFromProfile(spec, asOrg)),
  );
}

const built = <S, T>(spec: Result<S, string>, build: (spec: S) => Result<T, string>): Result<T, string> =>
  spec.ok ? build(spec.value) : spec;

function writeUpdate(desk: ConfigDesk, file: string, update: Result<ConfigUpdate, string>): Answer {
  if (!update.ok) return failure(update.error);
  desk.files.set(file, unsignedUpdate(update.value));
  return DONE;
}

/** An update in the envelope that `peer channel update` and `signconfigtx` read. */
export const unsignedUpdate = (update: ConfigUpdate): Uint8Array =>
  configUpdateEnvelope(update, [], EMPTY, TIMESTAMP, undefined);

/** `configtxgen -printOrg`. */
export function printOrg(desk: ConfigDesk, configtx: unknown, name: string): Result<ConfigGroup, string> {
  const organizations = readConfigtxOrganizations(configtx, materialReader(desk.crypto));
  if (!organizations.ok) return { ok: false, error: linesOf(organizations.error) };
  const found = organizations.value.find((organization) => organization.name === name);
  return found ? newApplicationOrgGroup(found) : { ok: false, error: `organization ${name} not found` };
}

/**
 * Exit code, and the words of a refusal (configtxgen wraps them in log lines, so there the exit alone); heights only
 * where our channel began with the recorded one.
 */
export function compareAnswer(tally: Tally, step: RecordedStep, answer: Answer, withHeight: boolean): void {
  tally.equal(step.id, 'exit', answer.exit, step.exit);
  const recorded = recordedError(step);
  const hasWords = recorded !== undefined || answer.error !== undefined;
  if (hasWords && step.argv?.[0] !== 'configtxgen') tally.equal(step.id, 'refusal', answer.error, recorded);
  const height = /"height":(\d+)/.exec(plainText(step.stdout))?.[1];
  if (withHeight && height !== undefined && answer.height !== undefined)
    tally.equal(step.id, 'height', answer.height, Number(height));
}
