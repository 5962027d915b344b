/**
 * A client server as `fabric-ca-client`: makes keys and certificate requests, asks a CA, and keeps what it gets in its
 * wallet.
 *
 * @fabric lib/client.go, lib/identity.go, cmd/fabric-ca-client/command (Fabric CA)
 * @simplified An answer is waited for 60 s, where the real tool waits as long as the operating system does.
 */
import { keyPairFrom } from '../crypto/p256.ts';
import { type SigningIdentity, signingIdentityOf } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { type Result, ok } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { type AffiliationInfo, type CaResult, withPassword } from '../wire/ca-api.ts';
import { withToken } from '../wire/ca-token.ts';
import { parseRevocationList } from '../wire/crl.ts';
import type { Message } from '../wire/messages.ts';
import { decodePem } from '../wire/pem.ts';
import { commonName } from '../wire/x509-name.ts';
import { type Certificate, certificatePem, parseCertificate } from '../wire/x509.ts';
import { callOf, refusalText, unreachableText } from './ca-client-call.ts';
import { CA_TASK_TYPES, type CaTask } from './ca-client-task.ts';
import { type ClientStepped, report } from './client-effects.ts';
import type { ClientFact } from './client-facts.ts';
import type { CaOperation, ClientDisk, ClientState } from './client-state.ts';
import type { ClientTask } from './client-task.ts';

const TIMEOUT = 60 * SECOND;
/** Making a key and signing the request take a client a moment. */
const WORK = { min: 300, max: 900 };

const CA_TASKS: readonly string[] = CA_TASK_TYPES;

export const isCaTask = (task: ClientTask): task is CaTask => CA_TASKS.includes(task.type);

const NOT_ENROLLED =
  'Enrollment information does not exist. Please execute enroll command first. Example: fabric-ca-client enroll -u http://user:userpw@serverAddr:serverPort';

/** The wallet entry of that name; an inherited property is none. */
const walletEntry = ({ wallet }: ClientDisk, name: string): SigningIdentity | undefined =>
  Object.hasOwn(wallet, name) ? wallet[name] : undefined;

/** Sends the request of `task`, or fails as the real tool does before it asks anybody. */
export function beginCaCall(state: ClientState, task: CaTask, index: number): ClientStepped {
  const flaw = flawOf(task);
  if (flaw !== undefined) return failed(state, task, index, flaw);
  const identity = signerNameOf(task);
  const signer = identity === undefined ? undefined : walletEntry(state.disk, identity);
  if (identity !== undefined && !signer) return failed(state, task, index, NOT_ENROLLED);
  // The place in the recording makes every key another one, also after a crash.
  const key = keyPairFrom(concatBytes(state.disk.secret, utf8(`enrollment key ${index}`)));
  const id = task.type === 'enrollIdentity' ? task.id : signer ? commonName(signer.certificate.subject) : '';
  const call = callOf(task, key, { host: state.disk.node, id });
  const http =
    task.type === 'enrollIdentity'
      ? withPassword(call, task.id, task.secret)
      : withToken(call, signer ? certificatePem(signer.certificate) : '', signer?.privateKey ?? key.privateKey);
  const operation: CaOperation = { index, task, id, call, privateKey: key.privateKey, unsaid: [] };
  return {
    state: put(state, operation),
    effects: [
      {
        type: 'send',
        to: task.ca.node,
        ...WORK,
        message: { type: 'caRequest', request: String(index), http, label: call.kind },
      },
      { type: 'setTimer', timer: String(index), min: TIMEOUT, max: TIMEOUT },
    ],
  };
}

const put = (state: ClientState, operation: CaOperation): ClientState => ({
  ...state,
  caOperations: state.caOperations.set(String(operation.index), operation),
});

function signerNameOf(task: CaTask): string | undefined {
  if (task.type === 'enrollIdentity') return undefined;
  return task.type === 'reenrollIdentity' ? task.identity : task.registrar;
}

/** What the tool itself finds wrong with its arguments. */
function flawOf(task: CaTask): string | undefined {
  if (task.type === 'registerIdentity' && task.id === '') return 'Register was called without a Name set';
  if (task.type === 'enrollIdentity' && task.id === '')
    return `The URL of the fabric CA server is missing the enrollment ID and secret; found '${task.ca.url}' but expecting '${task.ca.url.replace('://', '://<enrollmentID>:<secret>@')}'`;
  return undefined;
}

function without(state: ClientState, index: number): ClientState {
  return { ...state, caOperations: state.caOperations.delete(String(index)) };
}

function failed(state: ClientState, { type }: CaTask, index: number, text: string): ClientStepped {
  return {
    state: without(state, index),
    effects: [
      { type: 'cancelTimer', timer: String(index) },
      report({ type: 'commandFailed', command: type, index, text: `Error: ${text}` }),
    ],
  };
}

function finished(state: ClientState, { index, task }: CaOperation, facts: readonly ClientFact[]): ClientStepped {
  return {
    state: without(state, index),
    effects: [
      { type: 'cancelTimer', timer: String(index) },
      ...facts.map(report),
      report({ type: 'commandDone', command: task.type, index }),
    ],
  };
}

/** What came of an answer: facts to report, and the disk when it changes. */
interface Taken {
  readonly facts: readonly ClientFact[];
  readonly disk?: ClientDisk;
}

