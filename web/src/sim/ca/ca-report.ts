/**
 * What a CA has to tell of a request it has answered.
 *
 * @fabric lib/serverendpoint.go (the log line of a request; Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import type { CaRequest, CaResponse, CaResult } from '../wire/ca-api.ts';
import { readPassword, verifyToken } from '../wire/ca-token.ts';
import { utf8 } from '../wire/bytes.ts';
import { parseRevocationList } from '../wire/crl.ts';
import { decodePem } from '../wire/pem.ts';
import { NAME_OID, commonName, nameValues } from '../wire/x509-name.ts';
import { type Certificate, parseCertificate } from '../wire/x509.ts';
import { readBody } from './body-reader.ts';
import type { CaCallKind, CaFact } from './ca-facts.ts';
import { type CaState, type CaUser, certificateRecord } from './ca-state.ts';
import { readEnrollment } from './enrollment.ts';
import { readRegistration } from './registration.ts';
import { readRevocation } from './revocation.ts';

/** An answered request with the state after it. */
export interface Answered {
  readonly call: CaCallKind;
  readonly request: CaRequest;
  readonly response: CaResponse;
  readonly state: CaState;
}

/** The facts of one answered request, in order; reading a single entry is none. */
export function factsOf(answered: Answered): readonly CaFact[] {
  const { response, request, call } = answered;
  if (response.outcome.ok) return factsOfResult(answered, response.outcome.result);
  const { code, message } = response.outcome.error;
  const log = `${response.log.code} ${JSON.stringify(response.log.message)}`;
  return [{ type: 'caRequestRefused', call, caller: callerOf(request), status: response.status, code, message, log }];
}

function factsOfResult(answered: Answered, result: CaResult): readonly CaFact[] {
  const caller = callerOf(answered.request);
  switch (result.kind) {
    case 'certificate':
      return issued(answered, result.certPem);
    case 'registered':
      return registered(answered, caller);
    case 'revoked':
      return [...revoked(answered, result), ...(result.crl === '' ? [] : crlFacts(result.crl))];
    case 'crl':
      return crlFacts(result.crl);
    case 'identities':
    case 'certificates':
      return [{ type: 'caListRead', what: result.kind, caller }];
    case 'affiliation':
      return answered.call === 'addAffiliation'
        ? [{ type: 'affiliationAdded', affiliation: result.affiliation.name }]
        : [{ type: 'caListRead', what: 'affiliations', caller }];
    case 'identity':
      return answered.call === 'addIdentity' ? registered(answered, caller) : [];
    case 'caInfo':
      return [];
  }
}

/** Who says to be asking. */
function callerOf(request: CaRequest): string {
  const password = readPassword(request.authorization);
  if (password) return password.name;
  const token = verifyToken(request);
  return token.ok ? commonName(token.value.subject) : '';
}

function issued({ request, call }: Answered, certPem: string): readonly CaFact[] {
  const certificate = certificateIn(certPem);
  const body = readBody(request.body, readEnrollment, false);
  if (!certificate || !body.ok) return [];
  return [
    {
      type: 'certificateIssued',
      id: commonName(certificate.subject),
      serial: certificate.serialNumber.toString(16),
      profile: body.value.profile,
      units: nameValues(certificate.subject, NAME_OID.organizationalUnit),
      attributes: attributesIn(certificate),
      notAfter: certificate.notAfter,
      reenrolled: call === 'reenroll',
    },
  ];
}

function certificateIn(pem: string): Certificate | undefined {
  const block = decodePem(pem);
  const certificate = block && parseCertificate(block.bytes);
  return certificate?.ok ? certificate.value : undefined;
}

/** The JSON is the CA's own: `{"attrs":{"name":"value"}}`. */
function attributesIn({ attributesJson }: Certificate): readonly string[] {
  if (attributesJson === '') return [];
  const { attrs } = JSON.parse(attributesJson) as { readonly attrs: Readonly<Record<string, string>> };
  return Object.entries(attrs).map(([name, value]) => `${name}=${value}`);
}

function registered({ request, state }: Answered, by: string): readonly CaFact[] {
  const user = registeredUser(request, state);
  if (!user.ok || !user.value) return [];
  const { name, type, affiliation, maxEnrollments } = user.value;
  return [{ type: 'identityRegistered', id: name, idType: type, affiliation, maxEnrollments, by }];
}

function registeredUser(request: CaRequest, state: CaState): Result<CaUser | undefined, unknown> {
  const body = readBody(request.body, readRegistration, false);
  return body.ok ? ok(state.users.get(body.value.id)) : body;
}

function revoked({ request, state }: Answered, result: CaResult & { kind: 'revoked' }): readonly CaFact[] {
  const body = readBody(request.body, readRevocation, false);
  if (!body.ok) return [];
  const [first] = result.certificates;
  const owner = first ? certificateRecord(state, first.serial, first.aki)?.id : undefined;
  const serials = result.certificates.map(({ serial }) => serial);
  return [{ type: 'identityRevoked', id: body.value.id || (owner ?? ''), serials, reason: body.value.reason }];
}

function crlFacts(pem: string): readonly CaFact[] {
  const list = parseRevocationList(utf8(pem));
  const entries = list.ok ? list.value.revoked : [];
  return [{ type: 'crlGenerated', serials: entries.map(({ serialNumber }) => serialNumber.toString(16)) }];
}
