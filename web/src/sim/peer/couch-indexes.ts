/**
 * The CouchDB beside a peer: which indexes the databases of a channel have.
 *
 * @fabric core/ledger/cceventmgmt, core/ledger/kvledger/txmgmt/statedb/statecouchdb/statecouchdb.go
 * @simplified Indexes are those of the package that runs for the committed definition; real ones of earlier packages
 * stay in the database after an upgrade.
 */
import { contractFiles, parsePackage } from '../chaincode/package.ts';
import { remembered } from '../crypto/bounded-memo.ts';
import { type IndexFile, indexesIn, indexFilesIn, readIndex } from '../ledger/couch-index.ts';
import type { CouchSettings } from '../ledger/couch-query.ts';
import type { MangoIndex } from '../ledger/mango.ts';
import { ledgerOf } from './committer.ts';
import { chaincodeDefinition, staticCollections } from './lifecycle/definitions.ts';
import { runnablePackage } from './lifecycle/endorsement-info.ts';
import type { PeerFact } from './peer-facts.ts';
import type { InstalledPackage, PeerState } from './peer-state.ts';

/** What a simulation on the channel needs to know of CouchDB; undefined when the state database is LevelDB. */
export function couchOf(state: PeerState, channelId: string): CouchSettings | undefined {
  if (!state.disk.couch) return undefined;
  return { indexes: (namespace, collection) => indexesOf(state, channelId, namespace, collection) };
}

function indexesOf(state: PeerState, channelId: string, namespace: string, collection: string): readonly MangoIndex[] {
  const files = filesOf(state, channelId, namespace);
  return files ? indexesIn(files, collection) : [];
}

/** The package that runs for the committed definition, as files; undefined when this peer has none. */
function filesOf(state: PeerState, channelId: string, namespace: string): ReadonlyMap<string, string> | undefined {
  const { packages, signer } = state.disk;
  const world = ledgerOf(state, channelId).state;
  const definition = chaincodeDefinition(world, namespace);
  const packageId = definition && runnablePackage(world, signer.mspId, namespace, definition, packages.keys());
  const installed = packageId === undefined ? undefined : packages.get(packageId);
  return installed && unpacked(installed);
}

/** Every rich query asks. */
const unpacked = remembered(20, ({ bytes }: InstalledPackage): ReadonlyMap<string, string> | undefined => {
  const parsed = parsePackage(bytes);
  const files = parsed.ok ? contractFiles(parsed.value.code) : undefined;
  return files?.ok ? files.value : undefined;
});

/**
 * What a peer does with the index files of chaincodes that can run from now on: their definition was committed, or their
 * package installed. One that cannot be made does not keep the chaincode from running.
 */
export function deployIndexes(state: PeerState, channel: string, chaincodes: readonly string[]): readonly PeerFact[] {
  if (!state.disk.couch) return [];
  const world = ledgerOf(state, channel).state;
  return chaincodes.flatMap((chaincode) => {
    const { collections } = chaincodeDefinition(world, chaincode) ?? {};
    const defined = new Set(['', ...(collections ? staticCollections(collections) : []).map(({ name }) => name)]);
    const files = filesOf(state, channel, chaincode);
    return (files ? indexFilesIn(files) : []).map((file) => deployed({ channel, chaincode }, file, defined));
  });
}

function deployed(
  where: { readonly channel: string; readonly chaincode: string },
  { path, collection, text }: IndexFile,
  defined: ReadonlySet<string>,
): PeerFact {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const refused = (why: string): PeerFact => ({ type: 'couchIndexRefused', ...where, collection, file, text: why });
  if (!defined.has(collection)) return refused(`cannot create an index for an undefined collection=[${collection}]`);
  const index = readIndex(text);
  if (!index.ok) return refused(index.error);
  const { ddoc, name, fields } = index.value;
  return { type: 'couchIndexCreated', ...where, collection, file, designDocument: `_design/${ddoc}`, name, fields };
}
