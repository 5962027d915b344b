/**
 * What is said when one program does not reach another.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CONNECTION_TEXTS = {
  unreachable: {
    layer: 'connection',
    texts: [
      'connection refused',
      'could not be reached',
      'is not answering',
      'error reading from server: EOF',
      'connection to * refused',
      'connect ECONNREFUSED',
      'Connection dropped',
      'connection timed out',
      'connection closed',
    ],
    seen: { scene: 'identities', step: 'no-enrolment' },
  },
  deadline: {
    layer: 'connection',
    texts: ['failed to create new connection: context deadline exceeded', 'context deadline exceeded'],
  },
  noSuchHost: { layer: 'connection', texts: ['no such host'] },
  tlsUnknownAuthority: {
    layer: 'connection',
    texts: [
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'certificate signed by unknown authority',
    ],
  },
  tlsWrongName: {
    layer: 'connection',
    texts: ['x509: certificate is valid for *, not', "because it doesn't contain any IP SANs"],
  },
  certificateExpired: {
    layer: 'connection',
    texts: ['x509: certificate has expired or is not yet valid', 'certificate has expired'],
  },
  plainOnTls: {
    layer: 'connection',
    texts: [
      "invalid character 'C' looking for beginning of value",
      'Client sent an HTTP request to an HTTPS server',
      'readLoopPeekFailLocked',
      'Failed to read response of request',
    ],
  },
} as const satisfies TextEntries;
