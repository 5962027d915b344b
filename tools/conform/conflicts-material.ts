/**
 * What a recording is replayed on: the probe contract in the revision it was made with, the collections, and a network
 * with the organisations, peers and channels it speaks of.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ContractFolder } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { readContractFolder } from '../node-lab.ts';
import type { RecordedCollection } from './conflicts-client.ts';
import { readJson, UnusableInput } from './outcome.ts';

const OWN_MATERIAL = path.join(import.meta.dirname, '../chaincode/testdata');
const STAND_IN = path.join(import.meta.dirname, 'testdata/stand-in-basic');

export interface ReplayArguments {
  readonly file: string;
  readonly probe: string | undefined;
  readonly basic: string | undefined;
}

/** @throws UnusableInput for a command line that says something else */
export function readReplayArguments(kind: string, args: readonly string[]): ReplayArguments {
  const usage = `Usage: npm run -s conform -- ${kind} FILE [--probe DIR] [--basic DIR]`;
  const options = new Map<string, string>();
  const plain: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) plain.push(arg);
    else if ((arg === '--probe' || arg === '--basic') && args[i + 1]) options.set(arg, args[++i] ?? '');
    else throw new UnusableInput(`What is ${arg}? ${usage}`);
  }
  const [file, ...others] = plain;
  if (file === undefined || others.length > 0) throw new UnusableInput(`One file at a time. ${usage}`);
  return { file, probe: options.get('--probe'), basic: options.get('--basic') };
}

/** The probe: where the option says, else beside the recording as in the collection of recordings, else our copy. */
export function probeContract({ file, probe }: ReplayArguments, recordingText: string): ContractFolder {
  const beside = path.join(path.dirname(file), '../chaincode/probe');
  const folder = readFolder(probe ?? (existsSync(beside) ? beside : path.join(OWN_MATERIAL, 'probe')));
  const isEarlier = /it\.next is not a function|Expected 2 parameters, but [345] have been/.test(recordingText);
  return isEarlier ? earlierRevision(folder) : folder;
}

/** The sample most recordings call beside the probe; without `--basic` a contract that answers as it does. */
export const basicContract = ({ basic }: ReplayArguments): ContractFolder => readFolder(basic ?? STAND_IN);

function readFolder(dir: string): ContractFolder {
  if (!existsSync(path.join(dir, 'package.json'))) throw new UnusableInput(`There is no contract in ${dir}.`);
  return readContractFolder(dir);
}

/** Rest arguments instead of one JSON argument, and no unwrapping of a private range. */
function earlierRevision(folder: ContractFolder): ContractFolder {
  const source = folder['index.js'] ?? '';
  const earlier = source
    .replace('async call(ctx, cc, channel, argsJson)', 'async call(ctx, cc, channel, ...args)')
    .replace('async callPut(ctx, cc, channel, key, argsJson)', 'async callPut(ctx, cc, channel, key, ...args)')
    .replaceAll('JSON.parse(argsJson)', 'args')
    .replace('drain(q.iterator || q, true)', 'drain(q, true)');
  return { ...folder, 'index.js': earlier };
}

/** The collections of the probe, from the file next to the recordings of conflicts. */
export function probeCollections({ file }: ReplayArguments): readonly RecordedCollection[] {
  const name = 'lab-collections.json';
  const places = [path.dirname(file), path.join(path.dirname(file), '../conflicts'), OWN_MATERIAL];
  const place = places.map((dir) => path.join(dir, name)).find((candidate) => existsSync(candidate));
  const content = place === undefined ? undefined : readJson(place);
  if (!Array.isArray(content)) throw new UnusableInput(`There is no ${name} beside ${file}.`);
  return content as readonly RecordedCollection[];
}

/**
 * Organisations and peers as the recording names them (`peer0.Org1`, `Org1MSP:User1`), two peers and users at least; and
 * the members of the collections.
 */
export function topologyOf(
  recordingText: string,
  channels: readonly string[],
  collections: readonly RecordedCollection[] = [],
): Topology {
  const orgs = new Map<string, { peers: number; users: number }>();
  for (const { policy } of collections)
    for (const [, org = ''] of policy.matchAll(/'(\w+)MSP\./g)) orgs.set(org, { peers: 2, users: 2 });
  for (const [, index = '', org = ''] of recordingText.matchAll(/"peer(\d+)\.([A-Za-z]\w*)"/g)) {
    const known = orgs.get(org) ?? { peers: 2, users: 2 };
    orgs.set(org, { ...known, peers: Math.max(known.peers, Number(index) + 1) });
  }
  for (const [, org = '', index = ''] of recordingText.matchAll(/"(\w+)MSP:User(\d+)"/g)) {
    const known = orgs.get(org);
    if (known) orgs.set(org, { ...known, users: Math.max(known.users, Number(index)) });
  }
  const names = [...orgs.keys()].sort();
  if (names.length === 0) throw new UnusableInput('The recording names no peer.');
  return {
    ordererOrg: {
      name: 'OrdererOrg',
      mspId: 'OrdererMSP',
      domain: 'example.com',
      orderers: ['orderer', 'orderer2', 'orderer3'],
    },
    peerOrgs: names.map((name) => {
      const { peers, users } = orgs.get(name) ?? { peers: 2, users: 2 };
      const domain = `${name.toLowerCase()}.example.com`;
      return { name, mspId: `${name}MSP`, domain, peers, users, clients: ['client'], ca: false };
    }),
    channels: channels.map((id) => ({
      id,
      orgs: names,
      batchTimeoutMicros: 2_000_000,
      maxMessageCount: 10,
      absoluteMaxBytes: 99 * 1024 * 1024,
      preferredMaxBytes: 512 * 1024,
    })),
  };
}

/** The channel of a recording that names it only in passing. */
export const channelOf = (recordingText: string): string =>
  /(?:\[channel |hannel \[)([a-z][a-z0-9.-]*)\](?: creator| with policy| failed)/.exec(recordingText)?.[1] ??
  'mychannel';
