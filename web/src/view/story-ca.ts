/** How the facts of CAs are told, and those of the clients that ask them. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

export const CA_STORIES: Stories<
  | 'identityRegistered'
  | 'certificateIssued'
  | 'identityRevoked'
  | 'crlGenerated'
  | 'affiliationAdded'
  | 'caListRead'
  | 'caRequestRefused'
  | 'identityEnrolled'
  | 'secretReceived'
  | 'crlReceived'
  | 'caListReceived'
> = {
  identityRegistered: ({ id, idType }, { node }) => sentence('identityRegistered', { node, id, idType }),
  certificateIssued: ({ id, profile, units, reenrolled }, { node }) => {
    if (reenrolled) return sentence('certificateIssued.reenrolled', { node, id });
    if (profile !== '') return sentence('certificateIssued.profile', { node, id, profile });
    return sentence('certificateIssued.identity', { node, id, units: units.map((unit) => `OU=${unit}`).join(', ') });
  },
  identityRevoked: ({ id, serials }, { node }) =>
    serials.length === 0
      ? sentence('identityRevoked.withoutCertificate', { node, id })
      : sentence('identityRevoked.certificates', { node, id, count: serials.length }),
  crlGenerated: ({ serials }, { node }) => sentence('crlGenerated', { node, count: serials.length }),
  affiliationAdded: ({ affiliation }, { node }) => sentence('affiliationAdded', { node, affiliation }),
  caListRead: ({ what, caller }, { node }) => sentence(`caListRead.${what}`, { node, caller }),
  caRequestRefused: ({ caller, code, message }, { node }) =>
    sentence('caRequestRefused', { node, caller, code: String(code), message: shortened(message) }),
  identityEnrolled: ({ identity, profile, reenrolled }, { node }) => {
    if (reenrolled) return sentence('identityEnrolled.reenrolled', { node, identity });
    return sentence(profile === 'tls' ? 'identityEnrolled.tls' : 'identityEnrolled.identity', { node, identity });
  },
  secretReceived: ({ id, secret }, { node }) => sentence('secretReceived', { node, id, secret }),
  crlReceived: (_fact, { node }) => sentence('crlReceived', { node }),
  caListReceived: ({ what, names }, { node }) =>
    sentence(`caListReceived.${what}`, { node, count: names.length, names: shortened(names.join(', '), 48) }),
};
