/** The inside of a Fabric CA (registry, certificates, revocations) and of a client server (wallet, calls, listeners). */
import type { CaMachine } from '../ca/ca.ts';
import { type CaUser, type CertificateRecord, certificatesOf, usersOf } from '../ca/ca-state.ts';
import type { CertifiedKey } from '../identity/crypto-material.ts';
import type { ClientState, GatewayClientCall, Operation } from '../client/client-state.ts';
import type { ClientTask } from '../client/client-task.ts';
import type { RunningWorkload } from '../client/workload.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type {
  CaInside,
  ClientInside,
  IssuedCertificate,
  ListenerInside,
  PendingCall,
  RegisteredIdentity,
  WalletEntry,
  WorkloadInside,
} from '../protocol/inside-members.ts';
import { nodesOf } from '../topology/nodes.ts';
import { materialOf } from '../topology/workspace.ts';
import type { NodeId } from '../trace/facts.ts';
import { parseRevocationList } from '../wire/crl.ts';
import { revocationListText } from '../wire/crl-text.ts';
import { NAME_OID, nameValues } from '../wire/x509-name.ts';
import { nameText } from '../wire/x509-text.ts';
import type { Certificate } from '../wire/x509.ts';
import { nowUnixSeconds } from './inside-certificate.ts';
import { fingerprintOf } from './known-certificates.ts';
import type { Simulation } from './simulation.ts';

export function caInside(simulation: Simulation, node: NodeId): Result<CaInside> {
  const info = nodesOf(simulation.recording.topology).find(({ id, role }) => id === node && role === 'ca');
  if (!info) return refuse('unknownNode', { value: node });
  const now = nowUnixSeconds(simulation);
  const up = simulation.isUp(node);
  const machine = simulation.stateOf(node) as CaMachine | undefined;
  const { crypto } = simulation.files;
  if (!machine) {
    if (!crypto) return refuse('noCrypto');
    const root = rootOf(materialOf(crypto, info.org).ca.certificate);
    return ok({ node, up, caName: '', root, ...NOTHING_ISSUED });
  }
  const { state } = machine.disk;
  const records = certificatesOf(state);
  return ok({
    node,
    up,
    caName: state.config.caName,
    root: rootOf(state.certificate),
    identities: usersOf(state).map(identityOf),
    certificates: records.map((record) => issued(record, now)),
    affiliations: [...state.affiliations.keys()],
    revocationList: records.flatMap(({ serial, id, revokedAt }) =>
      revokedAt === undefined ? [] : [{ serial, owner: id, at: revokedAt }],
    ),
  });
}

const NOTHING_ISSUED = { identities: [], certificates: [], affiliations: [], revocationList: [] };

const rootOf = (certificate: Certificate): CaInside['root'] => ({
  fingerprint: fingerprintOf(certificate),
  subject: nameText(certificate.subject),
  notAfter: certificate.notAfter,
});

const identityOf = (user: CaUser): RegisteredIdentity => ({
  name: user.name,
  kind: user.type,
  affiliation: user.affiliation,
  enrolled: user.state === -1 ? null : user.state,
  maxEnrollments: user.maxEnrollments === -1 ? null : user.maxEnrollments,
  wrongPasswords: user.wrongPasswords,
  attributes: user.attributes.map(({ name, value, ecert }) => ({ name, value, inCertificate: ecert })),
});

function issued({ serial, id, certificate, revokedAt, reason }: CertificateRecord, now: number): IssuedCertificate {
  const expired = certificate.notAfter < now;
  return {
    fingerprint: fingerprintOf(certificate),
    serial,
    owner: id,
    subject: nameText(certificate.subject),
    notAfter: certificate.notAfter,
    state: revokedAt !== undefined ? 'revoked' : expired ? 'expired' : 'good',
    revoked: revokedAt === undefined ? null : { at: revokedAt, reason },
  };
}

export function clientInside(simulation: Simulation, node: NodeId): Result<ClientInside> {
  const info = nodesOf(simulation.recording.topology).find(({ id, role }) => id === node && role === 'client');
  if (!info) return refuse('unknownNode', { value: node });
  const up = simulation.isUp(node);
  const state = simulation.stateOf(node) as ClientState | undefined;
  if (!state) return ok({ node, up, mspId: info.mspId, ...EMPTY_CLIENT });
  const { disk } = state;
  return ok({
    node,
    up,
    mspId: disk.profile.mspId,
    wallet: walletOf(state, nowUnixSeconds(simulation)),
    pending: pendingOf(state),
    listeners: listenersOf(state),
    workloads: [...state.workloads.values()].map(workloadOf),
    commitSources: [...state.listening].map(([channel, peer]) => ({ channel, peer })),
    orderers: disk.profile.orderers,
    revocationList: revocationListOf(disk.crl),
    blockFiles: Object.keys(disk.blocks),
  });
}

