/**
 * Principals: the leaves of every policy, "a member of Org1", "an admin of Org2", "exactly this certificate".
 *
 * @fabric msp/mspimpl.go SatisfiesPrincipal; common/policydsl
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  MSPPrincipalSchema,
  MSPPrincipal_Classification,
  type MSPPrincipal,
  type MSPRole,
  MSPRoleSchema,
  MSPRole_MSPRoleType,
  type OrganizationUnit,
  OrganizationUnitSchema,
} from '../wire/gen/msp/msp_principal_pb.ts';
import { type Result, ok } from '../kernel/result.ts';

export type RoleName = 'MEMBER' | 'ADMIN' | 'CLIENT' | 'PEER' | 'ORDERER';

const ROLE_TYPES: Readonly<Record<RoleName, MSPRole_MSPRoleType>> = {
  MEMBER: MSPRole_MSPRoleType.MEMBER,
  ADMIN: MSPRole_MSPRoleType.ADMIN,
  CLIENT: MSPRole_MSPRoleType.CLIENT,
  PEER: MSPRole_MSPRoleType.PEER,
  ORDERER: MSPRole_MSPRoleType.ORDERER,
};

/** Fabric's name of a role number, or the number itself when it has none. */
export function roleName(role: MSPRole_MSPRoleType): RoleName | undefined {
  return (Object.keys(ROLE_TYPES) as RoleName[]).find((name) => ROLE_TYPES[name] === role);
}

/** e.g. `rolePrincipal('Org1MSP', 'ADMIN')` */
export function rolePrincipal(mspId: string, role: RoleName): MSPPrincipal {
  const content = create(MSPRoleSchema, { mspIdentifier: mspId, role: ROLE_TYPES[role] });
  return create(MSPPrincipalSchema, {
    principalClassification: MSPPrincipal_Classification.ROLE,
    principal: toBinary(MSPRoleSchema, content),
  });
}

/** The principal that only this identity (bytes of msp.SerializedIdentity) satisfies. */
export function identityPrincipal(serialized: Uint8Array): MSPPrincipal {
  return create(MSPPrincipalSchema, {
    principalClassification: MSPPrincipal_Classification.IDENTITY,
    principal: serialized,
  });
}

/** The error is Fabric's text. */
export function readRole(principal: MSPPrincipal): Result<MSPRole, string> {
  return read('MSPRole', () => fromBinary(MSPRoleSchema, principal.principal));
}

/** The error is Fabric's text. */
export function readOrganizationUnit(principal: MSPPrincipal): Result<OrganizationUnit, string> {
  return read('OrganizationUnit', () => fromBinary(OrganizationUnitSchema, principal.principal));
}

function read<T>(what: string, decode: () => T): Result<T, string> {
  try {
    return ok(decode());
  } catch {
    return {
      ok: false,
      error: `could not unmarshal ${what} from principal: proto: cannot parse invalid wire-format data`,
    };
  }
}
