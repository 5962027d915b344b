/**
 * What a Fabric CA remembers: its key, who is registered, and every certificate it has issued.
 *
 * @fabric lib/ca.go, lib/dbaccessor.go, lib/certdbaccessor.go (Fabric CA)
 * @simplified Passwords are kept as SHA-256 of name and password, not bcrypt, which is slow by design.
 */
import { sha256 } from '../crypto/sha256.ts';
import type { PersistentMap } from '../kernel/persistent-map.ts';
import type { SortedMap } from '../kernel/sorted-map.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import type { Certificate } from '../wire/x509.ts';
import type { CaAttribute, IdentityInfo } from '../wire/ca-api.ts';
import type { CaConfig } from './ca-config.ts';

/** What a step needs from outside. */
export interface CaContext {
  /** Fresh random bytes; `purpose` names the stream, so that one kind of use does not disturb another. */
  readonly draw: (purpose: 'key' | 'serial' | 'secret', length: number) => Uint8Array;
  readonly nowUnixSeconds: number;
}

export interface CaUser {
  readonly name: string;
  readonly passwordHash: string;
  readonly type: string;
  /** Dotted path, '' for the root. */
  readonly affiliation: string;
  readonly attributes: readonly CaAttribute[];
  /** How often the identity has enrolled; −1: revoked. */
  readonly state: number;
  /** −1: any number. */
  readonly maxEnrollments: number;
  readonly wrongPasswords: number;
  /** Registered as the how-manieth. */
  readonly order: number;
}

export interface CertificateRecord {
  /** Hexadecimal without leading zeros, as all keys of this table. */
  readonly serial: string;
  readonly aki: string;
  /** Enrolment id of the owner. */
  readonly id: string;
  readonly certificate: Certificate;
  /** Unix seconds; undefined: good. */
  readonly revokedAt: number | undefined;
  /** Reason code of RFC 5280. */
  readonly reason: number;
  readonly order: number;
}

export interface CaState {
  readonly config: CaConfig;
  readonly certificate: Certificate;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  readonly users: PersistentMap<CaUser>;
  /** How many identities were ever registered. */
  readonly registrations: number;
  readonly certificates: PersistentMap<CertificateRecord>;
  /** Full names. */
  readonly affiliations: SortedMap<true>;
}

export const passwordHashOf = (name: string, password: string): string => hex(sha256(utf8(`${name}\0${password}`)));

export function withUser(state: CaState, user: CaUser): CaState {
  return { ...state, users: state.users.set(user.name, user) };
}

/** In the order of registration. */
export const usersOf = (state: CaState): readonly CaUser[] =>
  [...state.users.values()].toSorted((a, b) => a.order - b.order);

/** In the order of issue. */
export const certificatesOf = (state: CaState): readonly CertificateRecord[] =>
  [...state.certificates.values()].toSorted((a, b) => a.order - b.order);

const keyOf = (serial: string, aki: string): string => `${serial}/${aki}`;

export const certificateRecord = (state: CaState, serial: string, aki: string): CertificateRecord | undefined =>
  state.certificates.get(keyOf(serial, aki));

export function withRecord(state: CaState, record: CertificateRecord): CaState {
  return { ...state, certificates: state.certificates.set(keyOf(record.serial, record.aki), record) };
}

export const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

/** The keys under which a certificate is kept. */
export function certificateKeys({
  serialNumber,
  authorityKeyId,
}: Certificate): Pick<CertificateRecord, 'serial' | 'aki'> {
  return { serial: serialNumber.toString(16), aki: withoutLeadingZeros(hex(authorityKeyId)) };
}

/** Marks the owner's good certificates as revoked; gives those it marked. */
export function revokeCertificatesOf(
  state: CaState,
  id: string,
  reason: number,
  revokedAt: number,
): { readonly state: CaState; readonly revoked: readonly CertificateRecord[] } {
  const revoked = certificatesOf(state).filter((record) => record.id === id && record.revokedAt === undefined);
  const next = revoked.reduce((known, record) => withRecord(known, { ...record, revokedAt, reason }), state);
  return { state: next, revoked };
}

/** The attributes by name; of several with one name the last counts. */
export function attributesOf(user: CaUser): ReadonlyMap<string, CaAttribute> {
  return new Map(user.attributes.map((attribute) => [attribute.name, attribute]));
}

export const attributeOf = (user: CaUser, name: string): CaAttribute | undefined => attributesOf(user).get(name);

export function identityInfo(user: CaUser, attributes: readonly CaAttribute[] = user.attributes): IdentityInfo {
  const { name, type, affiliation, maxEnrollments } = user;
  return { id: name, type, affiliation, attributes, maxEnrollments };
}

/** Whether `affiliation` is `parent` or below it. */
export const isWithin = (affiliation: string, parent: string): boolean =>
  parent === '' || affiliation === parent || affiliation.startsWith(`${parent}.`);
