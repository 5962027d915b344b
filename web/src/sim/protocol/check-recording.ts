/**
 * Reading a recording that came from a file or a link.
 */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import { extended } from '../topology/extension.ts';
import { checkTopology } from '../topology/nodes.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { isSameTopology } from './check-addition.ts';
import { checkCommand } from './check-command.ts';
import { FORMAT_VERSION, type Recording, type TimedCommand } from './recording.ts';
import { shown } from './shown.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A day of simulated time. Whoever asks for a year would wait for every heartbeat in it. */
const LATEST: Micros = 24 * 3_600 * SECOND;

/** The recording if every part of it can be used; else what is wrong and where. Nothing is repaired silently. */
export function checkRecording(value: unknown): Result<Recording> {
  if (!isObject(value)) return refuse('notARecording');
  const { formatVersion, generation, seed, commands } = value;
  if (formatVersion !== FORMAT_VERSION)
    return refuse('unknownFormatVersion', { version: shown(formatVersion), known: FORMAT_VERSION }, 'formatVersion');
  if (generation !== '2.x' && generation !== '3.x')
    return refuse('unknownGeneration', { generation: shown(generation) }, 'generation');
  if (!isText(seed)) return refuse('notText', { field: 'seed', value: shown(seed) }, 'seed');
  const topology = readTopology(value['topology']);
  if (!topology.ok) return topology;
  const hasSystemChannel = topology.value.systemChannel !== undefined;
  if (generation === '2.x' && !hasSystemChannel)
    return refuse('generationNeedsSystemChannel', { generation }, 'topology.systemChannel');
  if (generation === '3.x' && hasSystemChannel)
    return refuse('generationWithoutSystemChannel', { generation }, 'topology.systemChannel');
  const contracts = readContracts(value['contracts']);
  if (!contracts.ok) return contracts;
  if (!Array.isArray(commands)) return refuse('notAList', { field: 'commands' }, 'commands');
  const begun = value['begun'] === undefined ? topology : readTopology(value['begun']);
  if (!begun.ok) return begun;
  const timed = readCommands(commands, begun.value);
  if (!timed.ok) return timed;
  if (!isSameTopology(timed.value.topology, topology.value)) return refuse('notTheGrownTopology', {}, 'topology');
  return ok({
    formatVersion: FORMAT_VERSION,
    generation,
    seed,
    topology: topology.value,
    ...(begun.value !== topology.value && { begun: begun.value }),
    contracts: contracts.value,
    commands: timed.value.commands,
  });
}

interface ReadCommands {
  readonly commands: readonly TimedCommand[];
  /** After the last of them. */
  readonly topology: Topology;
}

function readCommands(values: readonly unknown[], begun: Topology): Result<ReadCommands> {
  const commands: TimedCommand[] = [];
  let topology = begun;
  let latest = 0;
  for (const [index, value] of values.entries()) {
    const where = `commands[${index}]`;
    if (!isObject(value) || !isCount(value['at'])) return refuse('notATime', {}, `${where}.at`);
    const { at } = value;
    if (!isCount(at)) return refuse('notATime', {}, `${where}.at`);
    if (at > LATEST) return refuse('timeTooLate', { at }, `${where}.at`);
    if (at < latest) return refuse('commandsOutOfOrder', { at, latest }, `${where}.at`);
    const command = checkCommand(value['command'], topology, `${where}.command`);
    if (!command.ok) return command;
    latest = at;
    if (command.value.type === 'extendNetwork') {
      const grown = extended(topology, command.value.addition);
      if (!grown.ok) return grown;
      topology = grown.value;
    }
    commands.push({ at, command: command.value, ...(value['by'] === 'plan' && { by: 'plan' as const }) });
  }
  return ok({ commands, topology });
}

