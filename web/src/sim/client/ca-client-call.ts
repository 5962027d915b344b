/**
 * How the calls of `fabric-ca-client` look: what it asks of the CA for a task, and what it prints when that fails.
 *
 * @fabric lib/client.go, lib/identity.go, cmd/fabric-ca-client/command (Fabric CA)
 * @simplified In the text of a failed request its body is left out, and the host stands where Go prints its IP address.
 */
import type { KeyPair } from '../crypto/p256.ts';
import { type AttributeRequest, type CaAttribute, type CaCall, type CodedMessage, requestOf } from '../wire/ca-api.ts';
import { buildCertificateRequest } from '../wire/csr.ts';
import { type DistinguishedName, NAME_OID } from '../wire/x509-name.ts';
import type { CaTask } from './ca-client-task.ts';
import type { CaOperation } from './client-state.ts';

/** What fabric-ca-client-config.yaml has under `csr.names`. */
const CSR_NAMES: DistinguishedName = [
  [{ type: NAME_OID.country, value: 'US' }],
  [{ type: NAME_OID.province, value: 'North Carolina' }],
  [{ type: NAME_OID.organization, value: 'Hyperledger' }],
  [{ type: NAME_OID.organizationalUnit, value: 'Fabric' }],
];

interface Asker {
  /** Name of the machine: the subject alternative name the tool asks for unless told otherwise. */
  readonly host: string;
  /** Enrolment id the new certificate of an enrolment is for. */
  readonly id: string;
}

/** @param key the new key of an enrolment; other calls leave it unused */
export function callOf(task: CaTask, key: KeyPair, asker: Asker): CaCall {
  const caname = task.ca.caName;
  switch (task.type) {
    case 'enrollIdentity': {
      const body = { ...enrollment(asker.id, key, asker.host), profile: task.profile, caname };
      const wanted = task.attributes.map(attributeRequest);
      return { kind: 'enroll', body: wanted.length > 0 ? { ...body, attr_reqs: wanted } : body };
    }
    case 'reenrollIdentity':
      return { kind: 'reenroll', body: { ...enrollment(asker.id, key, asker.host), profile: '', caname } };
    case 'registerIdentity': {
      const { id, secret, idType, affiliation, maxEnrollments, attributes } = task;
      const attrs = attributes.map(attributeOf);
      return {
        kind: 'register',
        body: { id, secret, type: idType, affiliation, max_enrollments: maxEnrollments, attrs, caname },
      };
    }
    case 'revokeIdentity': {
      const { id, serial, aki, reason } = task;
      return { kind: 'revoke', body: { id, serial, aki, reason, caname } };
    }
    case 'generateCrl':
      return { kind: 'generateCrl', body: { caname } };
    case 'listIdentities':
    case 'listAffiliations':
      return { kind: task.type, ca: caname };
    case 'addAffiliation':
      return { kind: 'addAffiliation', name: task.affiliation, force: false, ca: caname };
  }
}

function enrollment(id: string, { publicKey, privateKey }: KeyPair, host: string) {
  const subject = [...CSR_NAMES, [{ type: NAME_OID.commonName, value: id }]];
  const subjectAltNames = [{ kind: 'dns' as const, value: host }];
  return {
    hosts: [host],
    certificate_request: buildCertificateRequest({ subject, publicKey, subjectAltNames }, privateKey),
  };
}

/** `name` or `name:opt` */
function attributeRequest(text: string): AttributeRequest {
  const [name = '', flag] = text.split(':');
  return { name, optional: flag === 'opt' };
}

const ECERT = ':ecert';

/** `name=value` or `name=value:ecert` */
function attributeOf(text: string): CaAttribute {
  const ecert = text.endsWith(ECERT);
  const plain = ecert ? text.slice(0, -ECERT.length) : text;
  const equals = plain.indexOf('=');
  return equals < 0
    ? { name: plain, value: '', ecert }
    : { name: plain.slice(0, equals), value: plain.slice(equals + 1), ecert };
}

/** How the tool prints that the CA said no. */
export function refusalText({ task, id }: CaOperation, { code, message }: CodedMessage): string {
  // Lists come in pieces, and the client prints their errors in another way.
  if (task.type === 'listIdentities') return `&{Code:${code} Message:${message}}`;
  const prefix = task.type === 'reenrollIdentity' ? `Failed to reenroll '${id}': ` : '';
  return `${prefix}Response from server: Error Code: ${code} - ${message}`;
}

/** How the tool prints that no answer came. @param reason of the operating system, or `EOF` */
export function unreachableText({ task, call }: CaOperation, reason: string): string {
  const { method, uri } = requestOf(call);
  const url = `${task.ca.url}${uri.replace('/api/v1', '')}`;
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const why = reason === 'EOF' ? reason : `dial tcp ${hostOf(task.ca.url)}: connect: ${reason}`;
  return `${method} failure of request: ${method} ${url}: ${verb} "${url}": ${why}`;
}

/** Host and port of a URL. */
const hostOf = (url: string): string => url.replace(/^[a-z]+:\/\//, '');
