import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../wire/bytes.ts';
import { caRequestExtension } from '../wire/csr.ts';
import { isRevocationListSignedBy, parseRevocationList } from '../wire/crl.ts';
import { NAME_OID } from '../wire/x509-name.ts';
import { nameText } from '../wire/x509-text.ts';
import { withPassword } from '../wire/ca-api.ts';
import { NOW, TestCa, attribute, certificateOf, resultOf, said, subjectNamed } from './test-ca.ts';
import { withToken } from '../wire/ca-token.ts';

const DAY = 86_400;

describe('enrolment', () => {
  it.each<[string, (ca: TestCa) => string, string]>([
    [
      'a request for somebody else',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', {}, { subject: subjectNamed('eve') })),
      '403 77 The CSR subject common name must equal the enrollment ID',
    ],
    [
      'a profile nobody configured',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', { profile: 'gold' })),
      "500 0 Invalid profile: 'gold'",
    ],
    [
      'a profile named as a property every object has',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', { profile: 'constructor' })),
      "500 0 Invalid profile: 'constructor'",
    ],
    [
      'no request at all',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', { certificate_request: 'nothing' })),
      '400 31 CSR Decode failed',
    ],
    [
      'a CA certificate wanted of a profile for leaves',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', {}, { extraExtensions: [caRequestExtension()] })),
      '500 0 Certificate signing failure: {"code":5200,"message":"Policy violation request"}',
    ],
    [
      'another CA',
      (ca) => said(ca.tryEnroll('admin', 'adminpw', { caname: 'other' })),
      "404 19 CA 'other' does not exist",
    ],
    [
      'a request signed with another key',
      (ca) => said(ca.send(withPassword(ca.enrollment('admin', {}, { keyOf: 'thief' }).call, 'admin', 'adminpw'))),
      '500 0 Certificate signing failure: {"code":9300,"message":"x509: ECDSA verification failure"}',
    ],
    [
      'a country of three letters',
      (ca) =>
        said(
          ca.tryEnroll(
            'admin',
            'adminpw',
            {},
            { subject: [[{ type: NAME_OID.country, value: 'KOR' }], ...subjectNamed('admin')] },
          ),
        ),
      "400 80 CSR input validation failed: The country name 'KOR' exceeds the maximum character limit of 2",
    ],
    [
      'a token where a password is wanted',
      (ca) => said(ca.send({ ...withPassword(ca.enrollment('admin').call, 'admin', 'adminpw'), authorization: 'a.b' })),
      '401 21 No user/pass in authorization header',
    ],
    [
      'nothing where a password is wanted',
      (ca) => said(ca.send({ ...withPassword(ca.enrollment('admin').call, 'admin', 'adminpw'), authorization: '' })),
      '401 2 No authorization header',
    ],
  ])('refuses %s', (_reason, act, expected) => expect(act(new TestCa())).toBe(expected));

  it('with the CA profile makes an intermediate CA, for those who own hf.IntermediateCA', () => {
    const ca = new TestCa();
    const { certPem } = resultOf(ca.tryEnroll('admin', 'adminpw', { profile: 'ca' }), 'certificate');
    expect(certificateOf(certPem)).toMatchObject({ isCA: true, maxPathLength: 0, keyUsages: ['certSign', 'crlSign'] });
    const admin = ca.enroll('admin', 'adminpw');
    ca.member(admin, 'user', {});
    expect(said(ca.tryEnroll('user', 'user', { profile: 'ca' }))).toMatch(/^403 78 Enrolled failed: /);
  });

  it('never outlives the CA', () => {
    const ca = new TestCa({ caExpirySeconds: 10 * DAY });
    const { certPem } = ca.enroll('admin', 'adminpw');
    expect(certificateOf(certPem).notAfter).toBe(ca.state.certificate.notAfter);
  });

  it('takes organisational units from the registry, whatever the request says', () => {
    const ca = new TestCa();
    ca.member(ca.enroll('admin', 'adminpw'), 'user', { type: 'client', affiliation: 'org1.department1' });
    const subject = [[{ type: NAME_OID.organizationalUnit, value: 'admin' }], ...subjectNamed('user')];
    const { certPem } = resultOf(ca.tryEnroll('user', 'user', {}, { subject }), 'certificate');
    expect(nameText(certificateOf(certPem).subject)).toBe('OU = org1 + OU = client + OU = department1, CN = user');
  });

  it('wrong passwords are forgotten after a right one, and ten in a row lock for good', () => {
    const ca = new TestCa();
    const wrong = (times: number) => Array.from({ length: times }, () => said(ca.tryEnroll('admin', 'no'))).at(-1);
    expect(wrong(9)).toMatch(/^401 24 /);
    expect(said(ca.tryEnroll('admin', 'adminpw'))).toBe('201 OK');
    expect(wrong(10)).toMatch(/^401 24 /);
    expect(said(ca.tryEnroll('admin', 'adminpw')), 'the right password comes too late').toMatch(/^401 73 /);
  });

  it('counts successes only against the maximum, and the CA’s own maximum holds for all', () => {
    const ca = new TestCa({ maxEnrollments: 2 });
    expect(said(ca.tryEnroll('admin', 'adminpw', { profile: 'gold' }))).toMatch(/^500/);
    expect([1, 2, 3].map(() => ca.tryEnroll('admin', 'adminpw').status)).toEqual([201, 201, 401]);
  });
});

