import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import {
  MSPPrincipalSchema,
  MSPPrincipal_Classification,
  type MSPPrincipal,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../wire/gen/msp/msp_principal_pb.ts';
import { identityOf } from './identity.ts';
import { identityPrincipal, type RoleName, rolePrincipal } from './msp-principal.ts';
import {
  organizationsOf,
  mspOf,
  org1,
  org2,
  config,
  msp1,
  manager,
  member,
  text,
  issued,
} from './test-organizations.ts';
import { concatBytes } from '../wire/bytes.ts';

describe('who is what (role principals)', () => {
  const people = {
    peer: member(org1).node,
    user: member(org1).user,
    admin: member(org1).admin,
    orderer: identityOf('Org1MSP', issued(['orderer'])),
    stranger: identityOf('Org1MSP', issued(['department1'])),
    foreigner: member(org2).node,
  };
  const yes: Readonly<Record<keyof typeof people, readonly RoleName[]>> = {
    peer: ['MEMBER', 'PEER'],
    user: ['MEMBER', 'CLIENT'],
    admin: ['MEMBER', 'ADMIN'],
    orderer: ['MEMBER', 'ORDERER'],
    stranger: [],
    foreigner: [],
  };
  const roles: readonly RoleName[] = ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'];
  const rows = (Object.keys(people) as (keyof typeof people)[]).flatMap((who) =>
    roles.map((role) => [who, role] as const),
  );

  it.each(rows)('Org1MSP: %s as %s', (who, role) => {
    const verdict = manager.satisfiesPrincipal(people[who], rolePrincipal('Org1MSP', role));
    expect(verdict.ok).toBe(yes[who].includes(role));
  });

  it.each<[string, keyof typeof people, MSPPrincipal, string]>([
    [
      'another organisation',
      'foreigner',
      rolePrincipal('Org1MSP', 'MEMBER'),
      'the identity is a member of a different MSP (expected Org1MSP, got Org2MSP)',
    ],
    [
      'a user is no admin',
      'user',
      rolePrincipal('Org1MSP', 'ADMIN'),
      'The identity is not an admin under this MSP [Org1MSP]: The identity does not contain OU [ADMIN], MSP: [Org1MSP]',
    ],
    [
      'a user is no peer',
      'user',
      rolePrincipal('Org1MSP', 'PEER'),
      'The identity is not a [PEER] under this MSP [Org1MSP]: The identity does not contain OU [PEER], MSP: [Org1MSP]',
    ],
    [
      'a role Fabric does not know',
      'user',
      create(MSPPrincipalSchema, {
        // A role number from the future: tag of field 2, then 9.
        principal: concatBytes(
          toBinary(MSPRoleSchema, create(MSPRoleSchema, { mspIdentifier: 'Org1MSP' })),
          Uint8Array.of(0x10, 9),
        ),
      }),
      'invalid MSP role type 9',
    ],
    [
      'a kind of principal we do not judge',
      'user',
      create(MSPPrincipalSchema, { principalClassification: MSPPrincipal_Classification.ANONYMITY }),
      'invalid principal type 3',
    ],
    [
      'bytes that are no role',
      'user',
      create(MSPPrincipalSchema, { principal: Uint8Array.of(0xff) }),
      'could not unmarshal MSPRole from principal: proto: cannot parse invalid wire-format data',
    ],
  ])('%s: says why', (_reason, who, principal, expected) => {
    expect(text(manager.satisfiesPrincipal(people[who], principal))).toBe(expected);
  });
});

describe('without NodeOUs', () => {
  const [plain] = organizationsOf(false);
  invariant(plain, 'org');
  const msp = mspOf(config(plain));
  it.each<[RoleName, 'node' | 'admin', string]>([
    ['MEMBER', 'node', 'ok'],
    ['ADMIN', 'admin', 'ok'],
    ['ADMIN', 'node', 'This identity is not an admin'],
    [
      'PEER',
      'node',
      'The identity is not a [PEER] under this MSP [Org1MSP]: NodeOUs not activated. Cannot tell apart identities.',
    ],
    ['ORDERER', 'node', 'invalid MSP role type 4'],
  ])('%s of %s: %s', (role, who, expected) => {
    expect(text(msp.satisfiesPrincipal(member(plain)[who], rolePrincipal('Org1MSP', role)))).toBe(expected);
  });
});

describe('other principals', () => {
  const chain = sha256(org1.ca.certificate.raw);
  const unit = (mspIdentifier: string, organizationalUnitIdentifier: string, certifiersIdentifier: Uint8Array) =>
    create(MSPPrincipalSchema, {
      principalClassification: MSPPrincipal_Classification.ORGANIZATION_UNIT,
      principal: toBinary(
        OrganizationUnitSchema,
        create(OrganizationUnitSchema, { mspIdentifier, organizationalUnitIdentifier, certifiersIdentifier }),
      ),
    });
  const { node, user } = member(org1);
  it.each<[string, MSPPrincipal, string]>([
    ['the unit, vouched for by that CA', unit('Org1MSP', 'peer', chain), 'ok'],
    ['the unit, vouched for by another', unit('Org1MSP', 'peer', sha256(chain)), 'The identities do not match'],
    ['another unit', unit('Org1MSP', 'client', chain), 'The identities do not match'],
    [
      'another organisation’s unit',
      unit('Org2MSP', 'peer', chain),
      'the identity is a member of a different MSP (expected Org2MSP, got Org1MSP)',
    ],
    ['exactly this certificate', identityPrincipal(node.serialized), 'ok'],
    ['another certificate of the same organisation', identityPrincipal(user.serialized), 'The identities do not match'],
    [
      'a certificate of another organisation',
      identityPrincipal(member(org2).node.serialized),
      'invalid identity principal, not a certificate: expected MSP ID Org1MSP, received Org2MSP',
    ],
  ])('%s', (_reason, principal, expected) => expect(text(msp1.satisfiesPrincipal(node, principal))).toBe(expected));
});
