import { describe, expect, it } from 'vitest';
import { signWith, type SigningIdentity } from '../../identity/signing-identity.ts';
import { member, msp1, org1, org2 } from '../../identity/test-organizations.ts';
import { utf8 } from '../../wire/bytes.ts';
import { authorizeProposal } from './proposal-acl.ts';

const proposal = utf8('a proposal');
const signedBy = (identity: SigningIdentity) => ({
  data: proposal,
  identity: identity.serialized,
  signature: signWith(identity, proposal),
});
const { admin, user } = member(org1);

const NOT_ADMIN =
  "Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [Admins]: [The identity is not an admin under this MSP [Org1MSP]: The identity does not contain OU [ADMIN], MSP: [Org1MSP]]";

describe('what the organisation of a peer guards itself', () => {
  it.each([
    { why: 'an admin may install', resource: '_lifecycle/InstallChaincode', signed: signedBy(admin), text: undefined },
    { why: 'a user may not', resource: '_lifecycle/InstallChaincode', signed: signedBy(user), text: NOT_ADMIN },
    {
      why: 'a user may not approve either',
      resource: '_lifecycle/ApproveChaincodeDefinitionForMyOrg',
      signed: signedBy(user),
      text: NOT_ADMIN,
    },
    { why: 'a user may list channels', resource: 'cscc/GetChannels', signed: signedBy(user), text: undefined },
    {
      why: 'an admin of another organisation is nobody here',
      resource: '_lifecycle/InstallChaincode',
      signed: signedBy(member(org2).admin),
      text: 'Failed deserializing proposal creator during channelless check policy with policy [Admins]: [expected MSP ID Org1MSP, received Org2MSP]',
    },
    {
      why: 'a signature must be over the proposal',
      resource: '_lifecycle/InstallChaincode',
      signed: { ...signedBy(admin), data: utf8('another') },
      text: 'The signature is invalid',
    },
    {
      why: 'no such function',
      resource: '_lifecycle/Fly',
      signed: signedBy(admin),
      text: 'Unmapped policy for _lifecycle/Fly',
    },
  ])('$why', ({ resource, signed, text }) => {
    const verdict = authorizeProposal(resource, signed, msp1, undefined);
    expect(verdict.ok ? undefined : verdict.error).toBe(text);
  });
});
