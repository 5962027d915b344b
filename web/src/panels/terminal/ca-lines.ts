/**
 * Commands for a CA as `fabric-ca-client` takes them. Every identity has a folder of its own, as the tool keeps one
 * identity a home. It takes a relative path of certificates from that home: the path here begins at the working directory.
 */
import type { Command, CommandOf } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';

type CaCommand = CommandOf<
  | 'enrollIdentity'
  | 'registerIdentity'
  | 'reenrollIdentity'
  | 'revokeIdentity'
  | 'generateCrl'
  | 'listIdentities'
  | 'listAffiliations'
  | 'addAffiliation'
>;

/** As a shell reads it whole. */
const word = (value: string): string => (/^[\w.,:/@=%-]+$/.test(value) ? value : quoted(value));

/** An option with its value; nothing for an empty one. */
const option = (name: string, value: string): CommandParts => (value === '' ? [] : [`${name} ${word(value)}`]);

/** null: no command for a CA. */
export function caLines(command: Command, at: Addresses): CommandLines | null {
  if (!('ca' in command)) return null;
  const { name, certFile } = at.certificateAuthority(command.ca);
  const [first = '', ...rest] = partsOf(command, at);
  return {
    environment: { FABRIC_CA_CLIENT_HOME: at.walletFolder(command.client, walletNameOf(command)) },
    lines: [[`fabric-ca-client ${first}`, ...rest, `--caname ${name}`, `--tls.certfiles $PWD/${certFile}`]],
  };
}

const walletNameOf = (command: CaCommand): string => ('registrar' in command ? command.registrar : command.identity);

/** What follows the name of the tool, the CA's own options apart. */
function partsOf(command: CaCommand, at: Addresses): CommandParts {
  switch (command.type) {
    case 'enrollIdentity': {
      const { id, secret, profile, attributes, ca } = command;
      const login = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
      const { endpoint } = at.certificateAuthority(ca);
      return [
        'enroll',
        ...option('-u', `https://${login}@${endpoint}`),
        ...option('--enrollment.profile', profile),
        ...(profile === 'tls' ? ['--mspdir tls'] : []),
        ...option('--enrollment.attrs', attributes.join(',')),
      ];
    }
    case 'registerIdentity':
      return registerParts(command);
    case 'reenrollIdentity':
      return ['reenroll'];
    case 'revokeIdentity':
      return [
        'revoke',
        ...option('--revoke.name', command.id),
        ...option('--revoke.serial', command.serial),
        ...option('--revoke.aki', command.aki),
        ...option('--revoke.reason', command.reason),
      ];
    case 'generateCrl':
      return ['gencrl'];
    case 'listIdentities':
      return ['identity list'];
    case 'listAffiliations':
      return ['affiliation list'];
    case 'addAffiliation':
      return [`affiliation add ${word(command.affiliation)}`];
  }
}

function registerParts(command: CommandOf<'registerIdentity'>): CommandParts {
  const { id, secret, idType, affiliation, maxEnrollments, attributes } = command;
  return [
    'register',
    ...option('--id.name', id),
    ...option('--id.secret', secret),
    ...option('--id.type', idType),
    ...option('--id.affiliation', affiliation),
    ...(maxEnrollments === 0 ? [] : [`--id.maxenrollments ${maxEnrollments}`]),
    ...option('--id.attrs', attributes.join(',')),
  ];
}
