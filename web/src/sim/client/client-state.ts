/**
 * What a client server holds: its users' keys, its view of the network, and the calls it has under way.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { CertifiedKey } from '../identity/crypto-material.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import type { ProposalResponse } from '../wire/gen/peer/proposal_pb.ts';
import type { CaCall } from '../wire/ca-api.ts';
import type { CaTask } from './ca-client-task.ts';
import type { ClientFact } from './client-facts.ts';
import type { ChannelTask, ClientTask, GatewayTask, ListenedEvents } from './client-task.ts';
import type { ConnectionProfile } from './connection-profile.ts';
import type { RunningWorkload } from './workload.ts';

/** On disk: wallet, connection profile and the endorsement policies of the definitions it approved. */
export interface ClientDisk {
  readonly node: ActorId;
  readonly profile: ConnectionProfile;
  /** By the name used in tasks: `Admin`, `User1`. */
  readonly wallet: Readonly<Record<string, SigningIdentity>>;
  /** Applications that listen, by name; those that were stopped keep their place. */
  readonly listeners?: Readonly<Record<string, EventListener>>;
  /** Certificates of the CA's `tls` profile, by wallet name: they open connections and never sign. */
  readonly tls: Readonly<Record<string, CertifiedKey>>;
  /**
   * The list of revoked certificates the CA sent last, as PEM: `msp/crls/crl.pem` of fabric-ca-client. Nobody else heeds
   * it until a config update has put it into the organisation's MSP.
   */
  readonly crl: Uint8Array | undefined;
  /** Files `<channel>.block`: block 0 of channels, fetched from an orderer. Serialized `common.Block`. */
  readonly blocks: Readonly<Record<string, Uint8Array>>;
  /** Nonces are drawn from this secret, so that a recording replays to the same transaction ids. */
  readonly secret: Uint8Array;
  /** Unix time of virtual time 0, in microseconds. */
  readonly epochUnixMicros: number;
}

/** An application that listens to a peer, and its notes on how far it has come. */
export interface EventListener extends ListenedEvents {
  /** The wallet entry that asks. */
  readonly identity: string;
  /** Whether it should be listening. */
  readonly open: boolean;
  /** The next block to hear of. */
  readonly start: number | 'newest';
  /** The transaction whose event was the last one received in that block; '' for none. */
  readonly after: string;
  /** The peer that was asked for the stream last; undefined while there is none. */
  readonly peer: ActorId | undefined;
}

/** A call to a gateway under way. */
export interface GatewayClientCall {
  /** Place of the command in the recording; also pairs answers with calls. */
  readonly index: number;
  readonly task: GatewayTask;
  readonly method: 'Evaluate' | 'Endorse' | 'Submit' | 'CommitStatus';
  readonly signer: SigningIdentity;
  readonly channel: string;
  readonly txid: string;
  readonly gateway: ActorId;
  /** What the chaincode answered, once it is known. */
  readonly payload: string;
}

export interface Answer {
  readonly from: ActorId;
  readonly response: ProposalResponse;
}

/** A task under way. */
export interface Operation {
  /** Place of the command in the recording; also pairs answers with calls. */
  readonly index: number;
  readonly task: ClientTask;
  readonly stage: 'endorsing' | 'broadcasting' | 'committing';
  readonly signer: SigningIdentity;
  readonly channel: string;
  readonly txid: string;
  readonly proposalBytes: Uint8Array;
  readonly label: string;
  /** Peers asked, in order; a refused connection replaces one by the next of its organisation. */
  readonly asked: readonly ActorId[];
  readonly answers: readonly Answer[];
  readonly envelope: Uint8Array | undefined;
  /** How many orderers have been tried. */
  readonly orderersTried: number;
  /** What the last one that answered said against it, in the words of the tools. */
  readonly refusal?: string;
}

/** A request to a CA under way. */
export interface CaOperation {
  /** Place of the command in the recording; also pairs the answer with the request. */
  readonly index: number;
  readonly task: CaTask;
  /** Enrolment id: of the new certificate's owner, or of who asks. */
  readonly id: string;
  readonly call: CaCall;
  /** 32 bytes: the key of the certificate asked for. */
  readonly privateKey: Uint8Array;
  /** Facts of an answer that is on its way to the disk; empty while the answer is awaited. */
  readonly unsaid: readonly ClientFact[];
}

/** The creation of a channel, or the fetching of its first block, under way. */
export interface ChannelOperation {
  /** Place of the command in the recording; also pairs answers with calls. */
  readonly index: number;
  readonly task: ChannelTask;
  readonly stage: 'broadcasting' | 'fetching';
  /** Place in the profile of the orderer spoken to. */
  readonly orderersTried: number;
  readonly envelope: Uint8Array | undefined;
}

export interface ClientState {
  readonly disk: ClientDisk;
  readonly nonces: number;
  /** When the machine was switched on, and the command given last: no two lives of a client draw the same nonce. */
  readonly born: Micros;
  readonly latestCommand: number;
  readonly gatewayCalls: PersistentMap<GatewayClientCall>;
  readonly workloads: PersistentMap<RunningWorkload>;
  readonly operations: PersistentMap<Operation>;
  readonly caOperations: PersistentMap<CaOperation>;
  readonly channelOperations: PersistentMap<ChannelOperation>;
  /** Signature policies by `channel/chaincode`, null for the channel's default. */
  readonly policies: PersistentMap<{ readonly signaturePolicy: string | null }>;
  /** The peer whose blocks this client listens to, by channel. */
  readonly listening: PersistentMap<ActorId>;
}

export const bootClient = (disk: ClientDisk): ClientState => ({
  disk,
  nonces: 0,
  born: 0,
  latestCommand: -1,
  gatewayCalls: PersistentMap.empty(),
  workloads: PersistentMap.empty(),
  operations: PersistentMap.empty(),
  caOperations: PersistentMap.empty(),
  channelOperations: PersistentMap.empty(),
  policies: PersistentMap.empty(),
  listening: PersistentMap.empty(),
});

/** 24 bytes that no other call of this client has had, and the state in which they are used up. */
export function nextNonce(state: ClientState): { readonly nonce: Uint8Array; readonly state: ClientState } {
  const { nonces, born, latestCommand } = state;
  const nonce = sha256(concatBytes(state.disk.secret, utf8(`nonce ${born} ${latestCommand} ${nonces}`))).slice(0, 24);
  return { nonce, state: { ...state, nonces: state.nonces + 1 } };
}
