/**
 * A certificate for a registered identity. Its names are the client's choice up to the organisational units: those say
 * what the identity is to Fabric, and come from the registry (type and affiliation).
 *
 * @fabric lib/serverenroll.go (Fabric CA)
 * @simplified The `subject`, `label` and `NotBefore` fields of a request, which Fabric CA's client never fills, are not
 *   read.
 */
import { type Result, ok } from '../kernel/result.ts';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { utf8 } from '../wire/bytes.ts';
import { type CertificateRequest, isSelfSigned, parseCertificateRequest } from '../wire/csr.ts';
import { decodePem } from '../wire/pem.ts';
import { EXTENSION_OID } from '../wire/x509-extensions.ts';
import { NAME_OID, commonName } from '../wire/x509-name.ts';
import { type Certificate, type Extension, certificatePem } from '../wire/x509.ts';
import { owns } from './authority.ts';
import type { BodyFields } from './body-reader.ts';
import type { AttributeRequest, CaResult } from '../wire/ca-api.ts';
import type { SigningProfile } from './ca-config.ts';
import { CA_ERROR, type CaRefusal, failed, refused, unauthorized } from './ca-error.ts';
import { type CaContext, type CaState, type CaUser, attributesOf, certificateKeys, withRecord } from './ca-state.ts';
import { altNamesOf, attributesJson, issueCertificate, roundToMinute, subjectOf } from './issue.ts';

export interface EnrollmentRequest {
  readonly certificateRequest: string;
  readonly hosts: readonly string[];
  readonly profile: string;
  readonly attributeRequests: readonly Required<AttributeRequest>[] | undefined;
}

export const readEnrollment = (fields: BodyFields): EnrollmentRequest => ({
  certificateRequest: fields.text('certificate_request'),
  hosts: fields.texts('hosts'),
  profile: fields.text('profile'),
  attributeRequests: fields.attributeRequests(),
});

/** Longest value of each kind of name (RFC 3280). */
const LIMITS: Readonly<Record<string, { readonly limit: number; readonly what: string }>> = {
  [NAME_OID.commonName]: { limit: 64, what: 'CN' },
  [NAME_OID.serialNumber]: { limit: 64, what: 'serial number' },
  [NAME_OID.organizationalUnit]: { limit: 64, what: 'organizational unit name' },
  [NAME_OID.organization]: { limit: 64, what: 'organization name' },
  [NAME_OID.country]: { limit: 2, what: 'country name' },
  [NAME_OID.locality]: { limit: 128, what: 'locality name' },
  [NAME_OID.province]: { limit: 128, what: 'state name' },
};

/** Issues a certificate to `user`, who has proven to be who they are. */
export function enroll(
  state: CaState,
  user: CaUser,
  request: EnrollmentRequest,
  context: CaContext,
): Result<{ readonly state: CaState; readonly result: CaResult }, CaRefusal> {
  const csr = readRequest(request.certificateRequest);
  if (!csr.ok) return csr;
  const profile = allowedProfile(state, user, request.profile, csr.value);
  if (!profile.ok) return profile;
  const extensions = attributeExtension(user, request.attributeRequests);
  if (!extensions.ok) return failed(`Failed to find requested attributes: ${extensions.error}`);
  if (!isSelfSigned(csr.value))
    return failed('Certificate signing failure: {"code":9300,"message":"x509: ECDSA verification failure"}');
  if (csr.value.isCA && !profile.value.isCA)
    return failed('Certificate signing failure: {"code":5200,"message":"Policy violation request"}');
  const { notBefore, notAfter: caNotAfter } = state.certificate;
  const certificate = issueCertificate(
    state,
    {
      subject: subjectOf(csr.value.subject, [user.type, ...user.affiliation.split('.')].filter(Boolean)),
      publicKey: csr.value.publicKey,
      subjectAltNames: request.hosts.length ? altNamesOf(request.hosts) : csr.value.subjectAltNames,
      profile: profile.value,
      // No request names a beginning, and the CA puts its own in place of "none".
      notBefore,
      notAfter: Math.min(roundToMinute(context.nowUnixSeconds) + profile.value.expirySeconds, caNotAfter),
      extensions: extensions.value,
    },
    context,
  );
  const certPem = certificatePem(certificate);
  const result = { kind: 'certificate', certPem, caChain: certificatePem(state.certificate) } as const;
  return ok({ state: withIssued(state, user.name, certificate), result });
}

function withIssued(state: CaState, id: string, certificate: Certificate): CaState {
  const order = state.certificates.size;
  const keys = certificateKeys(certificate);
  return withRecord(state, { ...keys, id, certificate, revokedAt: undefined, reason: 0, order });
}

function readRequest(pem: string): Result<CertificateRequest, CaRefusal> {
  const block = decodePem(pem);
  if (!block) return refused(400, CA_ERROR.badCsr, 'CSR Decode failed');
  if (block.type !== 'CERTIFICATE REQUEST' && block.type !== 'NEW CERTIFICATE REQUEST')
    return failed('{"code":9001,"message":"not a certificate or csr"}');
  const csr = parseCertificateRequest(block.bytes);
  return csr.ok ? csr : failed(csr.error);
}

function allowedProfile(
  { config }: CaState,
  user: CaUser,
  name: string,
  csr: CertificateRequest,
): Result<SigningProfile, CaRefusal> {
  if (commonName(csr.subject) !== user.name)
    return refused(403, CA_ERROR.commonName, 'The CSR subject common name must equal the enrollment ID');
  const known = name === '' || Object.hasOwn(config.profiles, name);
  const profile = name === '' ? config.signing : config.profiles[name];
  if (!known || !profile) return failed(`Invalid profile: '${name}'`);
  if ((profile.isCA || csr.isCA) && !owns(user, 'hf.IntermediateCA'))
    return unauthorized(
      CA_ERROR.missingAttribute,
      `Enrolled failed: Identity '${user.name}' does not have attribute 'hf.IntermediateCA'`,
    );
  const flaw = lengthFlaw(csr);
  return flaw === undefined ? ok(profile) : refused(400, CA_ERROR.csrInput, `CSR input validation failed: ${flaw}`);
}

function lengthFlaw({ subject }: CertificateRequest): string | undefined {
  for (const { type, value } of subject.flat()) {
    const rule = LIMITS[type];
    if (rule && utf8(value).length > rule.limit)
      return `The ${rule.what} '${value}' exceeds the maximum character limit of ${rule.limit}`;
  }
  return undefined;
}

/** The extension with the attributes asked for; without a request, with those meant for every certificate. */
function attributeExtension(
  user: CaUser,
  asked: EnrollmentRequest['attributeRequests'],
): Result<readonly Extension[], string> {
  const owned = attributesOf(user);
  const byDefault = [...owned.values()].filter(({ ecert }) => ecert).map(({ name }) => ({ name, optional: true }));
  if (!asked && !byDefault.length) return ok([]);
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const { name, optional } of asked ?? byDefault) {
    const attribute = owned.get(name);
    if (attribute) values.set(name, attribute.value);
    else if (!optional) missing.push(name);
  }
  if (missing.length)
    return { ok: false, error: `The following required attributes are missing: [${missing.join(' ')}]` };
  const value = attributesJson(values, compareUtf8);
  return ok([{ oid: EXTENSION_OID.fabricAttributes, critical: false, value }]);
}
