/**
 * Which attributes a registrar may give away: those `hf.Registrar.Attributes` names, and of the reserved `hf.` ones only
 * what the registrar owns.
 *
 * @fabric lib/attr/attribute.go (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import type { CaAttribute } from '../wire/ca-api.ts';
import { listContains, listItems, parseBool } from './authority.ts';
import { type CaUser, attributeOf } from './ca-state.ts';

type Verdict = Result<void, string>;
const GOOD: Verdict = ok(undefined);
const no = (error: string): Verdict => ({ ok: false, error });

const ROLES = 'hf.Registrar.Roles';
const DELEGATE_ROLES = 'hf.Registrar.DelegateRoles';
const REGISTRAR_ATTRIBUTES = 'hf.Registrar.Attributes';
const BOOLEANS: readonly string[] = ['hf.Revoker', 'hf.IntermediateCA', 'hf.GenCRL', 'hf.AffiliationMgr'];
const LISTS: readonly string[] = [ROLES, DELEGATE_ROLES, REGISTRAR_ATTRIBUTES];
const FIXED: readonly string[] = ['hf.EnrollmentID', 'hf.Type', 'hf.Affiliation'];

/**
 * Whether `registrar` may give `requested` to an identity: a new one, or `user`. The error is Fabric CA's text.
 */
export function canRegisterAttributes(
  requested: readonly CaAttribute[],
  user: CaUser | undefined,
  registrar: CaUser,
): Verdict {
  for (const attribute of requested) {
    const verdict = canRegister(attribute, requested, user, registrar);
    if (!verdict.ok) return verdict;
  }
  return GOOD;
}

function canRegister(
  attribute: CaAttribute,
  all: readonly CaAttribute[],
  user: CaUser | undefined,
  registrar: CaUser,
): Verdict {
  const allowed = attributeOf(registrar, REGISTRAR_ATTRIBUTES);
  if (!allowed)
    return no(
      `Failed to get attribute '${REGISTRAR_ATTRIBUTES}': User does not have attribute '${REGISTRAR_ATTRIBUTES}'`,
    );
  if (allowed.value === '')
    return no(`Registrar does not have any values for '${REGISTRAR_ATTRIBUTES}' thus can't register any attributes`);
  const listed = isListed(attribute.name, listItems(allowed.value));
  if (!listed.ok) return listed;
  const rule = reservedRule(attribute, all, user, registrar);
  return rule.ok ? GOOD : no(`Registrar is not authorized to register attribute: ${rule.error}`);
}

function isListed(name: string, allowed: readonly string[]): Verdict {
  const matches = (pattern: string): boolean =>
    pattern.endsWith('*') ? name.startsWith(pattern.replace(/\*+$/, '')) : name === pattern;
  return allowed.some(matches) ? GOOD : no(`Attribute is not part of caller's '[${allowed.join(' ')}]' attribute list`);
}

function reservedRule(
  attribute: CaAttribute,
  all: readonly CaAttribute[],
  user: CaUser | undefined,
  registrar: CaUser,
): Verdict {
  const { name } = attribute;
  if (FIXED.includes(name)) return no(`Cannot register fixed value attribute '${name}'`);
  const isBoolean = BOOLEANS.includes(name);
  if (!isBoolean && !LISTS.includes(name))
    return name.startsWith('hf.')
      ? no(
          `Registering attribute '${name}' using a reserved prefix 'hf.', however this not a supported reserved attribute`,
        )
      : GOOD;
  const owned = attributeOf(registrar, name);
  if (!owned)
    return no(
      `Attribute '${name}' requires ownership but the caller does not own this attribute: User does not have attribute '${name}'`,
    );
  return isBoolean ? booleanRule(attribute, owned.value) : listRule(attribute, owned.value, all, user);
}

function booleanRule({ name, value }: CaAttribute, owned: string): Verdict {
  const mine = parseBool(owned);
  if (mine === undefined) return no(`Failed to get boolean value of '${owned}'`);
  if (!mine)
    return no(
      `Caller has a value of 'false' for boolean attribute '${name}', can't perform any actions on this attribute`,
    );
  // An empty value takes the attribute away.
  return value === '' || parseBool(value) !== undefined ? GOOD : no(`Failed to get boolean value of '${value}'`);
}

function listRule(
  attribute: CaAttribute,
  owned: string,
  all: readonly CaAttribute[],
  user: CaUser | undefined,
): Verdict {
  const { name, value } = attribute;
  if (value === '') return GOOD;
  if (name === REGISTRAR_ATTRIBUTES) return registrarAttributesRule(value, listItems(owned), all, user);
  const subset = listContains(owned, '*') ? GOOD : isSubset(value, owned);
  if (!subset.ok)
    return no(
      `The requested values for attribute '${name}' is a superset of the caller's attribute value: ${subset.error}`,
    );
  return name === DELEGATE_ROLES ? delegateRule(all, user) : GOOD;
}

/** A registrar to be may only hand on reserved attributes it gets itself. */
function registrarAttributesRule(
  value: string,
  owned: readonly string[],
  all: readonly CaAttribute[],
  user: CaUser | undefined,
): Verdict {
  for (const name of listItems(value)) {
    const listed = isListed(name, owned);
    if (!listed.ok) return listed;
    const reserved = name.startsWith('hf.');
    if (reserved && !all.some((other) => other.name === name) && !(user && attributeOf(user, name)))
      return no(
        `Requesting value of '${name}' for '${REGISTRAR_ATTRIBUTES}', but the identity ${user ? 'does not possess this attribute nor is it' : 'being registered is not'} being registered with this attribute`,
      );
  }
  return GOOD;
}

/** Nobody delegates more than their own roles. */
function delegateRule(all: readonly CaAttribute[], user: CaUser | undefined): Verdict {
  const requested = (name: string): string => all.find((other) => other.name === name)?.value ?? '';
  const roles = requested(ROLES) || (user && attributeOf(user, ROLES)?.value) || '';
  if (listContains(roles, '*')) return GOOD;
  return isSubset(requested(DELEGATE_ROLES), roles).ok ? GOOD : no('The delegateRoles field is a superset of roles');
}

function isSubset(small: string, big: string): Verdict {
  const members = big.split(',').map((item) => item.toLowerCase());
  const missing = small.split(',').find((item) => item !== '' && !members.includes(item.toLowerCase()));
  return missing === undefined ? GOOD : no(`'${missing}' is not a member of '${big}'`);
}