function readContracts(value: unknown): Result<Recording['contracts']> {
  if (!isObject(value)) return refuse('notContracts', {}, 'contracts');
  for (const [name, folder] of Object.entries(value)) {
    if (!isObject(folder) || !Object.values(folder).every(isText))
      return refuse('notContracts', { name }, `contracts.${name}`);
    if (!Object.hasOwn(folder, 'package.json')) return refuse('contractWithoutPackage', { name }, `contracts.${name}`);
  }
  return ok(value as Recording['contracts']);
}

function readTopology(value: unknown): Result<Topology> {
  if (!isObject(value)) return refuse('notATopology', {}, 'topology');
  const { ordererOrg, peerOrgs, channels, systemChannel } = value;
  if (!isOrdererOrg(ordererOrg)) return refuse('notATopology', {}, 'topology.ordererOrg');
  if (!Array.isArray(peerOrgs)) return refuse('notATopology', {}, 'topology.peerOrgs');
  if (!Array.isArray(channels)) return refuse('notATopology', {}, 'topology.channels');
  const org = peerOrgs.findIndex((candidate: unknown) => !isPeerOrg(candidate));
  if (org >= 0) return refuse('notATopology', {}, `topology.peerOrgs[${org}]`);
  const channel = channels.findIndex((candidate: unknown) => !isChannel(candidate));
  if (channel >= 0) return refuse('notATopology', {}, `topology.channels[${channel}]`);
  if (systemChannel !== undefined && !isSystemChannel(systemChannel))
    return refuse('notATopology', {}, 'topology.systemChannel');
  if (!isStateDatabase(value['stateDatabase'])) return refuse('notATopology', {}, 'topology.stateDatabase');
  if (value['kafka'] !== undefined && !isKafka(value['kafka'])) return refuse('notATopology', {}, 'topology.kafka');
  if (!isTextsIfAny(value['laterPeers'])) return refuse('notATopology', {}, 'topology.laterPeers');
  return checkTopology(value as unknown as Topology);
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isTextsIfAny = (value: unknown): boolean => value === undefined || isTexts(value);
const isNamed = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && [value['name'], value['mspId'], value['domain']].every((text) => isText(text) && text !== '');

const isStateDatabase = (value: unknown): boolean =>
  [undefined, 'goleveldb', 'CouchDB'].includes(value as string | undefined);

const isOrdererOrg = (value: unknown): boolean =>
  isNamed(value) && isTexts(value['orderers']) && isTextsIfAny(value['admins']);

const isKafka = (value: unknown): boolean =>
  isObject(value) && isCount(value['brokers']) && isCount(value['zooKeepers']);

const isSystemChannel = (value: unknown): boolean =>
  isObject(value) && isText(value['id']) && isText(value['consortium']) && isTexts(value['orgs']);

/** More of a kind than a picture or a browser can take is refused here, before anything is generated. */
const MOST = 100;

const isPeerOrg = (value: unknown): boolean =>
  isNamed(value) &&
  isCount(value['peers']) &&
  value['peers'] <= MOST &&
  isCount(value['users']) &&
  value['users'] <= MOST &&
  isTexts(value['clients']) &&
  isTextsIfAny(value['admins']) &&
  typeof value['ca'] === 'boolean' &&
  isStateDatabase(value['stateDatabase']);

const LARGEST_UINT32 = 0xffff_ffff;

/** As a uint32 of the configuration. */
const isBytesIfAny = (value: unknown): boolean =>
  value === undefined || (isCount(value) && value > 0 && value <= LARGEST_UINT32);

const isChannel = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['id']) &&
  isTexts(value['orgs']) &&
  isTextsIfAny(value['consenters']) &&
  [undefined, 'etcdraft', 'BFT'].includes(value['consensus'] as string | undefined) &&
  isBytesIfAny(value['snapshotIntervalSize']) &&
  ['batchTimeoutMicros', 'maxMessageCount', 'absoluteMaxBytes', 'preferredMaxBytes'].every((field) =>
    isCount(value[field]),
  );
