/**
 * Which profiles of a configtx.yaml make a network: one with orderers and members (3.x), or one with consortiums and
 * another that asks one of them for a channel (2.x).
 *
 * @fabric internal/configtxgen/genesisconfig/config.go
 */
import type { ApplicationSpec, ConsortiumSpec, OrdererSpec } from '../channel/channel-spec.ts';
import { type ConfigtxProfile, readConfigtxProfile } from '../channel/read-configtx.ts';
import { flawAt, type YamlFlaw, YamlFlaws } from '../channel/yaml-flaws.ts';
import { YamlNode } from '../channel/yaml-reader.ts';
import { invariant, type Result } from '../kernel/result.ts';
import { FOLDER_READER } from './read-topology-material.ts';

/** A profile and its path. */
interface PlacedProfile {
  readonly at: string;
  readonly profile: ConfigtxProfile;
}

/** Where a section `Orderer` of configtx.yaml lists whoever orders, by OrdererType. */
export const CONSENTERS = { etcdraft: 'EtcdRaft.Consenters', BFT: 'ConsenterMapping', kafka: 'Kafka.Brokers' } as const;

/** The profiles of one network. */
export interface NetworkProfiles {
  /** The profile of the system channel (2.x), else that of the channel. */
  readonly base: PlacedProfile;
  readonly channel: PlacedProfile;
  /** Of the base profile. */
  readonly orderer: OrdererSpec;
  /** Of the channel's profile. */
  readonly application: ApplicationSpec;
  /** The consortium that makes the channel (2.x); without organisations when the base profile leaves it to an update. */
  readonly consortium: ConsortiumSpec | undefined;
  /** Names of all other profiles of the file. */
  readonly unused: readonly string[];
}

interface ProfileChoice {
  readonly base: string;
  readonly channel: string;
  readonly consortium: string | undefined;
}

interface ProfileOutline {
  readonly name: string;
  readonly hasApplication: boolean;
  readonly ordererType: string | undefined;
  readonly consortium: string;
  /** Names; undefined without the section. */
  readonly consortiums: readonly string[] | undefined;
}

/**
 * The network of the profile `wanted`, by default the first in the file that the lab can play; the certificates in it are
 * names for {@link FOLDER_READER}. The error lists every flaw.
 */
export function readNetworkProfiles(
  configtx: unknown,
  wanted: string | undefined,
): Result<NetworkProfiles, readonly YamlFlaw[]> {
  const outlines = outlinesOf(configtx);
  const chosen = chooseProfiles(outlines, wanted);
  if (!chosen.ok) return chosen;
  const names = chosen.value;
  const base = readConfigtxProfile(configtx, names.base, FOLDER_READER);
  const channel = names.channel === names.base ? base : readConfigtxProfile(configtx, names.channel, FOLDER_READER);
  if (!base.ok || !channel.ok) {
    // What both profiles point to is told once.
    const flaws = new Map(
      [base, channel].flatMap((read) => (read.ok ? [] : read.error.map((flaw) => [flaw.text, flaw]))),
    );
    return { ok: false, error: [...flaws.values()] };
  }
  const { orderer, consortiums = [] } = base.value;
  const consortium = names.consortium && { name: names.consortium, organizations: [] };
  const { application } = channel.value;
  invariant(orderer && application, 'the profiles were chosen for having these sections');
  return {
    ok: true,
    value: {
      base: { at: `Profiles.${names.base}`, profile: base.value },
      channel: { at: `Profiles.${names.channel}`, profile: channel.value },
      orderer,
      application,
      consortium: consortiums.find(({ name }) => name === names.consortium) ?? (consortium || undefined),
      unused: outlines.map(({ name }) => name).filter((name) => name !== names.base && name !== names.channel),
    },
  };
}

function chooseProfiles(
  outlines: readonly ProfileOutline[],
  wanted: string | undefined,
): Result<ProfileChoice, readonly YamlFlaw[]> {
  if (wanted !== undefined && !outlines.some(({ name }) => name === wanted))
    return { ok: false, error: [flawAt('Profiles', 'noProfile', { name: wanted })] };
  const choices = outlines.flatMap((outline) => choicesWith(outline, outlines));
  const able = choices.filter(({ base, channel }) => wanted === undefined || base === wanted || channel === wanted);
  const isBy = (type: string, { base }: ProfileChoice) =>
    outlines.some(({ name, ordererType }) => name === base && ordererType === type);
  // Of a file with several networks the one by Raft is the one most lessons are about.
  const choice =
    able.find((candidate) => isBy('etcdraft', candidate)) ?? able.find((one) => !isBy('BFT', one)) ?? able[0];
  if (choice) return { ok: true, value: choice };
  const place = wanted === undefined ? 'Profiles' : `Profiles.${wanted}`;
  return { ok: false, error: [flawAt(place, 'noNetwork')] };
}

function choicesWith(outline: ProfileOutline, all: readonly ProfileOutline[]): readonly ProfileChoice[] {
  const { name, ordererType, hasApplication, consortiums } = outline;
  if (ordererType === undefined) return [];
  if (!consortiums) return hasApplication ? [{ base: name, channel: name, consortium: undefined }] : [];
  const isKnown = (consortium: string) => consortiums.length === 0 || consortiums.includes(consortium);
  return all
    .filter((other) => other.name !== name && other.hasApplication && other.consortium !== '')
    .filter((other) => isKnown(other.consortium))
    .map((other) => ({ base: name, channel: other.name, consortium: other.consortium }));
}

/** What the sections of each profile are; what is wrong with them shows when one is read. */
function outlinesOf(configtx: unknown): readonly ProfileOutline[] {
  const flaws = new YamlFlaws();
  const profiles = new YamlNode(configtx, '', flaws).field('Profiles').members();
  return profiles.map(([name, profile]) => {
    const orderer = profile.field('Orderer');
    const consortiums = profile.field('Consortiums');
    return {
      name,
      hasApplication: !profile.field('Application').isAbsent,
      ordererType: orderer.isAbsent ? undefined : orderer.field('OrdererType').text(),
      consortium: profile.field('Consortium').text(),
      consortiums: consortiums.isAbsent ? undefined : consortiums.members().map(([consortium]) => consortium),
    };
  });
}
