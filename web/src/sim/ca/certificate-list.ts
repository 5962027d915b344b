/**
 * Which certificates a CA has issued, for registrars and revokers.
 *
 * @fabric lib/servercertificates.go, lib/certdbaccessor.go GetCertificates (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { certificatePem } from '../wire/x509.ts';
import { owns } from './authority.ts';
import type { CaResult } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, refused, unauthorized } from './ca-error.ts';
import {
  type CaState,
  type CaUser,
  type CertificateRecord,
  attributeOf,
  certificatesOf,
  isWithin,
  withoutLeadingZeros,
} from './ca-state.ts';
import { momentOf } from './instant.ts';

type Query = ReadonlyMap<string, string>;

export function listCertificates(
  state: CaState,
  caller: CaUser,
  query: Query,
  nowUnixSeconds: number,
): Result<CaResult, CaRefusal> {
  if (!attributeOf(caller, 'hf.Registrar.Roles') && !owns(caller, 'hf.Revoker'))
    return unauthorized(
      CA_ERROR.authorization,
      'Caller does not posses either hf.Registrar.Roles or hf.Revoker attribute',
    );
  for (const [flag, start] of [
    ['notrevoked', 'revoked'],
    ['notexpired', 'expired'],
  ] as const)
    if (query.get(flag) === 'true' && (query.has(`${start}_start`) || query.has(`${start}_end`)))
      return refused(
        400,
        CA_ERROR.gettingCert,
        `Invalid Request: Can't specify ${start} time filter and the '${flag}' filter`,
      );
  const certificates = certificatesOf(state)
    .filter((record) => isVisible(state, caller, record) && matches(record, query, nowUnixSeconds))
    .map(({ certificate }) => certificatePem(certificate));
  return ok({ kind: 'certificates', certificates });
}

function isVisible(state: CaState, caller: CaUser, { id }: CertificateRecord): boolean {
  if (caller.affiliation === '') return true;
  const owner = state.users.get(id);
  return owner !== undefined && isWithin(owner.affiliation, caller.affiliation);
}

function matches(record: CertificateRecord, query: Query, now: number): boolean {
  const { certificate, revokedAt } = record;
  const equal = (name: string, value: string): boolean => (query.get(name) ?? '') === '' || query.get(name) === value;
  const key = (name: string, value: string): boolean => {
    const wanted = withoutLeadingZeros((query.get(name) ?? '').toLowerCase());
    return wanted === '' || wanted === value;
  };
  return (
    equal('id', record.id) &&
    key('serial', record.serial) &&
    key('aki', record.aki) &&
    (query.get('notrevoked') !== 'true' || revokedAt === undefined) &&
    (query.get('notexpired') !== 'true' || certificate.notAfter >= now) &&
    isBetween(revokedAt, query, 'revoked', now) &&
    isBetween(certificate.notAfter, query, 'expired', now)
  );
}

function isBetween(at: number | undefined, query: Query, what: string, now: number): boolean {
  const bound = (end: string): number | undefined => momentOf(query.get(`${what}_${end}`) ?? '', now);
  const [from, to] = [bound('start'), bound('end')];
  if (from === undefined && to === undefined) return true;
  return at !== undefined && (from === undefined || at >= from) && (to === undefined || at <= to);
}