const EMPTY_CLIENT = {
  wallet: [],
  pending: [],
  listeners: [],
  workloads: [],
  commitSources: [],
  orderers: [],
  revocationList: null,
  blockFiles: [],
};

function walletOf({ disk }: ClientState, now: number): readonly WalletEntry[] {
  const entry = (name: string, { certificate }: Pick<CertifiedKey, 'certificate'>, forTls: boolean): WalletEntry => ({
    name,
    fingerprint: fingerprintOf(certificate),
    subject: nameText(certificate.subject),
    units: nameValues(certificate.subject, NAME_OID.organizationalUnit),
    notAfter: certificate.notAfter,
    expired: certificate.notAfter < now,
    forTls,
  });
  return [
    ...Object.entries(disk.wallet).map(([name, key]) => entry(name, key, false)),
    ...Object.entries(disk.tls).map(([name, key]) => entry(name, key, true)),
  ];
}

/** In the order in which the commands were given. */
function pendingOf(state: ClientState): readonly PendingCall[] {
  const calls: (readonly [number, PendingCall])[] = [
    ...[...state.operations.values()].map((one) => [one.index, operationOf(state, one)] as const),
    ...[...state.gatewayCalls.values()].map((one) => [one.index, gatewayOf(one)] as const),
    ...[...state.caOperations.values()].map(({ index, task, id }) => {
      const ca = 'ca' in task ? [task.ca.node] : [];
      return [index, { ...BARE, task: task.type, call: id, stage: 'ca', asked: ca, waitsFor: ca }] as const;
    }),
    ...[...state.channelOperations.values()].map(({ index, task, stage, orderersTried }) => {
      const orderer = state.disk.profile.orderers.slice(Math.max(0, orderersTried - 1), Math.max(1, orderersTried));
      const { channel } = task;
      return [index, { ...BARE, channel, task: task.type, stage, asked: orderer, waitsFor: orderer }] as const;
    }),
  ];
  return calls.toSorted(([a], [b]) => a - b).map(([, call]) => call);
}

const BARE = { txid: '', channel: '', call: '', identity: '', answered: [], asked: [], waitsFor: [] };

function operationOf(state: ClientState, operation: Operation): PendingCall {
  const { task, txid, channel, stage, asked, answers, orderersTried } = operation;
  const answered = answers.map(({ from }) => from);
  return {
    txid,
    channel,
    task: task.type,
    call: callOf(task),
    identity: 'identity' in task && typeof task.identity === 'string' ? task.identity : '',
    stage,
    asked,
    answered,
    waitsFor: waitsFor(stage, {
      endorsing: asked.filter((peer) => !answered.includes(peer)),
      broadcasting: state.disk.profile.orderers.slice(Math.max(0, orderersTried - 1), orderersTried),
      committing: [state.listening.get(channel) ?? ''].filter((peer) => peer !== ''),
    }),
  };
}

const waitsFor = (
  stage: Operation['stage'],
  by: Readonly<Record<Operation['stage'], readonly NodeId[]>>,
): readonly NodeId[] => by[stage];

const gatewayOf = ({ txid, channel, task, gateway }: GatewayClientCall): PendingCall => ({
  ...BARE,
  txid,
  channel,
  task: task.type,
  call: callOf(task),
  identity: task.identity,
  stage: 'gateway',
  asked: [gateway],
  waitsFor: [gateway],
});

function callOf(task: ClientTask): string {
  if (!('function' in task)) return '';
  return `${task.function}(${task.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}

const listenersOf = ({ disk }: ClientState): readonly ListenerInside[] =>
  Object.entries(disk.listeners ?? {}).map(([name, listener]) => ({
    name,
    channel: listener.channel,
    kind: listener.kind,
    chaincode: listener.chaincode,
    identity: listener.identity,
    open: listener.open,
    start: listener.start,
    after: listener.after,
    peer: listener.peer ?? null,
  }));

const workloadOf = ({ workload }: RunningWorkload): WorkloadInside => ({
  strategy: workload.task.strategy,
  call: callOf(workload.task),
  count: workload.task.count,
  interval: workload.task.interval,
  arrived: workload.arrived,
  waiting: workload.waiting.length,
  open: workload.open.length,
  submitted: workload.submitted,
  committed: workload.committed,
  failed: workload.failed,
});

function revocationListOf(crl: Uint8Array | undefined): ClientInside['revocationList'] {
  const list = crl && parseRevocationList(crl);
  if (!list?.ok) return null;
  const { revoked, thisUpdate } = list.value;
  return { entries: revoked.length, thisUpdate, text: revocationListText(list.value) };
}
