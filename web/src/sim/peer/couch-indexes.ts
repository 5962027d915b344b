/**
 * The CouchDB beside a peer: which indexes the databases of a channel have.
 *
 * @fabric core/ledger/cceventmgmt, core/ledger/kvledger/txmgmt/statedb/statecouchdb/statecouchdb.go
 * @simplified Indexes are those of the package that runs for the committed definition; real ones of earlier packages
 * stay in the database after an upgrade.
 */
import { contractFiles, parsePackage } from '../chaincode/package.ts';
import { indexesIn } from '../ledger/couch-index.ts';
import type { CouchSettings } from '../ledger/couch-query.ts';
import type { MangoIndex } from '../ledger/mango.ts';
import { ledgerOf } from './committer.ts';
import { chaincodeDefinition } from './lifecycle/definitions.ts';
import { runnablePackage } from './lifecycle/endorsement-info.ts';
import type { PeerState } from './peer-state.ts';

/** What a simulation on the channel needs to know of CouchDB; undefined when the state database is LevelDB. */
export function couchOf(state: PeerState, channelId: string): CouchSettings | undefined {
  if (!state.disk.couch) return undefined;
  return { indexes: (namespace, collection) => indexesOf(state, channelId, namespace, collection) };
}

function indexesOf(state: PeerState, channelId: string, namespace: string, collection: string): readonly MangoIndex[] {
  const { packages, signer } = state.disk;
  const world = ledgerOf(state, channelId).state;
  const definition = chaincodeDefinition(world, namespace);
  const packageId = definition && runnablePackage(world, signer.mspId, namespace, definition, packages.keys());
  const installed = packageId === undefined ? undefined : packages.get(packageId);
  const parsed = installed && parsePackage(installed.bytes);
  const files = parsed?.ok ? contractFiles(parsed.value.code) : undefined;
  return files?.ok ? indexesIn(files.value, collection) : [];
}
