/**
 * The REST interface of a Fabric CA as plain data: what a client asks, how that looks as an HTTP request, and what comes
 * back.
 *
 * @fabric api/client.go, api/net.go, swagger/swagger-fabric-ca.json (Fabric CA)
 * @simplified Certificates and lists travel as PEM text, not once more in base64.
 */
import { base64, utf8 } from './bytes.ts';

export interface CaAttribute {
  readonly name: string;
  readonly value: string;
  /** Whether the attribute goes into every enrolment certificate without being asked for. */
  readonly ecert: boolean;
}

export interface AttributeRequest {
  readonly name: string;
  readonly optional?: boolean;
}

export interface EnrollmentBody {
  /** PEM. */
  readonly certificate_request: string;
  /** Subject alternative names; they take the place of those in the request. */
  readonly hosts?: readonly string[];
  /** '' or absent: an identity; `tls`, `ca` … */
  readonly profile?: string;
  /** Absent: the attributes that go into every certificate. */
  readonly attr_reqs?: readonly AttributeRequest[];
  readonly caname?: string;
}

export interface RegistrationBody {
  readonly id: string;
  readonly secret?: string;
  readonly type?: string;
  /** '' or absent: the registrar's own; `.`: the root. */
  readonly affiliation?: string;
  /** 0 or absent: as many as the CA allows; −1: any number. */
  readonly max_enrollments?: number;
  readonly attrs?: readonly CaAttribute[];
  readonly caname?: string;
}

export interface IdentityChangeBody {
  readonly secret?: string;
  readonly type?: string;
  readonly affiliation?: string;
  /** −2: none at all. */
  readonly max_enrollments?: number;
  /** An empty value removes the attribute. */
  readonly attrs?: readonly CaAttribute[];
  readonly caname?: string;
}

export interface RevocationBody {
  readonly id?: string;
  /** Hexadecimal, both or neither. */
  readonly serial?: string;
  readonly aki?: string;
  readonly reason?: string;
  readonly gencrl?: boolean;
  readonly caname?: string;
}

export interface GenCrlBody {
  /** RFC 3339. */
  readonly revokedafter?: string;
  readonly revokedbefore?: string;
  readonly expireafter?: string;
  readonly expirebefore?: string;
  readonly caname?: string;
}

export interface CertificateFilter {
  readonly id?: string;
  readonly serial?: string;
  readonly aki?: string;
  readonly notrevoked?: boolean;
  readonly notexpired?: boolean;
  /** RFC 3339, `now`, or a distance such as `-30d`. */
  readonly revoked_start?: string;
  readonly revoked_end?: string;
  readonly expired_start?: string;
  readonly expired_end?: string;
}

/** How a CA names what went wrong: a number of its own, and words. */
export interface CodedMessage {
  readonly code: number;
  readonly message: string;
}

/** Everything a client can ask of a CA. `ca`: name of the CA; '' means the server's only one. */
export type CaCall =
  | { readonly kind: 'getCaInfo'; readonly ca: string }
  | { readonly kind: 'enroll' | 'reenroll'; readonly body: EnrollmentBody }
  | { readonly kind: 'register'; readonly body: RegistrationBody }
  | { readonly kind: 'revoke'; readonly body: RevocationBody }
  | { readonly kind: 'generateCrl'; readonly body: GenCrlBody }
  | { readonly kind: 'listIdentities'; readonly ca: string }
  | { readonly kind: 'getIdentity'; readonly id: string; readonly ca: string }
  | { readonly kind: 'addIdentity'; readonly body: RegistrationBody }
  | { readonly kind: 'modifyIdentity'; readonly id: string; readonly body: IdentityChangeBody }
  | { readonly kind: 'removeIdentity'; readonly id: string; readonly force: boolean; readonly ca: string }
  | { readonly kind: 'listAffiliations'; readonly ca: string }
  | { readonly kind: 'getAffiliation'; readonly name: string; readonly ca: string }
  | { readonly kind: 'addAffiliation'; readonly name: string; readonly force: boolean; readonly ca: string }
  | {
      readonly kind: 'modifyAffiliation';
      readonly name: string;
      readonly newName: string;
      readonly force: boolean;
      readonly ca: string;
    }
  | { readonly kind: 'removeAffiliation'; readonly name: string; readonly force: boolean; readonly ca: string }
  | { readonly kind: 'listCertificates'; readonly filter: CertificateFilter; readonly ca: string };

