/**
 * The terms of the glossary: the scenes that show each, the best first, and the thing of the network at hand one can look
 * at. Their words stand beside the dictionaries, in a file of their own that is fetched with the first search.
 */
import type { TermId } from '../../i18n/load-glossary.ts';
import type { SceneId } from '../../scenes/course.ts';

/** What a term is looked at on. */
export type Example =
  | 'anchorPeer'
  | 'block'
  | 'ca'
  | 'chaincode'
  | 'channel'
  | 'client'
  | 'collection'
  | 'genesis'
  | 'key'
  | 'leader'
  | 'leadingPeer'
  | 'orderer'
  | 'peer'
  | 'snapshot'
  | 'transaction';

interface TermPlace {
  readonly scenes: readonly [SceneId, ...SceneId[]];
  /** null: no one thing of a network is it. */
  readonly example: Example | null;
}

export const TERM_PLACES: Readonly<Record<TermId, TermPlace>> = {
  accessControl: { scenes: ['identities'], example: 'channel' },
  anchorPeer: { scenes: ['gossip'], example: 'anchorPeer' },
  applicationChannel: { scenes: ['bring-up'], example: 'channel' },
  batchTimeout: { scenes: ['ordering'], example: 'channel' },
  bft: { scenes: ['ordering'], example: 'orderer' },
  block: { scenes: ['transaction-flow'], example: 'block' },
  blockHeader: { scenes: ['transaction-flow'], example: 'block' },
  blockMetadata: { scenes: ['transaction-flow'], example: 'block' },
  ca: { scenes: ['identities'], example: 'ca' },
  capability: { scenes: ['bring-up-today'], example: 'channel' },
  certificate: { scenes: ['identities'], example: null },
  chaincode: { scenes: ['lifecycle'], example: 'chaincode' },
  chaincodePackage: { scenes: ['lifecycle'], example: 'chaincode' },
  channel: { scenes: ['bring-up'], example: 'channel' },
  channelConfig: { scenes: ['bring-up-today'], example: 'channel' },
  client: { scenes: ['nodes'], example: 'client' },
  collection: { scenes: ['what-to-store', 'namespaces'], example: 'collection' },
  commit: { scenes: ['transaction-flow'], example: 'block' },
  committingPeer: { scenes: ['nodes'], example: 'peer' },
  compositeKey: { scenes: ['key-design', 'namespaces'], example: 'key' },
  configBlock: { scenes: ['bring-up-today'], example: 'channel' },
  configUpdate: { scenes: ['gossip'], example: 'channel' },
  consenter: { scenes: ['ordering'], example: 'leader' },
  consortium: { scenes: ['bring-up'], example: null },
  couchDb: { scenes: ['key-design', 'namespaces'], example: 'key' },
  cryptogen: { scenes: ['identities'], example: null },
  deliver: { scenes: ['gossip'], example: 'leadingPeer' },
  discovery: { scenes: ['gossip'], example: 'anchorPeer' },
  endorsement: { scenes: ['transaction-flow'], example: 'transaction' },
  endorsementPolicy: { scenes: ['transaction-flow'], example: 'chaincode' },
  endorsingPeer: { scenes: ['nodes'], example: 'peer' },
  enrollment: { scenes: ['identities'], example: 'ca' },
  envelope: { scenes: ['transaction-flow'], example: 'transaction' },
  event: { scenes: ['transaction-flow'], example: 'client' },
  gateway: { scenes: ['sdk', 'transaction-flow'], example: 'peer' },
  genesisBlock: { scenes: ['bring-up'], example: 'genesis' },
  gossip: { scenes: ['gossip'], example: 'leadingPeer' },
  hash: { scenes: ['blockchain', 'transaction-flow'], example: 'block' },
  identity: { scenes: ['identities'], example: 'client' },
  implicitMeta: { scenes: ['lifecycle'], example: 'channel' },
  kafka: { scenes: ['ordering'], example: null },
  keyLevelPolicy: { scenes: ['nondeterminism', 'transaction-flow'], example: 'key' },
  leadingPeer: { scenes: ['gossip'], example: 'leadingPeer' },
  ledger: { scenes: ['nodes'], example: 'peer' },
  levelDb: { scenes: ['namespaces'], example: 'key' },
  lifecycle: { scenes: ['lifecycle'], example: 'chaincode' },
  msp: { scenes: ['identities'], example: 'channel' },
  mvcc: { scenes: ['mvcc-conflict', 'transaction-flow'], example: 'key' },
  namespace: { scenes: ['namespaces'], example: 'chaincode' },
  nodeOu: { scenes: ['identities'], example: null },
  orderer: { scenes: ['nodes'], example: 'orderer' },
  organization: { scenes: ['nodes'], example: 'channel' },
  osnAdmin: { scenes: ['bring-up-today'], example: 'orderer' },
  peer: { scenes: ['nodes'], example: 'peer' },
  phantomRead: { scenes: ['phantom-read', 'transaction-flow'], example: null },
  policy: { scenes: ['transaction-flow'], example: 'chaincode' },
  proposal: { scenes: ['transaction-flow'], example: 'transaction' },
  qscc: { scenes: ['system-chaincodes'], example: 'block' },
  quorum: { scenes: ['ordering'], example: 'leader' },
  raft: { scenes: ['ordering'], example: 'leader' },
  raftTerm: { scenes: ['ordering'], example: 'leader' },
  readSet: { scenes: ['transaction-flow'], example: 'transaction' },
  registration: { scenes: ['identities'], example: 'ca' },
  revocation: { scenes: ['identities'], example: 'ca' },
  snapshot: { scenes: ['gossip'], example: 'snapshot' },
  stateDb: { scenes: ['namespaces'], example: 'key' },
  systemChaincode: { scenes: ['system-chaincodes'], example: 'peer' },
  systemChannel: { scenes: ['bring-up'], example: null },
  tls: { scenes: ['identities'], example: null },
  transaction: { scenes: ['transaction-flow'], example: 'transaction' },
  transientData: { scenes: ['what-to-store', 'namespaces'], example: 'collection' },
  txid: { scenes: ['transaction-flow'], example: 'transaction' },
  validation: { scenes: ['transaction-flow'], example: 'block' },
  validationCode: { scenes: ['transaction-flow'], example: 'transaction' },
  version: { scenes: ['mvcc-conflict', 'transaction-flow'], example: 'key' },
  writeSet: { scenes: ['transaction-flow'], example: 'transaction' },
};
