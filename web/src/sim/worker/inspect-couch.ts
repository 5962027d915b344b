/** The CouchDB beside a peer for showing: its databases and what they are indexed by. */
import { couchOf } from '../peer/couch-indexes.ts';
import { chaincodeDefinitions, staticCollections } from '../peer/lifecycle/definitions.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Tree } from '../wire/message-json.ts';

/**
 * The databases of a channel's chaincodes, each with its indexes; undefined when the state database is LevelDB.
 *
 * @simplified A database is named without the hash that very long names end with.
 */
export function couchTree(peer: PeerState, channel: string): Tree | undefined {
  const couch = couchOf(peer, channel);
  const ledger = peer.disk.ledgers[channel];
  if (!couch || !ledger) return undefined;
  return chaincodeDefinitions(ledger.state).flatMap(({ name, collections }) =>
    ['', ...staticCollections(collections).map((collection) => collection.name)].map((collection) => ({
      database: databaseName(channel, name, collection),
      indexes: couch.indexes(name, collection).map((index) => ({
        designDocument: `_design/${index.ddoc}`,
        name: index.name,
        fields: [...index.fields],
      })),
    })),
  );
}

/** CouchDB takes no capitals and no dots. @fabric statecouchdb/couchdbutil.go (constructNamespaceDBName) */
function databaseName(channel: string, chaincode: string, collection: string): string {
  const namespace = collection === '' ? chaincode : `${chaincode}$$p${collection}`;
  const name = `${channel}_${namespace.replace(/[A-Z]/g, (capital) => `$${capital.toLowerCase()}`)}`;
  return name.replaceAll('.', '$');
}
