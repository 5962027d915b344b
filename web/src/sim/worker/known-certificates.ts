/**
 * Every certificate there is in the network at a moment, and who has it under what name: the material cryptogen made,
 * what CAs issued, what lies in wallets.
 */
import type { CaMachine } from '../ca/ca.ts';
import { type CertificateRecord, certificatesOf } from '../ca/ca-state.ts';
import type { ClientState } from '../client/client-state.ts';
import { remembered } from '../crypto/bounded-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { OrganizationMaterial } from '../identity/crypto-material.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import { hex } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { decode } from '../wire/decode.ts';
import { decodePem } from '../wire/pem.ts';
import { type Certificate, parseCertificate } from '../wire/x509.ts';
import type { Simulation } from './simulation.ts';

export interface KnownCertificate {
  readonly certificate: Certificate;
  readonly mspId: string;
  /** Where it lies; null: in the working directory only. */
  readonly node: NodeId | null;
  readonly name: string;
  /** Of a CA's table. */
  readonly record: CertificateRecord | undefined;
}

/** SHA-256 of the DER, lower-case hex. */
export const fingerprintOf = remembered(500, (certificate: Certificate): string => hex(sha256(certificate.raw)));

/** Of the certificate in a serialized identity; empty when there is none to read. */
export function fingerprintIn(serialized: Uint8Array): string {
  const identity = decode(SerializedIdentitySchema, serialized);
  const certificate = identity.ok ? readPem(identity.value.idBytes) : undefined;
  return certificate ? fingerprintOf(certificate) : '';
}

export function readPem(pem: Uint8Array): Certificate | undefined {
  const block = decodePem(pem);
  const certificate = block && parseCertificate(block.bytes);
  return certificate?.ok ? certificate.value : undefined;
}

export function* knownCertificates(simulation: Simulation): Generator<KnownCertificate> {
  const { crypto } = simulation.files;
  const nodes = nodesOf(simulation.recording.topology);
  for (const { id, role, mspId } of nodes) {
    const state = role === 'ca' || role === 'client' ? simulation.stateOf(id) : undefined;
    if (!state) continue;
    if (role === 'ca') yield* ofAuthority(id, mspId, state as CaMachine);
    else yield* ofWallet(id, state as ClientState);
  }
  const isNode = (name: string): boolean => nodes.some(({ id }) => id === name);
  for (const material of [...(crypto?.ordererOrganizations ?? []), ...(crypto?.peerOrganizations ?? [])])
    yield* ofMaterial(material, isNode);
}

function* ofAuthority(node: NodeId, mspId: string, { disk: { state } }: CaMachine): Generator<KnownCertificate> {
  yield { certificate: state.certificate, mspId, node, name: node, record: undefined };
  for (const record of certificatesOf(state))
    yield { certificate: record.certificate, mspId, node, name: `${record.id} ${record.serial.slice(0, 8)}`, record };
}

function* ofWallet(node: NodeId, { disk }: ClientState): Generator<KnownCertificate> {
  const { mspId } = disk.profile;
  for (const [name, { certificate }] of Object.entries(disk.wallet))
    yield { certificate, mspId, node, name, record: undefined };
  for (const [name, { certificate }] of Object.entries(disk.tls))
    yield { certificate, mspId, node, name: `${name} (TLS)`, record: undefined };
}

function* ofMaterial(
  { ca, tlsCa, nodes, users, admin, mspId }: OrganizationMaterial,
  isNode: (name: string) => boolean,
): Generator<KnownCertificate> {
  const known = (certificate: Certificate, name: string, node: NodeId | null): KnownCertificate => ({
    certificate,
    mspId,
    name,
    node,
    record: undefined,
  });
  yield known(ca.certificate, ca.name, isNode(ca.name) ? ca.name : null);
  yield known(tlsCa.certificate, tlsCa.name, null);
  for (const { name, identity, tls } of [...nodes, admin, ...users]) {
    const node = isNode(name) ? name : null;
    yield known(identity.certificate, name, node);
    yield known(tls.certificate, `${name} (TLS)`, node);
  }
}
