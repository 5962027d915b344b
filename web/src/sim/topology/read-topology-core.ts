/**
 * The one thing the lab reads in a peer's core.yaml: where the state is kept.
 *
 * @fabric core/ledger/kvledger/txmgmt/privacyenabledstate/db.go, sampleconfig/core.yaml
 * @simplified One core.yaml for all peers; the rest of it is not read.
 */
import { flawAt, type YamlFlaw, YamlFlaws } from '../channel/yaml-flaws.ts';
import { YamlNode } from '../channel/yaml-reader.ts';
import type { StateDatabase } from './topology-spec.ts';

export interface CoreReading {
  readonly stateDatabase: StateDatabase;
  readonly remarks: readonly YamlFlaw[];
  readonly flaws: readonly YamlFlaw[];
}

/** A peer goes by the exact word: whatever is not `CouchDB` is LevelDB to it, without a sound. */
export function readCore(document: unknown): CoreReading {
  const flaws = new YamlFlaws();
  const node = new YamlNode(document, '', flaws).field('ledger').field('state').field('stateDatabase');
  const word = node.text('goleveldb');
  const isKnown = word === 'CouchDB' || word === 'goleveldb';
  const remarks = isKnown ? [] : [flawAt(node.at, 'unknownDatabase', { word })];
  return { stateDatabase: word === 'CouchDB' ? 'CouchDB' : 'goleveldb', remarks, flaws: flaws.found };
}
