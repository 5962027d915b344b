/**
 * The tree of departments that identities belong to. Whoever manages it (`hf.AffiliationMgr`) sees and changes the part at
 * and below the own affiliation.
 *
 * @fabric lib/serveraffiliations.go, lib/dbaccessor.go (Fabric CA)
 * @simplified Children are listed by name; the real server lists them in an order that changes from call to call.
 * @simplified Renaming to a name that exists is refused in words; the real server drops the connection.
 */
import { type Result, ok } from '../kernel/result.ts';
import { SortedMap } from '../kernel/sorted-map.ts';
import { canActOnAffiliation, registrarTypes } from './authority.ts';
import type { AffiliationInfo } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, failed, refused, unauthorized } from './ca-error.ts';
import { type CaState, type CaUser, attributesOf, identityInfo, isWithin, usersOf, withUser } from './ca-state.ts';
import { type Answer, mergedAttributes, withoutUser } from './identities.ts';

const AFFILIATION_CHANGED = 3;

const notFound = refused(404, CA_ERROR.dbGet, 'Failed to get affiliation: sql: no rows in result set');

type Affiliations = SortedMap<true>;

/** `a.b.c` with its parents `a` and `a.b`. */
export function withParents(affiliations: Affiliations, name: string): Affiliations {
  const parts = name.split('.');
  return parts.reduce((known, _, i) => known.set(parts.slice(0, i + 1).join('.'), true), affiliations);
}

const namesWithin = (affiliations: Affiliations, name: string): readonly string[] =>
  [...affiliations.keys()].filter((known) => isWithin(known, name));

function treeOf(name: string, names: readonly string[], users: readonly CaUser[]): AffiliationInfo {
  const depth = name === '' ? 1 : name.split('.').length + 1;
  const children = names.filter(
    (other) => other !== name && isWithin(other, name) && other.split('.').length === depth,
  );
  const identities = name === '' ? [] : users.filter((user) => user.affiliation === name);
  return {
    name,
    affiliations: children.map((child) => treeOf(child, names, users)),
    identities: identities.map((user) => identityInfo(user, [...attributesOf(user).values()])),
  };
}

function answer(state: CaState, affiliation: AffiliationInfo): Result<Answer, CaRefusal> {
  return ok({ state, result: { kind: 'affiliation', affiliation } });
}

export function listAffiliations(state: CaState, caller: CaUser): Result<Answer, CaRefusal> {
  const names = namesWithin(state.affiliations, caller.affiliation);
  if (!names.length) return refused(404, CA_ERROR.gettingAffiliation, 'No affiliations are configured on the CA');
  // The caller's own parents frame what it may see.
  const shown = [...names.reduce(withParents, SortedMap.empty<true>()).keys()];
  const root = treeOf('', shown, []);
  const [only, ...others] = root.affiliations;
  return answer(state, only && !others.length ? only : root);
}

export function getAffiliation(state: CaState, caller: CaUser, name: string): Result<Answer, CaRefusal> {
  const allowed = canActOnAffiliation(caller, name);
  if (!allowed.ok) return allowed;
  if (!state.affiliations.has(name)) return notFound;
  return answer(state, treeOf(name, namesWithin(state.affiliations, name), []));
}

export function addAffiliation(
  state: CaState,
  caller: CaUser,
  name: string,
  force: boolean,
): Result<Answer, CaRefusal> {
  if (state.affiliations.has(name)) return refused(409, CA_ERROR.addAffiliation, 'Affiliation already exists');
  const allowed = canActOnAffiliation(caller, name);
  if (!allowed.ok) return allowed;
  const parent = name.split('.').slice(0, -1).join('.');
  if (!force && parent !== '' && !state.affiliations.has(parent)) return notFound;
  return answer(
    { ...state, affiliations: withParents(state.affiliations, name) },
    { name, affiliations: [], identities: [] },
  );
}

const isRegistrar = (caller: CaUser): boolean => {
  const types = registrarTypes(caller);
  return types.ok && types.value !== '';
};

