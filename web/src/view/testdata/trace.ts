/** Hand-written traces for tests: entries with seq and cause filled in. */
import type { Entry, Fact } from '../../sim/trace/facts.ts';

/** [time in ms, node, fact] in order of time. */
export type Line = readonly [number, string, Fact];

export const trace = (lines: readonly Line[]): readonly Entry[] =>
  lines.map(([millis, node, fact], seq) => ({ seq, at: millis * 1_000, node, cause: seq === 0 ? null : seq - 1, fact }));

export const CLIENT = 'client.org1.example.com';
export const PEER1 = 'peer0.org1.example.com';
export const PEER2 = 'peer0.org2.example.com';
export const ORDERER = 'orderer.example.com';
const TX = { channel: 'mychannel', txid: '7c1e'.padEnd(64, '0') };
const NOTHING = { reads: [], ranges: [], writes: [], privateWrites: [] };

/** One transaction from proposal to commit status on a running network of two organisations. */
export const TRANSACTION: readonly Line[] = [
  [0, ORDERER, { type: 'nodeStarted', role: 'orderer' }],
  [0, PEER1, { type: 'nodeStarted', role: 'peer' }],
  [0, PEER2, { type: 'nodeStarted', role: 'peer' }],
  [0, CLIENT, { type: 'nodeStarted', role: 'client' }],
  [5, ORDERER, { type: 'genesisBlockCreated', channel: 'mychannel', hash: 'aa', orgs: ['Org1', 'Org2'], size: 9000 }],
  [10, ORDERER, { type: 'ordererJoined', channel: 'mychannel', consenters: 1 }],
  [11, ORDERER, { type: 'leaderElected', channel: 'mychannel', term: 2 }],
  [20, PEER1, { type: 'peerJoined', channel: 'mychannel', height: 1 }],
  [20, PEER2, { type: 'peerJoined', channel: 'mychannel', height: 1 }],
  [100, CLIENT, { type: 'proposalCreated', ...TX, chaincode: 'basic', function: 'TransferAsset', args: ['asset6', 'Ann'], identity: 'User1', endorsers: [PEER1, PEER2], transient: [] }],
  [100, CLIENT, { type: 'messageSent', message: 1, to: PEER1, kind: 'proposal', label: 'proposal', arrivesAt: 125_000, size: 900, txid: TX.txid }],
  [100, CLIENT, { type: 'messageSent', message: 2, to: PEER2, kind: 'proposal', label: 'proposal', arrivesAt: 130_000, size: 900, txid: TX.txid }],
  [125, PEER1, { type: 'simulationStarted', ...TX, chaincode: 'basic', function: 'TransferAsset', args: ['asset6', 'Ann'], height: 1 }],
  [130, PEER1, { type: 'simulationFinished', ...TX, chaincode: 'basic', status: 200, message: '', payload: '', rwset: NOTHING }],
  [131, PEER1, { type: 'endorsementSigned', ...TX, chaincode: 'basic', endorser: 'peer0', plugin: 'escc', rwset: NOTHING }],
  [131, PEER1, { type: 'messageSent', message: 3, to: CLIENT, kind: 'endorsement', label: 'proposalResponse', arrivesAt: 150_000, size: 900, txid: TX.txid }],
  [150, CLIENT, { type: 'endorsementCollected', ...TX, from: PEER1, mspId: 'Org1MSP', status: 200, message: '', collected: 1, asked: 2 }],
  [160, CLIENT, { type: 'endorsementCollected', ...TX, from: PEER2, mspId: 'Org2MSP', status: 200, message: '', collected: 2, asked: 2 }],
  [161, CLIENT, { type: 'envelopeAssembled', ...TX, endorsements: [], size: 3000 }],
  [161, CLIENT, { type: 'envelopeSubmitted', ...TX, orderer: ORDERER }],
  [161, CLIENT, { type: 'messageSent', message: 4, to: ORDERER, kind: 'envelope', label: 'broadcast', arrivesAt: 180_000, size: 3000, txid: TX.txid }],
  [180, ORDERER, { type: 'envelopeQueued', ...TX, pending: 1, pendingBytes: 3000 }],
  [180, ORDERER, { type: 'batchTimerStarted', channel: 'mychannel', firesAt: 2_180_000 }],
  [185, CLIENT, { type: 'broadcastAnswered', ...TX, orderer: ORDERER, status: 'SUCCESS', info: '' }],
  [2180, ORDERER, { type: 'blockCut', channel: 'mychannel', number: 1, txids: [TX.txid], reason: 'timeout' }],
  [2185, ORDERER, { type: 'blockWritten', channel: 'mychannel', number: 1, hash: 'bb', previousHash: 'aa', txids: [TX.txid], config: false }],
  [2185, ORDERER, { type: 'messageSent', message: 5, to: PEER1, kind: 'block', label: 'deliverBlock', arrivesAt: 2_205_000, size: 5000, block: 1 }],
  [2185, ORDERER, { type: 'messageSent', message: 6, to: PEER2, kind: 'block', label: 'deliverBlock', arrivesAt: 2_210_000, size: 5000, block: 1, lost: 'lossy' }],
  [2205, PEER1, { type: 'blockReceived', channel: 'mychannel', number: 1, from: ORDERER, via: 'deliver' }],
  [2215, PEER1, { type: 'blockCommitted', channel: 'mychannel', number: 1, hash: 'bb', previousHash: 'aa', commitHash: 'cc', verdicts: [{ txid: TX.txid, code: 'MVCC_READ_CONFLICT' }], writes: [], keys: { basic: 7, _lifecycle: 6 }, config: false }],
  [2240, CLIENT, { type: 'commitStatusReceived', ...TX, peer: PEER1, code: 'MVCC_READ_CONFLICT', block: 1 }],
];
