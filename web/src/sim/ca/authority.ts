/**
 * What an identity of the registry may do: registrars by the types and affiliations they look after, others by the
 * `hf.` attributes they own.
 *
 * @fabric lib/serverrequestcontext.go (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { CA_ERROR, type CaRefusal, refused, unauthorized } from './ca-error.ts';
import { type CaUser, attributeOf, isWithin } from './ca-state.ts';

type Verdict = Result<void, CaRefusal>;

export const GRANTED: Verdict = ok(undefined);

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** As Go's strconv.ParseBool; undefined for anything else. */
export function parseBool(value: string): boolean | undefined {
  if (TRUE.has(value)) return true;
  return FALSE.has(value) ? false : undefined;
}

/** The items of a comma-separated list. */
export const listItems = (list: string): readonly string[] => list.split(',').map((item) => item.trim());

export const listContains = (list: string, wanted: string): boolean => listItems(list).includes(wanted);

/** The types the caller is registrar for: `hf.Registrar.Roles`. */
export function registrarTypes(caller: CaUser): Result<string, CaRefusal> {
  const roles = attributeOf(caller, 'hf.Registrar.Roles');
  return roles ? ok(roles.value) : unauthorized(CA_ERROR.regAttrAuth, `'${caller.name}' is not a registrar`);
}

export function canActOnType(caller: CaUser, type: string): Verdict {
  const types = registrarTypes(caller);
  if (!types.ok) return types;
  if (types.value === '') return unauthorized(CA_ERROR.regAttrAuth, `'${caller.name}' is not allowed to manage users`);
  if (listContains(types.value, '*')) return GRANTED;
  const wanted = (type || 'client').toLowerCase();
  if (types.value.split(',').some((allowed) => allowed.toLowerCase() === wanted)) return GRANTED;
  return unauthorized(CA_ERROR.callerNotAffiliated, `Registrar does not have authority to act on type '${type}'`);
}

export function canActOnAffiliation(caller: CaUser, affiliation: string): Verdict {
  if (isWithin(affiliation, caller.affiliation)) return GRANTED;
  return unauthorized(
    CA_ERROR.callerNotAffiliated,
    `Caller does not have authority to act on affiliation '${affiliation}'`,
  );
}

export function canManageUser(caller: CaUser, user: CaUser): Verdict {
  const affiliation = canActOnAffiliation(caller, user.affiliation);
  return affiliation.ok ? canActOnType(caller, user.type) : affiliation;
}

/** Whether the boolean attribute `role` of the caller is there and true. */
export function hasRole(caller: CaUser, role: string): Verdict {
  const attribute = attributeOf(caller, role);
  if (!attribute)
    return unauthorized(
      CA_ERROR.missingAttribute,
      `Invoker does not have following role'${role}': 'User does not have attribute '${role}''`,
    );
  const value = parseBool(attribute.value);
  if (value === undefined)
    return refused(
      400,
      CA_ERROR.invalidBool,
      `Failed to get boolean value of '${role}': 'strconv.ParseBool: parsing ${JSON.stringify(attribute.value)}: invalid syntax'`,
    );
  if (value) return GRANTED;
  return unauthorized(CA_ERROR.missingRole, `Caller has a value of 'false' for attribute/role '${role}'`);
}

/** As {@link hasRole}, where the reason does not matter. */
export const owns = (caller: CaUser, role: string): boolean => hasRole(caller, role).ok;
