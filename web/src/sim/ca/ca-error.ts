/**
 * How a Fabric CA says no. The server's log gets the precise reason; the client gets it too, except where that would
 * help an attacker: then it only learns that authentication (20) or authorisation (71) failed.
 *
 * @fabric lib/caerrors/servererror.go (Fabric CA)
 */
import type { CodedMessage } from '../wire/ca-api.ts';

export const CA_ERROR = {
  unknown: 0,
  methodNotAllowed: 1,
  noAuthHeader: 2,
  emptyBody: 4,
  badBody: 5,
  notRevoker: 7,
  revokedCertNotFound: 8,
  certWrongOwner: 9,
  revokeIdNotFound: 10,
  missingRevokeArgs: 15,
  gettingAffiliation: 16,
  caNotFound: 19,
  authentication: 20,
  noUserPass: 21,
  enrollDisabled: 22,
  invalidUser: 23,
  invalidPass: 24,
  invalidToken: 25,
  untrustedCertificate: 26,
  certRevoked: 28,
  certNotFound: 30,
  badCsr: 31,
  noGenCrlAuth: 35,
  invalidRevokedAfter: 36,
  invalidExpiredAfter: 37,
  regAttrAuth: 42,
  missingRegAttr: 43,
  callerNotAffiliated: 44,
  noCrlSignAuth: 46,
  gettingUser: 49,
  addIdentity: 52,
  removeIdentity: 56,
  modifyIdentity: 58,
  missingRole: 59,
  addAffiliation: 60,
  removeAffiliation: 61,
  dbGet: 63,
  modifyAffiliation: 64,
  alreadyRevoked: 66,
  gettingCert: 67,
  authorization: 71,
  passwordAttempts: 73,
  duplicateIdentity: 74,
  registrarAuth: 76,
  commonName: 77,
  missingAttribute: 78,
  invalidBool: 79,
  csrInput: 80,
  maxEnrollments: 82,
} as const;

export interface CaRefusal {
  /** HTTP status. */
  readonly status: number;
  /** What the server's log says. */
  readonly local: CodedMessage;
  /** What the client is told. */
  readonly remote: CodedMessage;
}

type No = { readonly ok: false; readonly error: CaRefusal };

export function refused(status: number, code: number, message: string): No {
  const coded = { code, message };
  return { ok: false, error: { status, local: coded, remote: coded } };
}

/** Who are you? The client only learns code 20. */
export function unauthenticated(code: number, message: string): No {
  const remote = { code: CA_ERROR.authentication, message: 'Authentication failure' };
  return { ok: false, error: { status: 401, local: { code, message }, remote } };
}

/** You may not. The client only learns code 71. */
export function unauthorized(code: number, message: string): No {
  const remote = { code: CA_ERROR.authorization, message: 'Authorization failure' };
  return { ok: false, error: { status: 403, local: { code, message }, remote } };
}

/** An error of the server's code that has no number. */
export const failed = (message: string): No => refused(500, CA_ERROR.unknown, message);