export function onCaResponse(
  state: ClientState,
  { request, response }: Message & { type: 'caResponse' },
): ClientStepped {
  const operation = state.caOperations.get(request);
  if (!operation || operation.unsaid.length > 0) return { state, effects: [] };
  const { task, index } = operation;
  if (!response.outcome.ok) return failed(state, task, index, refusalText(operation, response.outcome.error));
  const taken = take(state.disk, operation, response.outcome.result);
  if (!taken.ok) return failed(state, task, index, taken.error);
  const { disk, facts } = taken.value;
  if (!disk) return finished(state, operation, facts);
  // Said once it is on disk: a crash before that loses the certificate with its key.
  const waiting = put({ ...state, disk }, { ...operation, unsaid: facts });
  return { state: waiting, effects: [{ type: 'persist', tag: tagOf(index), durable: disk }] };
}

const TAG = 'ca ';
const tagOf = (index: number): string => `${TAG}${index}`;

/** What an operation brought is on disk. */
export function onCaPersisted(state: ClientState, tag: string): ClientStepped {
  const operation = tag.startsWith(TAG) ? state.caOperations.get(tag.slice(TAG.length)) : undefined;
  return operation ? finished(state, operation, operation.unsaid) : { state, effects: [] };
}

function take(disk: ClientDisk, operation: CaOperation, result: CaResult): Result<Taken, string> {
  const { task } = operation;
  const ca = task.ca.node;
  switch (result.kind) {
    case 'certificate':
      return takeCertificate(disk, operation, result.certPem);
    case 'registered': {
      const id = task.type === 'registerIdentity' ? task.id : '';
      return ok({ facts: [{ type: 'secretReceived', ca, id, secret: result.secret }] });
    }
    case 'crl': {
      const list = parseRevocationList(utf8(result.crl));
      if (!list.ok) return list;
      const serials = list.value.revoked.map(({ serialNumber }) => serialNumber.toString(16));
      return ok({ disk: { ...disk, crl: utf8(result.crl) }, facts: [{ type: 'crlReceived', ca, serials }] });
    }
    case 'identities': {
      const names = result.identities.map(({ id }) => id);
      return ok({ facts: [{ type: 'caListReceived', ca, what: 'identities', names }] });
    }
    case 'affiliation':
      if (task.type === 'addAffiliation') return ok({ facts: [] });
      return ok({
        facts: [{ type: 'caListReceived', ca, what: 'affiliations', names: namesIn(result.affiliation) }],
      });
    default:
      return ok({ facts: [] });
  }
}

/** Full names, parents first; the nameless root is none. */
const namesIn = ({ name, affiliations }: AffiliationInfo): readonly string[] => [
  ...(name === '' ? [] : [name]),
  ...affiliations.flatMap(namesIn),
];

function takeCertificate(disk: ClientDisk, operation: CaOperation, certPem: string): Result<Taken, string> {
  const { task, privateKey } = operation;
  if (task.type !== 'enrollIdentity' && task.type !== 'reenrollIdentity') return ok({ facts: [] });
  const certificate = certificateIn(certPem);
  if (!certificate.ok) return certificate;
  const profile = task.type === 'enrollIdentity' ? task.profile : '';
  const { identity } = task;
  const { mspId } = disk.profile;
  const kept =
    profile === 'tls'
      ? { tls: { ...disk.tls, [identity]: { certificate: certificate.value, certPem, privateKey } } }
      : { wallet: { ...disk.wallet, [identity]: signingIdentityOf(mspId, certificate.value, privateKey) } };
  return ok({
    disk: { ...disk, ...kept },
    facts: [
      {
        type: 'identityEnrolled',
        ca: task.ca.node,
        id: commonName(certificate.value.subject),
        identity,
        mspId,
        serial: certificate.value.serialNumber.toString(16),
        profile,
        reenrolled: task.type === 'reenrollIdentity',
      },
    ],
  });
}

function certificateIn(pem: string): Result<Certificate, string> {
  const block = decodePem(pem);
  return block ? parseCertificate(block.bytes) : { ok: false, error: 'Failed to decode certificate' };
}

/** The request did not get through, or no answer came back. */
function lost(state: ClientState, request: string, reason: string): ClientStepped {
  const operation = state.caOperations.get(request);
  if (!operation || operation.unsaid.length > 0) return { state, effects: [] };
  return failed(state, operation.task, operation.index, unreachableText(operation, reason));
}

/** Nobody listens at the CA's address. */
export const onCaUnreachable = (state: ClientState, { request }: Message & { type: 'caRequest' }): ClientStepped =>
  lost(state, request, 'connection refused');

/** No answer in time: the CA may or may not have done what it was asked. */
export const onCaTimeout = (state: ClientState, timer: string): ClientStepped =>
  lost(state, timer, 'connection timed out');

/** The CA has gone while requests were open. */
export function onCaGone(before: ClientState, gone: ActorId): ClientStepped {
  const open = [...before.caOperations.values()].filter(({ task }) => task.ca.node === gone);
  return open.reduce<ClientStepped>(
    ({ state, effects }, { index }) => {
      const next = lost(state, String(index), 'EOF');
      return { state: next.state, effects: [...effects, ...next.effects] };
    },
    { state: before, effects: [] },
  );
}
