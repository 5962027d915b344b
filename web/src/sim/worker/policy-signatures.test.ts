import { expect, it } from 'vitest';
import { MspManager } from '../identity/msp-manager.ts';
import { config, manager, member, mspOf, org1, org2 } from '../identity/test-organizations.ts';
import { serializeIdentity } from '../identity/identity.ts';
import { signWith } from '../identity/signing-identity.ts';
import { utf8 } from '../wire/bytes.ts';
import { signatureSet } from './policy-signatures.ts';

const data = utf8('what is signed');
const { user, node, admin } = member(org1);
const by = (identity: typeof user) => ({ data, identity: identity.serialized, signature: signWith(identity, data) });
const revoking = MspManager.of([mspOf(config(org1), () => true)]);

it.each([
  ['a good signature of a client', by(user), manager, 'client', undefined, /^$/],
  ['of a peer', by(node), manager, 'peer', undefined, /^$/],
  ['of an administrator', by(admin), manager, 'admin', undefined, /^$/],
  ['over something else', { ...by(user), data: utf8('another') }, manager, 'client', 'badSignature', /invalid/],
  ['of somebody revoked', by(user), revoking, 'client', 'revoked', /The certificate has been revoked$/],
  [
    'of an organisation the channel does not know',
    by(member(org2).user),
    revoking,
    'client',
    'unknownIdentity',
    /Org2MSP/,
  ],
  [
    'with no certificate in it',
    { ...by(user), identity: serializeIdentity('Org1MSP', 'nothing') },
    manager,
    null,
    'unknownIdentity',
    /PEM/,
  ],
] as const)('%s', (_, signed, msps, role, code, text) => {
  const [picture] = signatureSet([signed], msps).pictures;
  expect(picture).toMatchObject({ role, valid: code === undefined });
  expect(picture?.why?.code).toBe(code);
  expect(picture?.why?.text ?? '').toMatch(text);
});

it('counts a revoked identity among the signers, as policies do, so that the leaf says it is no member', () => {
  expect(signatureSet([by(user)], revoking).identities).toHaveLength(1);
});

it('keeps places when signatures that do not count stand between', () => {
  const { places } = signatureSet([{ ...by(user), data: utf8('x') }, by(node), by(node), by(admin)], manager);
  expect(places).toEqual([1, 3]);
});
