/**
 * Looking at, adding, changing and removing identities of the registry after the fact.
 *
 * @fabric lib/serveridentities.go (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { canRegisterAttributes } from './attribute-rules.ts';
import {
  canActOnAffiliation,
  canActOnType,
  canManageUser,
  listContains,
  listItems,
  registrarTypes,
} from './authority.ts';
import type { BodyFields } from './body-reader.ts';
import type { CaAttribute, CaResult } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, refused, unauthorized } from './ca-error.ts';
import {
  type CaContext,
  type CaState,
  type CaUser,
  attributesOf,
  identityInfo,
  isWithin,
  passwordHashOf,
  revokeCertificatesOf,
  usersOf,
  withUser,
} from './ca-state.ts';
import { type Registration, register } from './registration.ts';

export interface Answer {
  readonly state: CaState;
  readonly result: CaResult;
}

export interface IdentityChange {
  readonly secret: string;
  readonly type: string;
  readonly affiliation: string;
  readonly maxEnrollments: number;
  readonly attributes: readonly CaAttribute[];
}

export const readIdentityChange = (fields: BodyFields): IdentityChange => ({
  secret: fields.text('secret'),
  type: fields.text('type'),
  affiliation: fields.text('affiliation'),
  maxEnrollments: fields.integer('max_enrollments'),
  attributes: fields.attributes(),
});

const CESSATION_OF_OPERATION = 5;

const notFound = refused(404, CA_ERROR.dbGet, 'Failed to get User: sql: no rows in result set');

function answer(state: CaState, user: CaUser, secret = ''): Result<Answer, CaRefusal> {
  const identity = identityInfo(user, [...attributesOf(user).values()]);
  return ok({ state, result: { kind: 'identity', identity, secret } });
}

/** The identities of the affiliations and types the caller looks after. */
export function listIdentities(state: CaState, caller: CaUser): Result<CaResult, CaRefusal> {
  const types = registrarTypes(caller);
  if (!types.ok) return types;
  if (types.value === '') return unauthorized(CA_ERROR.gettingUser, 'Caller is not a registrar');
  const allTypes = listContains(types.value, '*');
  const allowed = listItems(types.value);
  const identities = usersOf(state)
    .filter((user) => isWithin(user.affiliation, caller.affiliation) && (allTypes || allowed.includes(user.type)))
    .map((user) => identityInfo(user));
  return ok({ kind: 'identities', identities });
}

export function getIdentity(state: CaState, caller: CaUser, id: string): Result<Answer, CaRefusal> {
  const user = managedUser(state, caller, id);
  return user.ok ? answer(state, user.value) : user;
}

function managedUser(state: CaState, caller: CaUser, id: string): Result<CaUser, CaRefusal> {
  const user = state.users.get(id);
  if (!user) return notFound;
  const allowed = canManageUser(caller, user);
  return allowed.ok ? ok(user) : allowed;
}

export function addIdentity(
  state: CaState,
  caller: CaUser,
  request: Registration,
  context: CaContext,
): Result<Answer, CaRefusal> {
  if (request.id === '') return refused(400, CA_ERROR.addIdentity, "Missing 'ID' in request to add a new identity");
  const registered = register(state, caller, request, context);
  return registered.ok ? answer(registered.value.state, registered.value.user, registered.value.secret) : registered;
}

export function modifyIdentity(
  state: CaState,
  caller: CaUser,
  id: string,
  change: IdentityChange,
): Result<Answer, CaRefusal> {
  if (id === '') return refused(400, CA_ERROR.modifyIdentity, 'No ID name specified in modify request');
  const user = managedUser(state, caller, id);
  if (!user.ok) return user;
  const allowed = mayChange(state, caller, user.value, change);
  if (!allowed.ok) return allowed;
  const changed = changedUser(user.value, change);
  return answer(withUser(state, changed), changed, change.secret);
}

function mayChange(
  state: CaState,
  caller: CaUser,
  user: CaUser,
  { affiliation, type, attributes }: IdentityChange,
): Result<void, CaRefusal> {
  if (affiliation !== '') {
    if (affiliation !== '.' && !state.affiliations.has(affiliation))
      return refused(400, CA_ERROR.modifyIdentity, `Affiliation '${affiliation}' is not supported`);
    const allowed = canActOnAffiliation(caller, affiliation);
    if (!allowed.ok) return allowed;
  }
  if (type !== '') {
    const allowed = canActOnType(caller, type);
    if (!allowed.ok) return allowed;
  }
  const attributesAllowed = canRegisterAttributes(attributes, user, caller);
  return attributesAllowed.ok
    ? ok(undefined)
    : unauthorized(CA_ERROR.regAttrAuth, `Failed to register attributes: ${attributesAllowed.error}`);
}

function changedUser(user: CaUser, change: IdentityChange): CaUser {
  const affiliation = change.affiliation === '.' ? '' : change.affiliation;
  const own = (name: string, value: string): CaAttribute => ({ name, value, ecert: true });
  const attributes = [
    ...change.attributes,
    ...(change.affiliation === '' ? [] : [own('hf.Affiliation', affiliation)]),
    ...(change.type === '' ? [] : [own('hf.Type', change.type)]),
  ];
  const maxEnrollments = change.maxEnrollments === -2 ? 0 : change.maxEnrollments || user.maxEnrollments;
  const renewed = change.secret ? { passwordHash: passwordHashOf(user.name, change.secret), wrongPasswords: 0 } : {};
  return {
    ...user,
    ...renewed,
    maxEnrollments,
    affiliation: change.affiliation === '' ? user.affiliation : affiliation,
    type: change.type || user.type,
    attributes: mergedAttributes(user.attributes, attributes),
  };
}

/** New values take the place of old ones; an empty value takes the attribute away. */
export function mergedAttributes(
  current: readonly CaAttribute[],
  changes: readonly CaAttribute[],
): readonly CaAttribute[] {
  return changes.reduce<readonly CaAttribute[]>((attributes, change) => {
    const at = attributes.findIndex((attribute) => attribute.name === change.name);
    if (change.value === '') return at < 0 ? attributes : attributes.toSpliced(at, 1);
    return at < 0 ? [...attributes, change] : attributes.with(at, change);
  }, current);
}

export function removeIdentity(
  state: CaState,
  caller: CaUser,
  id: string,
  force: boolean,
  nowUnixSeconds: number,
): Result<Answer, CaRefusal> {
  if (!state.config.allowIdentityRemoval) return refused(403, CA_ERROR.removeIdentity, 'Identity removal is disabled');
  if (id === '') return refused(400, CA_ERROR.removeIdentity, 'No ID name specified in remove request');
  if (id === caller.name && !force)
    return refused(403, CA_ERROR.removeIdentity, "Need to use 'force' option to delete your own identity");
  const user = managedUser(state, caller, id);
  if (!user.ok) return user;
  return answer(withoutUser(state, id, CESSATION_OF_OPERATION, nowUnixSeconds), user.value);
}

/** The registry without the identity; its certificates are revoked. */
export function withoutUser(state: CaState, id: string, reason: number, nowUnixSeconds: number): CaState {
  const { state: revoked } = revokeCertificatesOf(state, id, reason, nowUnixSeconds);
  return { ...revoked, users: revoked.users.delete(id) };
}
