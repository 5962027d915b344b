/**
 * Taking certificates back, and the signed list of those taken back. Until that list is in the channel configuration,
 * peers and orderers know nothing of it; only the CA itself refuses a revoked certificate at once.
 *
 * @fabric lib/serverrevoke.go, lib/servergencrl.go (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { buildRevocationList } from '../wire/crl.ts';
import { canManageUser, owns } from './authority.ts';
import type { Caller } from './authentication.ts';
import type { BodyFields } from './body-reader.ts';
import { CA_ERROR, type CaRefusal, refused, unauthorized } from './ca-error.ts';
import {
  type CaState,
  type CertificateRecord,
  certificateKeys,
  certificateRecord,
  certificatesOf,
  revokeCertificatesOf,
  withRecord,
  withUser,
  withoutLeadingZeros,
} from './ca-state.ts';
import type { Answer } from './identities.ts';
import { instantOf } from './instant.ts';

export interface Revocation {
  readonly id: string;
  readonly serial: string;
  readonly aki: string;
  readonly reason: string;
  readonly genCrl: boolean;
}

export const readRevocation = (fields: BodyFields): Revocation => ({
  id: fields.text('id'),
  serial: normalized(fields.text('serial')),
  aki: normalized(fields.text('aki')),
  reason: fields.text('reason'),
  genCrl: fields.flag('gencrl'),
});

const normalized = (digits: string): string => withoutLeadingZeros(digits.toLowerCase()).replaceAll(':', '');

/** RFC 5280; a reason of another name counts as unspecified. */
const REASONS: Readonly<Record<string, number>> = {
  unspecified: 0,
  keycompromise: 1,
  cacompromise: 2,
  affiliationchange: 3,
  superseded: 4,
  cessationofoperation: 5,
  certificatehold: 6,
  removefromcrl: 8,
  privilegewithdrawn: 9,
  aacompromise: 10,
};

export function revoke(
  state: CaState,
  caller: Caller,
  request: Revocation,
  nowUnixSeconds: number,
): Result<Answer, CaRefusal> {
  const bySerial = request.serial !== '' && request.aki !== '';
  if (!bySerial && request.id === '')
    return refused(400, CA_ERROR.missingRevokeArgs, 'Either Name or Serial and AKI are required for a revoke request');
  const done = (bySerial ? revokeOne : revokeIdentity)(state, caller, request, nowUnixSeconds);
  if (!done.ok) return done;
  const certificates = done.value.revoked.map(({ serial, aki }) => ({ serial, aki }));
  const crl = request.genCrl && certificates.length ? generateCrl(done.value.state, NO_WINDOW, nowUnixSeconds) : ok('');
  if (!crl.ok) return crl;
  return ok({ state: done.value.state, result: { kind: 'revoked', certificates, crl: crl.value } });
}

type Revoked = Result<{ readonly state: CaState; readonly revoked: readonly CertificateRecord[] }, CaRefusal>;

function mayRevoke({ user }: Caller, owner: string): Result<void, CaRefusal> {
  // Everyone may revoke their own.
  if (user.name === owner || owns(user, 'hf.Revoker')) return ok(undefined);
  return unauthorized(CA_ERROR.notRevoker, 'Caller does not have authority to revoke');
}

const unknownIdentity = (id: string) =>
  refused(
    404,
    CA_ERROR.revokeIdNotFound,
    `Identity ${id} was not found: Failed to get User: sql: no rows in result set`,
  );

function revokeOne(state: CaState, caller: Caller, request: Revocation, now: number): Revoked {
  const { serial, aki } = request;
  const named = `Certificate with serial ${serial} and AKI ${aki}`;
  const record = certificateRecord(state, serial, aki);
  if (!record)
    return refused(
      404,
      CA_ERROR.revokedCertNotFound,
      `${named} was not found: Failed to get Certificate: sql: no rows in result set`,
    );
  const allowed = mayRevoke(caller, record.id);
  if (!allowed.ok) return allowed;
  if (record.revokedAt !== undefined) return refused(404, CA_ERROR.alreadyRevoked, `${named} was already revoked`);
  if (request.id !== '' && request.id !== record.id)
    return refused(400, CA_ERROR.certWrongOwner, `${named} is not owned by ${request.id}`);
  const owner = state.users.get(record.id);
  if (!owner) return unknownIdentity(record.id);
  const used = certificateKeys(caller.certificate);
  if (used.serial !== serial || used.aki !== aki) {
    const manages = canManageUser(caller.user, owner);
    if (!manages.ok) return manages;
  }
  const revoked = { ...record, revokedAt: now, reason: REASONS[request.reason] ?? 0 };
  return ok({ state: withRecord(state, revoked), revoked: [revoked] });
}

