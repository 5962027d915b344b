/**
 * What Fabric CA refuses, by the codes its server answers with.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CA_TEXTS = {
  caAuthentication: {
    layer: 'ca',
    texts: ['Error Code: 20', 'Code:20 Message:Authentication failure', 'Authentication failure'],
  },
  caAuthorization: {
    layer: 'ca',
    texts: ['Error Code: 71', 'Code:71 Message:Authorization failure', 'Authorization failure'],
  },
  caRegistered: { layer: 'ca', texts: ['Error Code: 74', "Identity '*' is already registered"] },
  caUnknownCa: { layer: 'ca', texts: ['Error Code: 19', "CA '*' does not exist"] },
  caLocked: { layer: 'ca', texts: ['Error Code: 73', 'Incorrect password entered'] },
  caNotFound: {
    layer: 'ca',
    texts: [
      'Error Code: 63',
      'Error Code: 10',
      'sql: no rows in result set',
      'Failed to get user',
      'was not found: Failed to get',
    ],
  },
  caRevokedBefore: { layer: 'ca', texts: ['Error Code: 66', 'was already revoked'] },
  caRemoval: { layer: 'ca', texts: ['Error Code: 56', 'Identity removal is disabled'] },
  caAffiliation: {
    layer: 'ca',
    texts: ['Error Code: 60', 'Affiliation already exists', "Affiliation '*' already exists"],
  },
  caAttributes: {
    layer: 'ca',
    texts: ['The following required attributes are missing', 'Failed to find requested attributes'],
  },
  caEnrollFirst: { layer: 'ca', texts: ['Enrollment information does not exist'] },
  caCredentials: { layer: 'ca', texts: ['is missing the enrollment ID and secret'] },
  caTls: { layer: 'ca', texts: ['No trusted root certificates for TLS were provided'] },
  caUnreachable: {
    layer: 'ca',
    texts: ['POST failure of request', 'failure of request:'],
    seen: { scene: 'identities', step: 'no-enrolment' },
  },
  caServerSetup: {
    layer: 'ca',
    texts: ["The '-b user:pass' option is required", 'Register was called without a Name set'],
  },
} as const satisfies TextEntries;
