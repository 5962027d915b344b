/**
 * Who is asking? Name and secret for the first certificate, afterwards a token signed with a certificate of this CA.
 *
 * @fabric lib/serverrequestcontext.go BasicAuthentication, TokenAuthentication; lib/server/user/user.go Login (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { commonName } from '../wire/x509-name.ts';
import { type Certificate, isSignedBy } from '../wire/x509.ts';
import type { CaRequest } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, refused, unauthenticated } from './ca-error.ts';
import { type CaState, type CaUser, certificateKeys, certificateRecord, passwordHashOf, withUser } from './ca-state.ts';
import { readPassword, verifyToken } from '../wire/ca-token.ts';

/** Wrong passwords are counted, so that saying no changes the state as well. */
export interface Login {
  readonly state: CaState;
  readonly outcome: Result<CaUser, CaRefusal>;
}

const noHeader = refused(401, CA_ERROR.noAuthHeader, 'No authorization header');

export function logIn(state: CaState, request: CaRequest): Login {
  const no = (outcome: Result<CaUser, CaRefusal>): Login => ({ state, outcome });
  if (!request.authorization) return no(noHeader);
  const password = readPassword(request.authorization);
  if (!password) return no(unauthenticated(CA_ERROR.noUserPass, 'No user/pass in authorization header'));
  if (state.config.maxEnrollments === 0) return no(unauthenticated(CA_ERROR.enrollDisabled, 'Enroll is disabled'));
  const user = state.users.get(password.name);
  if (!user)
    return no(
      unauthenticated(CA_ERROR.invalidUser, 'Failed to get user: Failed to get User: sql: no rows in result set'),
    );
  const limit = state.config.passwordAttempts;
  if (limit > 0 && user.wrongPasswords === limit)
    return no(
      refused(
        401,
        CA_ERROR.passwordAttempts,
        `Incorrect password entered ${limit} times, max incorrect password limit of ${limit} reached`,
      ),
    );
  if (passwordHashOf(user.name, password.secret) !== user.passwordHash) {
    const mismatch = 'Password mismatch: crypto/bcrypt: hashedPassword is not the hash of the given password';
    const counted = withUser(state, { ...user, wrongPasswords: user.wrongPasswords + 1 });
    return { state: counted, outcome: unauthenticated(CA_ERROR.invalidPass, `Login failure: ${mismatch}`) };
  }
  const flaw = enrollmentFlaw(user, allowedEnrollments(state, user));
  if (flaw) return no(unauthenticated(CA_ERROR.invalidPass, `Login failure: ${flaw}`));
  const known = { ...user, wrongPasswords: 0 };
  return { state: withUser(state, known), outcome: ok(known) };
}

function allowedEnrollments({ config }: CaState, { maxEnrollments }: CaUser): number {
  if (config.maxEnrollments === -1) return maxEnrollments;
  return maxEnrollments === -1 ? config.maxEnrollments : Math.min(maxEnrollments, config.maxEnrollments);
}

function enrollmentFlaw(user: CaUser, allowed: number): string | undefined {
  if (user.maxEnrollments === 0) return `Zero is an invalid value for maximum enrollments on identity '${user.name}'`;
  if (user.state === -1) return `User ${user.name} is revoked; access denied`;
  if (allowed === -1 || user.state < allowed) return undefined;
  return `The identity ${user.name} has already enrolled ${allowed} times, it has reached its maximum enrollment allowance`;
}

export interface Caller {
  readonly user: CaUser;
  readonly certificate: Certificate;
}

/** Who signed `request`; `mayHaveExpired` is for re-enrolment, where the server can be told to look away. */
export function authenticate(
  state: CaState,
  request: CaRequest,
  nowUnixSeconds: number,
  mayHaveExpired = false,
): Result<Caller, CaRefusal> {
  if (!request.authorization) return noHeader;
  const token = verifyToken(request);
  if (!token.ok) return unauthenticated(CA_ERROR.invalidToken, `Invalid token in authorization header: ${token.error}`);
  const certificate = token.value;
  const flaw = trustFlaw(state, certificate, nowUnixSeconds, mayHaveExpired);
  if (flaw) return unauthenticated(CA_ERROR.untrustedCertificate, `Untrusted certificate: ${flaw}`);
  const { serial, aki } = certificateKeys(certificate);
  const record = certificateRecord(state, serial, aki);
  if (!record)
    return unauthenticated(CA_ERROR.certNotFound, `Certificate not found with AKI '${aki}' and serial '${serial}'`);
  if (record.revokedAt !== undefined)
    return unauthenticated(
      CA_ERROR.certRevoked,
      'The certificate in the authorization header is a revoked certificate',
    );
  const user = state.users.get(commonName(certificate.subject));
  return user ? ok({ user, certificate }) : unauthenticated(CA_ERROR.gettingUser, 'Failed to get user');
}

function trustFlaw(state: CaState, certificate: Certificate, now: number, mayHaveExpired: boolean): string | undefined {
  if (!isSignedBy(certificate, state.certificate))
    return 'Failed to verify certificate: x509: certificate signed by unknown authority';
  const outside = now < certificate.notBefore || (now > certificate.notAfter && !mayHaveExpired);
  return outside ? 'Failed to verify certificate: x509: certificate has expired or is not yet valid' : undefined;
}
