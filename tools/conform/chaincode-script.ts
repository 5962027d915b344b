/**
 * A recorded series of chaincode calls through the gateway of real Fabric, as `golden/samples` holds them.
 */
import type { StateDatabase } from '../../web/src/sim/protocol/topology-spec.ts';
import { readJson, UnusableInput } from './outcome.ts';

export interface RecordedError {
  readonly name: string;
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly address: string; readonly message: string; readonly mspId: string }[];
  readonly transactionId?: string;
  readonly cause?: { readonly code: number; readonly details: string };
}

/** A call and what came of it. Everything that came of it is optional: what is not recorded is not compared. */
export interface RecordedCall {
  /** MSP id and user: `Org1MSP:User1`. */
  readonly identity: string;
  /** Peer and organisation: `peer0.Org1`. */
  readonly gateway_peer: string;
  readonly call: 'submit' | 'evaluate';
  readonly function: string;
  readonly args: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
  readonly endorsingOrganizations?: readonly string[];
  readonly result?: string;
  readonly error?: RecordedError;
  readonly validation_code?: string;
  readonly endorsers?: readonly string[];
  readonly writes?: readonly unknown[];
  readonly metadata_writes?: readonly unknown[];
  readonly reads?: readonly string[];
  readonly event?: unknown;
}

export interface CallScript {
  readonly chaincode: string;
  /** null: the channel's default, MAJORITY. */
  readonly signaturePolicy: string | null;
  readonly stateDatabase: StateDatabase;
  /** As in the file for `--collections-config`; undefined when the script does not say. */
  readonly collections?: unknown;
  readonly calls: readonly RecordedCall[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/**
 * Reads a script.
 *
 * @throws UnusableInput when the file is missing or something else than a script
 */
export function readCallScript(file: string): CallScript {
  const script = readJson(file);
  const unusable = (what: string): UnusableInput => new UnusableInput(`${file} is not a script of calls: ${what}.`);
  if (!isObject(script) || !Array.isArray(script['calls'])) throw unusable('it has no list "calls"');
  const { chaincode, network } = script;
  if (typeof chaincode !== 'string' || chaincode === '') throw unusable('"chaincode" does not name a chaincode');
  const calls = script['calls'].map((call: unknown, index) => {
    const flaw = flawOf(call);
    if (flaw !== undefined) throw unusable(`call ${index} ${flaw}`);
    return readTransient(call as RecordedCall, (what) => unusable(`call ${index} ${what}`));
  });
  const collections = Array.isArray(script['collections']) ? { collections: script['collections'] as unknown } : {};
  const signaturePolicy = signaturePolicyOf(network, unusable);
  return { chaincode, signaturePolicy, stateDatabase: stateDatabaseOf(network), ...collections, calls };
}

function flawOf(call: unknown): string | undefined {
  if (!isObject(call)) return 'is not an object';
  const { identity, gateway_peer: peer, call: kind, function: name, args } = call;
  if (kind !== 'submit' && kind !== 'evaluate') return 'has a "call" that is neither "submit" nor "evaluate"';
  if (typeof identity !== 'string' || !/^[^:]+:[^:]+$/.test(identity))
    return 'has no "identity" such as "Org1MSP:User1"';
  if (typeof peer !== 'string' || !/^[^.]+\.[^.]+$/.test(peer)) return 'has no "gateway_peer" such as "peer0.Org1"';
  if (typeof name !== 'string') return 'has no "function"';
  if (!isTexts(args)) return 'has no "args", a list of texts';
  const { endorsingOrganizations: orgs, transient } = call;
  if (orgs !== undefined && !isTexts(orgs)) return 'has "endorsingOrganizations" that are not a list of MSP ids';
  if (transient !== undefined && !isObject(transient)) return 'has "transient" data that is not an object';
  return undefined;
}

/** Transient data is recorded as text or, by JSON.stringify of a Buffer, as a list of bytes. */
export function readTransient<Call extends { readonly transient?: Readonly<Record<string, string>> }>(
  call: Call,
  unusable: (what: string) => UnusableInput,
): Call {
  if (call.transient === undefined) return call;
  const entries = Object.entries<unknown>(call.transient).map(([name, value]): readonly [string, string] => {
    if (typeof value === 'string') return [name, value];
    const bytes = isObject(value) && value['type'] === 'Buffer' ? value['data'] : undefined;
    if (!Array.isArray(bytes)) throw unusable(`has transient data "${name}" that is neither text nor bytes`);
    const text = Buffer.from(bytes as number[]).toString('utf8');
    if (!Buffer.from(text).equals(Buffer.from(bytes as number[])))
      throw unusable(`has transient data "${name}" that is not UTF-8, which the lab's clients cannot send`);
    return [name, text];
  });
  return { ...call, transient: Object.fromEntries(entries) };
}

const POLICY = /chaincode endorsement policy ((?:OR|AND|OutOf)\(.*?\))(?:, state database|,? *$)/;

/** Recordings without a word about it were made with LevelDB. */
const stateDatabaseOf = (network: unknown): StateDatabase =>
  typeof network === 'string' && /state database CouchDB/.test(network) ? 'CouchDB' : 'goleveldb';

/** `network` is a sentence for people that names the endorsement policy. */
function signaturePolicyOf(network: unknown, unusable: (what: string) => UnusableInput): string | null {
  if (typeof network !== 'string' || network.includes('MAJORITY endorsement')) return null;
  const policy = POLICY.exec(network)?.[1];
  if (policy === undefined)
    throw unusable(`"network" names neither MAJORITY endorsement nor a chaincode endorsement policy`);
  return policy;
}