describe('tokens', () => {
  const ca = new TestCa();
  const admin = ca.enroll('admin', 'adminpw');
  const call = { kind: 'listIdentities', ca: '' } as const;
  const good = withToken(call, admin.certPem, admin.privateKey);
  const stranger = new TestCa({}, 'another').enroll('admin', 'adminpw');

  it.each([
    ['for another address', { ...good, uri: '/api/v1/affiliations' }, /^401 25 Invalid token .*validation failure$/],
    ['for another method', { ...good, method: 'DELETE', uri: '/api/v1/identities/x' } as const, /^401 25 /],
    ['with another body', { ...good, body: '{}' }, /^401 25 /],
    ['with a third part', { ...good, authorization: `${good.authorization}.x` }, /^401 25 .*expecting 2 parts/],
    ['that is no base64', { ...good, authorization: '*.*' }, /^401 25 /],
    [
      'of another CA with the same user',
      withToken(call, stranger.certPem, stranger.privateKey),
      /^401 26 Untrusted certificate: /,
    ],
    ['none', { ...good, authorization: '' }, /^401 2 No authorization header$/],
  ])('%s are refused', (_reason, request, expected) => expect(said(ca.send(request))).toMatch(expected));

  it('hold until the certificate ends, longer only for re-enrolment where the CA allows it', () => {
    const late = new TestCa({ reenrollIgnoreCertExpiry: true });
    const user = late.enroll('admin', 'adminpw');
    const { call: enroll } = late.enrollment('admin');
    late.now += 400 * DAY;
    expect(said(late.ask(user, call))).toMatch(/^401 26 Untrusted certificate: .*expired/);
    if (enroll.kind === 'enroll') expect(late.ask(user, { ...enroll, kind: 'reenroll' }).status).toBe(201);
  });

  it('the client is not told why it was turned away', () => {
    const { outcome } = ca.send({ ...good, body: '{}' });
    expect(outcome).toEqual({ ok: false, error: { code: 20, message: 'Authentication failure' } });
  });
});

describe('what may be registered', () => {
  const sub = [
    attribute('hf.Registrar.Roles', 'client,peer'),
    attribute('hf.Registrar.Attributes', 'role,hf.Revoker,team.*'),
    attribute('hf.Revoker', 'true'),
  ];

  it.each<[string, string, { type?: string; affiliation?: string; attrs?: ReturnType<typeof attribute>[] }, number]>([
    ['its own type by default', 'a', {}, 201],
    ['a type in other letters', 'a', { type: 'Peer' }, 201],
    ['a type it does not look after', 'a', { type: 'orderer' }, 403],
    ['the root affiliation', 'a', { affiliation: '.' }, 403],
    ['an affiliation that only begins like its own', 'a', { affiliation: 'org10' }, 403],
    ['an affiliation below its own', 'a', { affiliation: 'org1.department2' }, 201],
    ['an attribute it may give', 'a', { attrs: [attribute('role', 'x')] }, 201],
    ['an attribute by wildcard', 'a', { attrs: [attribute('team.name', 'x')] }, 201],
    ['an attribute it may not give', 'a', { attrs: [attribute('limit', '1')] }, 403],
    ['a right it owns', 'a', { attrs: [attribute('hf.Revoker', 'true')] }, 201],
    ['a right it owns, with a value that is no boolean', 'a', { attrs: [attribute('hf.Revoker', 'yes')] }, 403],
    ['a fixed attribute', 'a', { attrs: [attribute('hf.Type', 'admin')] }, 403],
  ])('a registrar of org1: %s', (_reason, id, more, status) => {
    const ca = new TestCa();
    const admin = ca.enroll('admin', 'adminpw');
    resultOf(ca.ask(admin, { kind: 'addAffiliation', name: 'org10', force: false, ca: '' }), 'affiliation');
    const registrar = ca.member(admin, 'sub', { affiliation: 'org1', attrs: sub });
    expect(ca.ask(registrar, { kind: 'register', body: { id, ...more } }).status).toBe(status);
  });

  it('a generated secret is twelve letters, and it works', () => {
    const ca = new TestCa();
    const admin = ca.enroll('admin', 'adminpw');
    const { secret } = resultOf(ca.ask(admin, { kind: 'register', body: { id: 'x' } }), 'registered');
    expect(secret).toMatch(/^[A-Za-z]{12}$/);
    expect(ca.tryEnroll('x', secret).status).toBe(201);
  });
});

