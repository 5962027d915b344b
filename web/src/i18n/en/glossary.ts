/** The glossary: a sentence or two for each term of the course. Loaded by itself when the search needs it. */
import type { glossary as ko } from '../ko/glossary.ts';

export const glossary = {
  accessControl: {
    term: 'Access control list (ACL)',
    text: 'Says which policy a caller must satisfy for each service of a peer. It stands in the channel’s configuration; what it leaves out follows Fabric’s defaults.',
  },
  anchorPeer: {
    term: 'Anchor peer',
    text: 'The peer that peers of other organisations turn to first to begin gossip with ours. Its address stands in the channel’s configuration.',
  },
  applicationChannel: {
    term: 'Application channel',
    text: 'An ordinary channel in which organisations transact, as opposed to the system channel of 2.x.',
  },
  batchTimeout: {
    term: 'BatchTimeout',
    text: 'How long an orderer waits after the first transaction before it cuts a block that is not full.',
  },
  bft: {
    term: 'Byzantine fault tolerance (BFT)',
    text: 'Consensus that holds even if some orderers lie: fewer than a third of them. Fabric has it since 3.0.',
  },
  block: {
    term: 'Block',
    text: 'A batch of transactions in order. Each block holds the hash of the one before, which makes a chain.',
  },
  blockHeader: {
    term: 'Block header',
    text: 'Number, hash of the previous block, hash of the data. The hash of a block is the hash of this header.',
  },
  blockMetadata: {
    term: 'Block metadata',
    text: 'Signatures of orderers, the number of the last config block, and the verdicts peers add. It is no part of the block’s hash.',
  },
  ca: {
    term: 'Certificate authority (CA)',
    text: 'Issues the certificates of an organisation. Once they are issued, transactions flow even while it is off.',
  },
  capability: {
    term: 'Capability',
    text: 'A level, such as V2_5, that makes all nodes of a channel follow the same rules. A node that does not know it stops rather than guess.',
  },
  certificate: {
    term: 'Certificate',
    text: 'A document (X.509) in which a CA signs a name and a public key. Fabric knows its members by them.',
  },
  chaincode: {
    term: 'Chaincode',
    text: 'The program that reads and writes the ledger. It runs in a container beside the peer, to endorse or to answer a query.',
  },
  chaincodePackage: {
    term: 'Chaincode package',
    text: 'A tar.gz with the code and a label. Its package ID is the label and the hash of the file.',
  },
  channel: {
    term: 'Channel',
    text: 'One ledger shared by some organisations, with its rules. Another channel has other blocks and another state.',
  },
  channelConfig: {
    term: 'Channel configuration',
    text: 'A tree of members, orderers and policies. It stands in a config block, so every node has the same.',
  },
  client: {
    term: 'Client',
    text: 'Makes and signs proposals. Since 2.4 it may leave the rest to the gateway of a peer.',
  },
  collection: {
    term: 'Private data collection',
    text: 'Data whose values only peers of certain organisations have. The rest of the channel keeps hashes.',
  },
  commit: {
    term: 'Commit',
    text: 'Writing a validated block to the ledger and applying its valid writes to the state.',
  },
  committingPeer: {
    term: 'Committing peer',
    text: 'A peer that receives, validates and stores blocks. Every peer of a channel is one.',
  },
  compositeKey: {
    term: 'Composite key',
    text: 'A key made of several attributes. Keys with the same beginning can be read in order.',
  },
  configBlock: {
    term: 'Config block',
    text: 'A block with one config transaction and nothing else. From it on the new configuration holds.',
  },
  configUpdate: {
    term: 'Config update',
    text: 'A request with only what is to change. Each element changed needs the signatures its mod_policy asks for.',
  },
  consenter: {
    term: 'Consenter',
    text: 'An orderer that takes part in a channel’s consensus. The channel’s configuration names them.',
  },
  consortium: {
    term: 'Consortium',
    text: 'Up to 2.x, organisations named in the system channel that may create channels. 3.x has none.',
  },
  couchDb: {
    term: 'CouchDB',
    text: 'One choice of state database. JSON values can be searched by attribute, but such results are not checked again at commit.',
  },
  cryptogen: {
    term: 'cryptogen',
    text: 'A tool that makes all keys and certificates of a test network at once. In production one uses CAs.',
  },
  deliver: {
    term: 'Deliver',
    text: 'The service that streams blocks from an orderer or a peer, to identities that satisfy the policy.',
  },
  discovery: {
    term: 'Service discovery',
    text: 'Asking a peer whose endorsements would satisfy a policy, and where those peers are.',
  },
  endorsement: {
    term: 'Endorsement',
    text: 'A peer’s signature under the result of running a chaincode. The ledger does not change yet.',
  },
  endorsementPolicy: {
    term: 'Endorsement policy',
    text: 'Says whose endorsements make a transaction valid. Every peer checks it when it commits.',
  },
  endorsingPeer: {
    term: 'Endorsing peer',
    text: 'A peer that has the chaincode, runs proposals and signs what came out.',
  },
  enrollment: {
    term: 'Enrollment',
    text: 'A registered user gets a certificate from the CA with the secret given at registration.',
  },
  envelope: {
    term: 'Envelope',
    text: 'A payload with the signature of its sender. An endorsed transaction goes to an orderer in one.',
  },
  event: {
    term: 'Event',
    text: 'News set by a chaincode, or the notice of a committed block. Chaincode events of invalid transactions are not passed on.',
  },
  gateway: {
    term: 'Gateway',
    text: 'A service of the peer that collects endorsements, submits to an orderer and waits for the commit on a client’s behalf.',
  },
  genesisBlock: { term: 'Genesis block', text: 'Block 0 of a channel. It holds the first configuration.' },
  gossip: { term: 'Gossip', text: 'How peers pass blocks, private data and news of who is alive on to each other.' },
  hash: {
    term: 'Hash',
    text: 'A short value computed from content. One byte changed gives an altogether different one.',
  },
  identity: { term: 'Identity', text: 'A certificate together with the MSP it belongs to. Signatures tell who it is.' },
  implicitMeta: {
    term: 'ImplicitMeta policy',
    text: 'Counts how many of the policies of that name below it are satisfied: ANY, ALL or MAJORITY.',
  },
  kafka: {
    term: 'Kafka',
    text: 'An outside system that settled the order in 1.x. Deprecated with 2.0, gone with 3.0.',
  },
  keyLevelPolicy: {
    term: 'State-based endorsement',
    text: 'An endorsement policy of one key. For writes to it, it takes the place of the chaincode’s.',
  },
  leadingPeer: {
    term: 'Leading peer',
    text: 'The peer that fetches blocks from the ordering service for its organisation; elected, or set by hand.',
  },
  ledger: {
    term: 'Ledger',
    text: 'The chain of blocks and the current state that follows from it. Each peer has one per channel.',
  },
  levelDb: {
    term: 'LevelDB',
    text: 'The state database built into the peer. It finds by key and reads in order of keys, nothing else.',
  },
  lifecycle: {
    term: 'Chaincode lifecycle',
    text: 'Install a package, approve a definition by each organisation, commit it once for the channel.',
  },
  msp: {
    term: 'MSP (Membership Service Provider)',
    text: 'The rules by which certificates count as members of an organisation. They stand in the channel’s configuration.',
  },
  mvcc: {
    term: 'MVCC (multi-version concurrency control)',
    text: 'Checks at commit that what was read still has the version it had. If not, the transaction is invalid.',
  },
  namespace: {
    term: 'Namespace',
    text: 'The part of the state that belongs to one chaincode. Others cannot read or write it directly.',
  },
  nodeOu: {
    term: 'NodeOU',
    text: 'The setting by which the OU of a certificate tells its role: admin, client, peer or orderer.',
  },
  orderer: {
    term: 'Orderer',
    text: 'Puts transactions in order and makes blocks. It neither runs nor validates them.',
  },
  organization: { term: 'Organisation', text: 'A party of the network, with its own CA, MSP and peers.' },
  osnAdmin: {
    term: 'osnadmin',
    text: 'The tool that has orderers join and leave channels. Since 2.3 channels are made with it, without a system channel.',
  },
  peer: {
    term: 'Peer',
    text: 'A node that keeps the ledger and validates blocks. With a chaincode on it, it endorses too.',
  },
  phantomRead: {
    term: 'Phantom read',
    text: 'A key came or went in a range after it had been read. Reading the range again at commit finds it out.',
  },
  policy: {
    term: 'Policy',
    text: 'A rule that says whose signatures are needed: to write, to endorse, to change the configuration.',
  },
  proposal: { term: 'Proposal', text: 'A signed request: which function of which chaincode to call, and with what.' },
  qscc: {
    term: 'QSCC',
    text: 'The system chaincode that queries the ledger: blocks and transactions by number or id.',
  },
  quorum: { term: 'Quorum', text: 'The fewest that must agree. In Raft a majority: three of five.' },
  raft: {
    term: 'Raft',
    text: 'Consensus in which one leader settles the log and copies it to a majority. It survives crashes, not lies.',
  },
  raftTerm: {
    term: 'Raft term',
    text: 'A number that grows with every attempt to elect a leader. Messages of an older term do not count.',
  },
  readSet: {
    term: 'Read set',
    text: 'The keys that were read while running, each with its version then. The values are not in it.',
  },
  registration: {
    term: 'Registration',
    text: 'Telling the CA of a new user, with name and role. The certificate comes after, by enrollment.',
  },
  revocation: {
    term: 'Revocation',
    text: 'Deciding that a certificate is no longer trusted. It takes effect once the list (CRL) is in the channel’s MSP.',
  },
  snapshot: {
    term: 'Snapshot',
    text: 'Files with a ledger’s state as of one block. A new peer need not fetch all blocks from the first on.',
  },
  stateDb: {
    term: 'State database',
    text: 'The present value and version of every key. It can be made anew from the blocks at any time.',
  },
  systemChaincode: {
    term: 'System chaincode',
    text: 'Chaincode built into the peer, such as _lifecycle, CSCC and QSCC.',
  },
  systemChannel: {
    term: 'System channel',
    text: 'The channel in which orderers up to 2.x kept the list of channels and the consortiums. Gone with 3.0.',
  },
  tls: {
    term: 'TLS',
    text: 'Encrypts connections between nodes and verifies who is at the other end. Its keys are not those that sign transactions.',
  },
  transaction: {
    term: 'Transaction',
    text: 'A proposal with its result and its endorsements. It stays in the block even if it is found invalid.',
  },
  transientData: {
    term: 'Transient data',
    text: 'Data sent along with a proposal that does not become part of the transaction. It carries private values.',
  },
  txid: {
    term: 'Transaction id (TxID)',
    text: 'SHA-256 of a random number the client chose and its identity. It is settled before anything runs.',
  },
  validation: {
    term: 'Validation',
    text: 'What a peer does with each transaction of a block: signatures, endorsement policy, versions, in turn.',
  },
  validationCode: {
    term: 'Validation code',
    text: 'Says that a transaction is valid, or why not. It is kept in the block’s metadata.',
  },
  version: {
    term: 'Version',
    text: 'The place of the transaction that wrote a key last: the number of its block and its position there.',
  },
  writeSet: {
    term: 'Write set',
    text: 'The keys a run would write, with their new values. Nothing of it holds before the commit.',
  },
} satisfies Record<keyof typeof ko, { readonly term: string; readonly text: string }>;
