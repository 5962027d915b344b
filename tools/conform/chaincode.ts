/**
 * Deploys a contract folder, unmodified, on a network of the lab and replays calls that were recorded on real Fabric:
 * results, errors of the gateway, validation codes, endorsers, reads, writes and events.
 */
import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isTypeScript } from '../../web/src/contracts/compile-contract.ts';
import type { ContractFolder } from '../../web/src/sim/protocol/recording.ts';
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { loadContractCompiler } from '../contract-compiler.ts';
import { loadSimulationParts, readContractFolder } from '../node-lab.ts';
import { compareOutcome, RunValues } from './chaincode-compare.ts';
import { ChaincodeNetwork, FIRST_PEERS, hasUser, type NetworkCall, peerOf } from './chaincode-network.ts';
import { describeOutcome } from './chaincode-outcome.ts';
import { type CallScript, readCallScript, type RecordedCall } from './chaincode-script.ts';
import { readCollections } from './collections-file.ts';
import { type ConformOutcome, compareEach, readJson, UnusableInput } from './outcome.ts';

const USAGE = 'chaincode SCRIPT.json --chaincode DIR [--label NAME] [--collections FILE]';

/** Where samples keep their collections. */
const COLLECTIONS_FILE = 'collections_config.json';

interface Arguments {
  readonly script: string;
  readonly folder: string;
  readonly label: string | undefined;
  /** File with the chaincode's collections; else those of the script, or of the folder. */
  readonly collections: string | undefined;
}

/**
 * A case is one call: it passes when everything recorded of it is as ours.
 *
 * @param args the command line after `chaincode`
 * @throws UnusableInput when script or folder cannot be used
 */
export async function conformChaincode(args: readonly string[]): Promise<ConformOutcome> {
  const { script: file, folder: dir, label, collections } = readArguments(args);
  const script = withCollections(readCallScript(file), dir, collections);
  const folder = readFolder(dir);
  return replayScript(script, folder, label ?? `${script.chaincode}_1.0`, await loadSimulationParts());
}

const OPTIONS = ['--chaincode', '--label', '--collections'];

function withCollections(script: CallScript, dir: string, file: string | undefined): CallScript {
  if (file !== undefined) return { ...script, collections: readJson(file) };
  const own = join(dir, COLLECTIONS_FILE);
  return script.collections === undefined && existsSync(own) ? { ...script, collections: readJson(own) } : script;
}

function readArguments(args: readonly string[]): Arguments {
  const values = new Map<string, string>();
  const plain: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      plain.push(arg);
      continue;
    }
    const value = args[++i];
    if (!OPTIONS.includes(arg)) throw unusableArguments(`There is no option ${arg}`);
    if (value === undefined || value === '') throw unusableArguments(`${arg} needs a value`);
    values.set(arg, value);
  }
  const [script, ...others] = plain;
  if (script === undefined) throw unusableArguments('Say which script of calls to replay');
  if (others.length > 0) throw unusableArguments(`One script at a time; what is ${others[0]}`);
  const folder = values.get('--chaincode');
  if (folder === undefined) throw unusableArguments('Say with --chaincode where the contract is');
  return { script, folder, label: values.get('--label'), collections: values.get('--collections') };
}

const unusableArguments = (problem: string): UnusableInput =>
  new UnusableInput(`${problem}. Usage: npm run -s conform -- ${USAGE}`);

function readFolder(dir: string): ContractFolder {
  if (!existsSync(dir)) throw new UnusableInput(`There is no folder ${dir}.`);
  if (!statSync(dir).isDirectory()) throw new UnusableInput(`${dir} is not a folder.`);
  if (!existsSync(join(dir, 'package.json')))
    throw new UnusableInput(`${dir} is not a JavaScript contract: it has no package.json.`);
  const folder = readContractFolder(dir);
  const main = mainFile(dir);
  const found = [main, `${main}.js`, `${main}/index.js`].some((name) => Object.hasOwn(folder, posix.normalize(name)));
  // What a developer would do next is `npm run build`.
  if (!found && isTypeScript(folder)) return loadContractCompiler()(folder).folder;
  if (!found)
    throw new UnusableInput(`${dir} cannot be run as it is: its main file, ${main}, is missing: build it first.`);
  return folder;
}

function mainFile(dir: string): string {
  const description = readJson(join(dir, 'package.json'));
  const main = typeof description === 'object' && description !== null && 'main' in description && description.main;
  return typeof main === 'string' && main !== '' ? main : 'index.js';
}

/** Replays a script on a network of its own. */
export function replayScript(
  script: CallScript,
  folder: ContractFolder,
  label: string,
  parts: SimulationParts,
  installedOn: readonly string[] = FIRST_PEERS,
): ConformOutcome {
  const { chaincode: name, signaturePolicy, stateDatabase, calls } = script;
  const prepared = calls.map((call, index) => prepare(call, index, name));
  const collections = script.collections === undefined ? {} : { collections: readCollections(script.collections) };
  const definition = { name, version: '1.0', sequence: 1, signaturePolicy, initRequired: false, ...collections };
  const network = ChaincodeNetwork.start({ folder, label, definition, installedOn, stateDatabase }, parts);
  if (typeof network === 'string') throw new UnusableInput(`The chaincode cannot be deployed: ${network}.`);
  const run = new RunValues();
  return compareEach(calls, (recorded, index) => {
    const call = prepared[index];
    if (!call) return [];
    const outcome = recorded.call === 'submit' ? network.submit(call) : network.evaluate(call);
    run.addTxids(outcome.txids);
    const where = `call ${index} ${recorded.call} ${recorded.function}(${recorded.args.join(', ')})`;
    return compareOutcome(describeOutcome(outcome), recorded, run).map((difference) => `${where}: ${difference}`);
  });
}

function prepare(recorded: RecordedCall, index: number, chaincode: string): NetworkCall {
  const [mspId = '', user = ''] = recorded.identity.split(':');
  const [host = '', org = ''] = recorded.gateway_peer.split('.');
  if (!hasUser(mspId, user)) throw new UnusableInput(`Call ${index}: nobody here is ${recorded.identity}.`);
  const peer = peerOf(host, org);
  if (!peer) throw new UnusableInput(`Call ${index}: there is no peer ${recorded.gateway_peer}.`);
  const transient = recorded.transient ?? {};
  return {
    chaincode,
    host: peer.id,
    mspId,
    user,
    function: recorded.function,
    args: recorded.args,
    transient,
    organizations: recorded.endorsingOrganizations ?? [],
    hasTransientData: Object.keys(transient).length > 0,
  };
}