describe('changes', () => {
  it('removing, renaming and revoking work where the CA allows them', () => {
    const ca = new TestCa({ allowIdentityRemoval: true, allowAffiliationRemoval: true });
    const admin = ca.enroll('admin', 'adminpw');
    const user = ca.member(admin, 'user', { affiliation: 'org2.department1' });
    const rename = { kind: 'modifyAffiliation', name: 'org2', newName: 'team', ca: '' } as const;
    expect(said(ca.ask(admin, { ...rename, force: false }))).toMatch(/^400 64 .*associated: user\. Need/);
    expect(said(ca.ask(admin, { ...rename, force: true }))).toBe('200 OK');
    expect(ca.state.users.get('user')?.affiliation).toBe('team.department1');
    const remove = { kind: 'removeAffiliation', name: 'team', ca: '' } as const;
    expect(said(ca.ask(admin, { ...remove, force: false }))).toMatch(/^403 61 Cannot delete affiliation 'team'/);
    expect(said(ca.ask(admin, { ...remove, force: true }))).toBe('200 OK');
    expect(ca.state.users.has('user')).toBe(false);
    expect(said(ca.ask(user, { kind: 'listIdentities', ca: '' })), 'its certificate went with it').toMatch(/^401 28 /);
    const self = { kind: 'removeIdentity', id: 'admin', ca: '' } as const;
    expect(said(ca.ask(admin, { ...self, force: false }))).toMatch(/^403 56 Need to use 'force'/);
  });

  it('everyone may revoke themselves; the list is signed by the CA and can be narrowed by time', () => {
    const ca = new TestCa();
    const admin = ca.enroll('admin', 'adminpw');
    const user = ca.member(admin, 'user', {});
    const { certificates } = resultOf(ca.ask(user, { kind: 'revoke', body: { id: 'user' } }), 'revoked');
    expect(certificates).toHaveLength(1);
    const listed = (body: { revokedafter?: string }) => {
      const list = parseRevocationList(utf8(resultOf(ca.ask(admin, { kind: 'generateCrl', body }), 'crl').crl));
      return list.ok && isRevocationListSignedBy(list.value, ca.state.certificate) ? list.value.revoked : undefined;
    };
    expect(listed({})).toEqual([{ serialNumber: certificateOf(user.certPem).serialNumber, revokedAt: NOW }]);
    expect(listed({ revokedafter: '2026-11-23T00:00:00Z' })).toEqual([]);
    expect(said(ca.ask(admin, { kind: 'revoke', body: { serial: '1' } }))).toMatch(/^400 15 /);
  });
});

describe('bad input', () => {
  it.each([
    ['no JSON', '{', /^400 5 Invalid request body: /],
    ['a list', '[]', /^400 5 /],
    ['a number as name', '{"caname":1}', /^400 5 .*cannot unmarshal number into Go struct field caname of type string/],
    ['nothing', '', /^400 4 Empty request body$/],
  ])('%s', (_reason, body, expected) => {
    const request = { method: 'POST', uri: '/api/v1/enroll', body } as const;
    const authorization = withPassword({ kind: 'getCaInfo', ca: '' }, 'admin', 'adminpw').authorization;
    expect(said(new TestCa().send({ ...request, authorization }))).toMatch(expected);
  });

  it('an unknown address or method', () => {
    const ca = new TestCa();
    const request = { body: '', authorization: '' };
    expect(said(ca.send({ ...request, method: 'GET', uri: '/nowhere' }))).toBe('404 0 404 page not found');
    expect(said(ca.send({ ...request, method: 'DELETE', uri: '/api/v1/revoke' }))).toMatch(/^405 1 /);
  });

  it('any request is answered, and none without authorisation changes anything', () => {
    const ca = new TestCa();
    const before = ca.state;
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('{"id":"x"}', '{"hosts":[1]}', '{"attrs":[{"name":2}]}'),
    );
    const uri = fc.tuple(
      fc.constantFrom('enroll', 'register', 'identities/%', 'affiliations?force=%zz', 'gencrl', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        uri,
        text,
        fc.string(),
        (method, [path, more], body, authorization) => {
          const { outcome, status } = ca.send({ method, uri: `/api/v1/${path}${more}`, body, authorization });
          expect(outcome.ok).toBe(false);
          expect(status).toBeGreaterThanOrEqual(400);
          expect(ca.state).toBe(before);
        },
      ),
      { numRuns: 300 },
    );
  });
});