/** An HTTP request. */
export interface CaRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query. */
  readonly uri: string;
  /** JSON, '' without. */
  readonly body: string;
  /** The header of that name: a token, or `Basic …`; '' without. */
  readonly authorization: string;
}

type Unsigned = Omit<CaRequest, 'authorization'>;

const post = (path: string, body: object, query: Query = {}): Unsigned => ({
  method: 'POST',
  uri: uriOf(path, query),
  body: JSON.stringify(body),
});
const get = (path: string, query: Query): Unsigned => ({ method: 'GET', uri: uriOf(path, query), body: '' });

type Query = Readonly<Record<string, string | boolean | undefined>>;

function uriOf(path: string, query: Query): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .toSorted();
  return `/api/v1/${path}${parts.length ? `?${parts.join('&')}` : ''}`;
}

/** The HTTP request of a call, still without authorisation. */
export function requestOf(call: CaCall): Unsigned {
  switch (call.kind) {
    case 'getCaInfo':
      return post('cainfo', { caname: call.ca });
    case 'enroll':
    case 'reenroll':
    case 'register':
    case 'revoke':
      return post(call.kind, call.body);
    case 'generateCrl':
      return post('gencrl', call.body);
    case 'listIdentities':
      return get('identities', { ca: call.ca });
    case 'getIdentity':
      return get(`identities/${encodeURIComponent(call.id)}`, { ca: call.ca });
    case 'addIdentity':
      return post('identities', call.body);
    case 'modifyIdentity':
      return { ...post(`identities/${encodeURIComponent(call.id)}`, call.body), method: 'PUT' };
    case 'removeIdentity':
      return remove(`identities/${encodeURIComponent(call.id)}`, call);
    case 'listAffiliations':
      return get('affiliations', { ca: call.ca });
    case 'getAffiliation':
      return get(`affiliations/${encodeURIComponent(call.name)}`, { ca: call.ca });
    case 'addAffiliation':
      return post('affiliations', { name: call.name, caname: call.ca }, { force: call.force });
    case 'modifyAffiliation': {
      const body = { name: call.newName, caname: call.ca };
      const path = `affiliations/${encodeURIComponent(call.name)}`;
      return { ...post(path, body, { force: call.force }), method: 'PUT' };
    }
    case 'removeAffiliation':
      return remove(`affiliations/${encodeURIComponent(call.name)}`, call);
    case 'listCertificates':
      return get('certificates', { ...call.filter, ca: call.ca });
  }
}

function remove(path: string, { ca, force }: { readonly ca: string; readonly force: boolean }): Unsigned {
  return { method: 'DELETE', uri: uriOf(path, { ca, force }), body: '' };
}

/** With name and secret: how an identity asks for its first certificate. */
export function withPassword(call: CaCall, name: string, secret: string): CaRequest {
  return { ...requestOf(call), authorization: `Basic ${base64(utf8(`${name}:${secret}`))}` };
}

export interface IdentityInfo {
  readonly id: string;
  readonly type: string;
  readonly affiliation: string;
  readonly attributes: readonly CaAttribute[];
  readonly maxEnrollments: number;
}

export interface AffiliationInfo {
  /** Full name; '' stands for the root above all. */
  readonly name: string;
  readonly affiliations: readonly AffiliationInfo[];
  readonly identities: readonly IdentityInfo[];
}

export type CaResult =
  | { readonly kind: 'caInfo'; readonly caName: string; readonly caChain: string; readonly version: string }
  | { readonly kind: 'certificate'; readonly certPem: string; readonly caChain: string }
  | { readonly kind: 'registered'; readonly secret: string }
  | {
      readonly kind: 'revoked';
      readonly certificates: readonly { readonly serial: string; readonly aki: string }[];
      /** PEM; '' unless asked for and something was revoked. */
      readonly crl: string;
    }
  | { readonly kind: 'crl'; readonly crl: string }
  | { readonly kind: 'identities'; readonly identities: readonly IdentityInfo[] }
  /** `secret` is '' unless the caller may know it. */
  | { readonly kind: 'identity'; readonly identity: IdentityInfo; readonly secret: string }
  | { readonly kind: 'affiliation'; readonly affiliation: AffiliationInfo }
  | { readonly kind: 'certificates'; readonly certificates: readonly string[] };

export interface CaResponse {
  /** HTTP status. */
  readonly status: number;
  readonly outcome:
    | { readonly ok: true; readonly result: CaResult }
    | { readonly ok: false; readonly error: CodedMessage };
  /** The line in the server's log: code 0 and `OK`, or the precise reason. */
  readonly log: CodedMessage;
}
