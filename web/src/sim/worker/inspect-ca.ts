/**
 * What the inspector shows of a Fabric CA: its registry, what it has issued, and the HTTP requests of its clients. What
 * TLS would hide from others (enrolment secrets) is shown as the two ends see it.
 */
import type { CaMachine } from '../ca/ca.ts';
import { type CaUser, certificatesOf, usersOf } from '../ca/ca-state.ts';
import type { ClientDisk } from '../client/client-state.ts';
import type { Inspection } from '../protocol/requests.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import type { AffiliationInfo, CaAttribute, CaResult, IdentityInfo } from '../wire/ca-api.ts';
import { readPassword, verifyToken } from '../wire/ca-token.ts';
import { parseRevocationList } from '../wire/crl.ts';
import { revocationListText } from '../wire/crl-text.ts';
import { parseCertificateRequest } from '../wire/csr.ts';
import type { Tree } from '../wire/message-json.ts';
import type { Message } from '../wire/messages.ts';
import { decodePem } from '../wire/pem.ts';
import { commonName } from '../wire/x509-name.ts';
import { certificateText, nameText } from '../wire/x509-text.ts';
import { type Certificate, parseCertificate } from '../wire/x509.ts';
import { fingerprintOf } from './known-certificates.ts';

type Texts = Inspection['texts'];
export type CaShown = Pick<Inspection, 'title' | 'json' | 'texts' | 'bytes'>;

const attributeText = ({ name, value, ecert }: CaAttribute): string => `${name}=${value}${ecert ? ':ecert' : ''}`;

/** The registry and the table of certificates. */
export function caTree({ disk: { state } }: CaMachine): Tree {
  return {
    caName: state.config.caName,
    identities: usersOf(state).map(identityTree),
    certificates: certificatesOf(state).map(({ id, serial, aki, certificate, revokedAt, reason }) => ({
      serial,
      aki,
      id,
      subject: nameText(certificate.subject),
      revoked: revokedAt === undefined ? null : { at: revokedAt, reason },
    })),
    affiliations: [...state.affiliations.keys()],
  };
}

const identityTree = (user: CaUser): Tree => ({
  id: user.name,
  type: user.type,
  affiliation: user.affiliation,
  state: user.state === -1 ? 'revoked' : `enrolled ${user.state} times`,
  maxEnrollments: user.maxEnrollments,
  wrongPasswords: user.wrongPasswords,
  attributes: user.attributes.map(attributeText),
});

/** The CA's own certificate and those it has issued, as `openssl x509 -text` prints them. */
export function caTexts(node: string, { disk: { state } }: CaMachine): Texts {
  const issued = certificatesOf(state).map(({ id, serial, certificate }) => textOf(`${id} ${serial}`, certificate));
  return [textOf(node, state.certificate), ...issued];
}

const textOf = (label: string, certificate: Certificate): Texts[number] => ({
  label,
  text: certificateText(certificate),
  fingerprint: fingerprintOf(certificate),
});

/** Certificates in a client's wallet, and the newest list of revoked ones. */
export function walletTexts({ wallet, tls, crl }: ClientDisk): Texts {
  const list = crl && parseRevocationList(crl);
  return [
    ...Object.entries(wallet).map(([name, { certificate }]) => textOf(name, certificate)),
    ...Object.entries(tls).map(([name, { certificate }]) => textOf(`${name} (TLS)`, certificate)),
    ...(list?.ok ? [{ label: 'crl.pem', text: revocationListText(list.value) }] : []),
  ];
}

export function caRequestShown({ http }: Message & { type: 'caRequest' }): CaShown {
  const { method, uri, body, authorization } = http;
  const head = `${method} ${uri} HTTP/1.1\r\n${authorization ? `Authorization: ${authorization}\r\n` : ''}\r\n`;
  return {
    title: `${method} ${uri}`,
    json: { method, uri, authorization: authorizationTree(http), body: bodyTree(body) },
    texts: [],
    bytes: hex(utf8(head + body)),
  };
}

function authorizationTree(http: (Message & { type: 'caRequest' })['http']): Tree {
  const password = readPassword(http.authorization);
  if (password) return { scheme: 'Basic', user: password.name, password: password.secret };
  if (http.authorization === '') return null;
  const token = verifyToken(http);
  return {
    scheme: 'token',
    certificate: token.ok ? nameText(token.value.subject) : null,
    signature: token.ok ? 'valid' : token.error,
  };
}

/** The JSON, with what its certificate request says opened. */
function bodyTree(body: string): Tree {
  if (body === '') return null;
  const fields = JSON.parse(body) as { readonly [name: string]: Tree };
  const request = fields['certificate_request'];
  const block = typeof request === 'string' ? decodePem(request) : undefined;
  const csr = block && parseCertificateRequest(block.bytes);
  if (!csr?.ok) return fields;
  const { subject, subjectAltNames, publicKey, signature } = csr.value;
  const names = subjectAltNames.map((name) => (name.kind === 'ip' ? hex(name.address) : name.value));
  return {
    ...fields,
    certificate_request: {
      subject: nameText(subject),
      subject_alt_names: names,
      public_key: hex(publicKey),
      signature: hex(signature),
    },
  };
}

export function caResponseShown({ label, response }: Message & { type: 'caResponse' }): CaShown {
  const { status, outcome } = response;
  const json = outcome.ok ? resultTree(outcome.result) : { code: outcome.error.code, message: outcome.error.message };
  return {
    title: `${label}: ${status}`,
    json: { status, success: outcome.ok, [outcome.ok ? 'result' : 'error']: json },
    texts: outcome.ok ? resultTexts(outcome.result) : [],
    bytes: hex(utf8(JSON.stringify(outcome.ok ? outcome.result : outcome.error))),
  };
}

const identityInfoTree = ({ id, type, affiliation, attributes, maxEnrollments }: IdentityInfo): Tree => ({
  id,
  type,
  affiliation,
  max_enrollments: maxEnrollments,
  attrs: attributes.map(attributeText),
});

const affiliationTree = ({ name, affiliations }: AffiliationInfo): Tree => ({
  name,
  affiliations: affiliations.map(affiliationTree),
});

function resultTree(result: CaResult): Tree {
  switch (result.kind) {
    case 'caInfo':
      return { CAName: result.caName, CAChain: result.caChain, Version: result.version };
    case 'certificate':
      return { Cert: result.certPem, ServerInfo: { CAChain: result.caChain } };
    case 'registered':
      return { secret: result.secret };
    case 'revoked':
      return { RevokedCerts: result.certificates.map(({ serial, aki }) => ({ Serial: serial, AKI: aki })) };
    case 'crl':
      return { CRL: result.crl };
    case 'identities':
      return result.identities.map(identityInfoTree);
    case 'identity':
      return identityInfoTree(result.identity);
    case 'affiliation':
      return affiliationTree(result.affiliation);
    case 'certificates':
      return [...result.certificates];
  }
}

function resultTexts(result: CaResult): Texts {
  const pems =
    result.kind === 'certificate' ? [result.certPem] : result.kind === 'certificates' ? result.certificates : [];
  const certificates = pems.flatMap((pem) => {
    const block = decodePem(pem);
    const certificate = block && parseCertificate(block.bytes);
    return certificate?.ok ? [textOf(commonName(certificate.value.subject), certificate.value)] : [];
  });
  const crl = result.kind === 'crl' || result.kind === 'revoked' ? result.crl : '';
  const list = crl === '' ? undefined : parseRevocationList(utf8(crl));
  return [...certificates, ...(list?.ok ? [{ label: 'crl.pem', text: revocationListText(list.value) }] : [])];
}