function revokeIdentity(state: CaState, caller: Caller, { id, reason }: Revocation, now: number): Revoked {
  const allowed = mayRevoke(caller, id);
  if (!allowed.ok) return allowed;
  const user = state.users.get(id);
  if (!user) return unknownIdentity(id);
  if (caller.user.name !== id) {
    const manages = canManageUser(caller.user, user);
    if (!manages.ok) return manages;
  }
  return ok(revokeCertificatesOf(withUser(state, { ...user, state: -1 }), id, REASONS[reason] ?? 0, now));
}

/** Unix seconds, exclusive; undefined: without that bound. */
export interface CrlWindow {
  readonly revokedAfter: number | undefined;
  readonly revokedBefore: number | undefined;
  readonly expireAfter: number | undefined;
  readonly expireBefore: number | undefined;
}

const NO_WINDOW: CrlWindow = {
  revokedAfter: undefined,
  revokedBefore: undefined,
  expireAfter: undefined,
  expireBefore: undefined,
};

export const readCrlWindow = (fields: BodyFields): CrlWindow => ({
  revokedAfter: instantOf(fields.text('revokedafter')),
  revokedBefore: instantOf(fields.text('revokedbefore')),
  expireAfter: instantOf(fields.text('expireafter')),
  expireBefore: instantOf(fields.text('expirebefore')),
});

export function generateCrlFor(
  state: CaState,
  { user }: Caller,
  window: CrlWindow,
  nowUnixSeconds: number,
): Result<Answer, CaRefusal> {
  if (!owns(user, 'hf.GenCRL'))
    return unauthorized(CA_ERROR.noGenCrlAuth, `The identity '${user.name}' does not have authority to generate a CRL`);
  const crl = generateCrl(state, window, nowUnixSeconds);
  return crl.ok ? ok({ state, result: { kind: 'crl', crl: crl.value } }) : crl;
}

const reversed = (after: number | undefined, before: number | undefined): boolean =>
  after !== undefined && before !== undefined && after > before;

const inside = (at: number, after: number | undefined, before: number | undefined): boolean =>
  (after === undefined || at > after) && (before === undefined || at < before);

function generateCrl(state: CaState, window: CrlWindow, now: number): Result<string, CaRefusal> {
  const { revokedAfter, revokedBefore, expireAfter, expireBefore } = window;
  if (reversed(revokedAfter, revokedBefore))
    return refused(
      400,
      CA_ERROR.invalidRevokedAfter,
      "Invalid 'revokedafter' value. It must not be a timestamp greater than 'revokedbefore'",
    );
  if (reversed(expireAfter, expireBefore))
    return refused(
      400,
      CA_ERROR.invalidExpiredAfter,
      "Invalid 'expireafter' value. It must not be a timestamp greater than 'expirebefore'",
    );
  if (!state.certificate.keyUsages.includes('crlSign'))
    return refused(
      500,
      CA_ERROR.noCrlSignAuth,
      "The CA does not have authority to generate a CRL. Its certificate does not have 'crl sign' key usage",
    );
  const revoked = certificatesOf(state).flatMap(({ certificate, revokedAt }) => {
    const listed =
      revokedAt !== undefined &&
      inside(revokedAt, revokedAfter, revokedBefore) &&
      inside(certificate.notAfter, expireAfter, expireBefore);
    return listed ? [{ serialNumber: certificate.serialNumber, revokedAt }] : [];
  });
  const times = { thisUpdate: now, nextUpdate: now + state.config.crlExpirySeconds };
  return ok(buildRevocationList({ revoked, ...times }, state.certificate, state.privateKey));
}