export function removeAffiliation(
  state: CaState,
  caller: CaUser,
  name: string,
  force: boolean,
  nowUnixSeconds: number,
): Result<Answer, CaRefusal> {
  const no = (message: string) => unauthorized(CA_ERROR.removeAffiliation, message);
  if (!state.config.allowAffiliationRemoval) return no('Affiliation removal is disabled');
  if (caller.affiliation === name)
    return no(`Can't remove affiliation '${name}' because the caller is associated with this affiliation`);
  const allowed = canActOnAffiliation(caller, name);
  if (!allowed.ok) return allowed;
  const types = registrarTypes(caller);
  if (!types.ok) return types;
  if (!state.affiliations.has(name)) return notFound;
  const users = usersOf(state).filter((user) => isWithin(user.affiliation, name));
  const names = namesWithin(state.affiliations, name);
  const flaw = removalFlaw(state, caller, name, { users, names, force });
  if (flaw) return no(flaw);
  const tree = treeOf(name, names, users);
  const without = users.reduce(
    (known, user) => withoutUser(known, user.name, AFFILIATION_CHANGED, nowUnixSeconds),
    state,
  );
  const affiliations = names.reduce((known, gone) => known.delete(gone), state.affiliations);
  return answer({ ...without, affiliations }, tree);
}

function removalFlaw(
  { config }: CaState,
  caller: CaUser,
  name: string,
  affected: { readonly users: readonly CaUser[]; readonly names: readonly string[]; readonly force: boolean },
): string | undefined {
  const { users, names, force } = affected;
  if (users.length) {
    if (!isRegistrar(caller)) return 'Removing affiliation affects identities, but caller is not a registrar';
    if (!config.allowIdentityRemoval) return 'Identity removal is not allowed on server';
    if (!force)
      return `Cannot delete affiliation '${name}'. The affiliation has the following identities associated: ${users.map((user) => user.name).join(',')}. Need to use 'force' to remove identities and affiliation`;
  }
  if (names.length > 1 && !force)
    return `Cannot delete affiliation '${name}'. The affiliation has the following sub-affiliations: ${names.join(',')}. Need to use 'force' to remove affiliation and sub-affiliations`;
  return undefined;
}

export function modifyAffiliation(
  state: CaState,
  caller: CaUser,
  name: string,
  newName: string,
  force: boolean,
): Result<Answer, CaRefusal> {
  for (const wanted of [name, newName]) {
    const allowed = canActOnAffiliation(caller, wanted);
    if (!allowed.ok) return allowed;
  }
  const types = registrarTypes(caller);
  if (!types.ok) return types;
  if (!state.affiliations.has(name)) return notFound;
  if (state.affiliations.has(newName)) return failed(`Affiliation '${newName}' already exists`);
  const users = usersOf(state).filter((user) => isWithin(user.affiliation, name));
  if (users.length && !isRegistrar(caller))
    return unauthorized(
      CA_ERROR.missingRegAttr,
      'Modifying affiliation affects identities, but caller is not a registrar',
    );
  if (users.length && !force)
    return refused(
      400,
      CA_ERROR.modifyAffiliation,
      `The request to modify affiliation '${name}' has the following identities associated: ${users.map((user) => user.name).join(',')}. Need to use 'force' to remove identities and affiliation`,
    );
  return answer(...renamed(state, name, newName, users));
}

function renamed(
  state: CaState,
  name: string,
  newName: string,
  users: readonly CaUser[],
): readonly [CaState, AffiliationInfo] {
  const moved = (path: string): string => newName + path.slice(name.length);
  const moving = namesWithin(state.affiliations, name);
  const without = moving.reduce((known, old) => known.delete(old), state.affiliations);
  const affiliations = moving.reduce((known, old) => known.set(moved(old), true), without);
  const changed = users.map((user) => {
    const affiliation = moved(user.affiliation);
    const attributes = mergedAttributes(user.attributes, [
      { name: 'hf.Affiliation', value: affiliation, ecert: false },
    ]);
    return { ...user, affiliation, attributes };
  });
  const next = changed.reduce(withUser, { ...state, affiliations });
  return [next, treeOf(newName, namesWithin(affiliations, newName), changed)];
}
