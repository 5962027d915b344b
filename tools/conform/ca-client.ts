/**
 * Does what fabric-ca-client does with its arguments, files and output, against a server of ours.
 */
import { keyPairFrom } from '../../web/src/sim/crypto/p256.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import {
  type CaCall,
  type CaRequest,
  type CaResponse,
  type CaResult,
  withPassword,
} from '../../web/src/sim/wire/ca-api.ts';
import { altNamesOf } from '../../web/src/sim/ca/issue.ts';
import { withToken } from '../../web/src/sim/wire/ca-token.ts';
import { hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { buildCertificateRequest } from '../../web/src/sim/wire/csr.ts';
import { decodePem } from '../../web/src/sim/wire/pem.ts';
import { commonName, type DistinguishedName, NAME_OID } from '../../web/src/sim/wire/x509-name.ts';
import { parsePrivateKeyPem, privateKeyPem } from '../../web/src/sim/wire/x509-private-key.ts';
import { parseCertificate } from '../../web/src/sim/wire/x509.ts';
import {
  affiliationText,
  attributesOf,
  type CertificateResult,
  CommandError,
  identityText,
  resultOf,
  streamedResultOf,
} from './ca-client-output.ts';
import { type Arguments, listValues, readArguments } from './ca-flags.ts';

/** The world around the client. */
export interface ClientWorld {
  /** Path below the working folder → content. */
  readonly files: Map<string, string>;
  /** The server's port; undefined: it is not running. */
  readonly port: string | undefined;
  readonly tls: boolean;
  readonly hostName: string;
  send(request: CaRequest): CaResponse;
}

export interface CommandOutput {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: readonly string[];
}

const DEFAULT_NAMES: DistinguishedName = [
  [{ type: NAME_OID.country, value: 'US' }],
  [{ type: NAME_OID.province, value: 'North Carolina' }],
  [{ type: NAME_OID.organization, value: 'Hyperledger' }],
  [{ type: NAME_OID.organizationalUnit, value: 'Fabric' }],
];

const WORK = '$WORK/';
const plain = (path: string): string => path.replace(WORK, '');

/** @param home FABRIC_CA_CLIENT_HOME, as recorded */
export function runClient(argv: readonly string[], home: string, world: ClientWorld): CommandOutput {
  try {
    const [stdout, ...stderr] = new Client(readArguments(argv), home, world).run();
    return { exit: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { exit: 1, stdout: '', stderr: [...error.before, `Error: ${error.message}`] };
  }
}

/** What a command prints: the output, then log lines. */
type Printed = readonly [stdout: string, ...stderr: string[]];

class Client {
  private readonly args: Arguments;
  private readonly home: string;
  private readonly world: ClientWorld;
  private readonly caName: string;

  constructor(args: Arguments, home: string, world: ClientWorld) {
    this.args = args;
    this.home = home;
    this.world = world;
    this.caName = args.one('--caname');
  }

  run(): Printed {
    const [command = '', action = '', name = ''] = this.args.words;
    switch (command) {
      case 'version':
        return ['fabric-ca-client:\n Version: 1.5.9\n Go version: go1.24.4\n OS/Arch: linux/amd64\n'];
      case 'getcainfo':
        return this.getCaInfo();
      case 'enroll':
        return this.enroll();
      case 'reenroll':
        return this.reenroll();
      case 'identity':
        return this.identity(action, name);
      case 'affiliation':
        return this.affiliation(action, name);
      default:
        return this.simple(command, action);
    }
  }

  private simple(command: string, action: string): Printed {
    switch (command) {
      case 'register':
        return this.register();
      case 'revoke':
        return this.revoke();
      case 'gencrl': {
        const { crl } = this.ask({ kind: 'generateCrl', body: { caname: this.caName } }, 'crl');
        return ['', '[INFO] Successfully generated the CRL', this.storeCrl(crl)];
      }
      case 'certificate':
        return this.certificates(action);
      default:
        throw new CommandError(`unknown command "${command}" for "fabric-ca-client"`);
    }
  }

  // ---- enrolment

  private get mspDir(): string {
    return this.args.one('--mspdir') || `${this.home}/msp`;
  }

  private get configFile(): string {
    return `${plain(this.home)}/fabric-ca-client-config.yaml`;
  }

  private get url(): string {
    return this.args.one('--url') || this.world.files.get(this.configFile) || 'http://localhost:7054';
  }

  private getCaInfo(): Printed {
    const { caChain } = resultOf(
      this.deliver({ kind: 'getCaInfo', ca: this.caName }, (call) => withPassword(call, '', '')),
      'caInfo',
    );
    return ['', ...this.storeCaInfo(caChain)];
  }

  private enroll(): Printed {
    const { username, password, protocol, host } = new URL(this.url);
    const server = `${protocol}//${host}`;
    if (!username)
      throw new CommandError(
        `The URL of the fabric CA server is missing the enrollment ID and secret; found '${this.url}' but expecting '${protocol}//<enrollmentID>:<secret>@${host}'`,
      );
    if (!this.world.files.has(this.configFile)) this.world.files.set(this.configFile, server);
    this.checkTls();
    const { call, privateKey } = this.enrollmentCall('enroll', username);
    const sent = this.deliver(call, (asked) => withPassword(asked, username, password));
    return ['', ...this.storeEnrollment(resultOf(sent, 'certificate'), privateKey)];
  }

  private reenroll(): Printed {
    const { name } = this.identityFiles();
    const { call, privateKey } = this.enrollmentCall('reenroll', name);
    const response = this.deliver(call, (asked) => this.signed(asked));
    return [
      '',
      ...this.storeEnrollment(resultOf(response, 'certificate', `Failed to reenroll '${name}': `), privateKey),
    ];
  }

  private enrollmentCall(kind: 'enroll' | 'reenroll', name: string): { call: CaCall; privateKey: Uint8Array } {
    const { privateKey, publicKey } = keyPairFrom(utf8(`${this.home} key ${this.world.files.size}`));
    this.world.files.set(`${plain(this.mspDir)}/keystore/${hex(sha256(publicKey))}_sk`, privateKeyPem(privateKey));
    const given = listValues(this.args.all('--csr.hosts'));
    const hosts = given.length ? given : [this.world.hostName];
    const subject = [...DEFAULT_NAMES, [{ type: NAME_OID.commonName, value: name }]];
    const certificate_request = buildCertificateRequest(
      { subject, publicKey, subjectAltNames: altNamesOf(hosts) },
      privateKey,
    );
    const asked = listValues(this.args.all('--enrollment.attrs')).map((item) => {
      const [attribute = '', flag] = item.split(':');
      return { name: attribute, optional: flag === 'opt' };
    });
    const profile = this.args.one('--enrollment.profile');
    const body = { certificate_request, hosts, profile, caname: this.caName };
    return { call: { kind, body: asked.length ? { ...body, attr_reqs: asked } : body }, privateKey };
  }

  private storeEnrollment({ certPem, caChain }: CertificateResult, privateKey: Uint8Array): readonly string[] {
    const path = `${this.mspDir}/signcerts/cert.pem`;
    this.world.files.set(plain(path), certPem);
    this.world.files.set(`${plain(this.mspDir)}/key`, privateKeyPem(privateKey));
    return [`[INFO] Stored client certificate at ${path}`, ...this.storeCaInfo(caChain)];
  }

  private storeCaInfo(caChain: string): readonly string[] {
    const { host } = new URL(this.url);
    const file = `${host.replaceAll(/[.:]/g, '-')}${this.caName ? `-${this.caName}` : ''}.pem`;
    const tls = this.args.one('--enrollment.profile') === 'tls';
    const idemix = [
      ['Issuer public key', 'IssuerPublicKey', ''],
      ['Issuer revocation public key', 'IssuerRevocationPublicKey', ''],
    ] as const;
    const stored: readonly (readonly [string, string, string])[] = [
      tls
        ? ['TLS root CA certificate', `tlscacerts/tls-${file}`, caChain]
        : ['root CA certificate', `cacerts/${file}`, caChain],
      // Only the first contact brings the keys for Idemix.
      ...(this.args.words[0] === 'reenroll' ? [] : idemix),
    ];
    return stored.map(([what, name, content]) => {
      this.world.files.set(`${plain(this.mspDir)}/${name}`, content);
      return `[INFO] Stored ${what} at ${this.mspDir}/${name}`;
    });
  }

  // ---- the registry

  private register(): Printed {
    this.identityFiles();
    const id = this.args.one('--id.name');
    if (id === '') throw new CommandError('Register was called without a Name set');
    const body = {
      id,
      secret: this.args.one('--id.secret'),
      type: this.args.one('--id.type'),
      affiliation: this.args.one('--id.affiliation'),
      max_enrollments: Number(this.args.one('--id.maxenrollments') || 0),
      attrs: attributesOf(this.args.all('--id.attrs')),
      caname: this.caName,
    };
    return [`Password: ${this.ask({ kind: 'register', body }, 'registered').secret}\n`];
  }

  private identity(action: string, name: string): Printed {
    const ca = this.caName;
    const body = {
      secret: this.args.one('--secret'),
      type: this.args.one('--type'),
      affiliation: this.args.one('--affiliation'),
      max_enrollments: Number(this.args.one('--maxenrollments') || 0),
      attrs: attributesOf(this.args.all('--attrs')),
      caname: ca,
    };
    if (action === 'list') return this.listIdentities();
    if (name === '') throw new CommandError('Identity name is required');
    if (action === 'remove') {
      const { identity } = this.ask(
        { kind: 'removeIdentity', id: name, force: this.args.has('--force'), ca },
        'identity',
      );
      return [`Successfully removed identity - ${identityText(identity)}\n`];
    }
    const add = action === 'add';
    const call: CaCall = add
      ? { kind: 'addIdentity', body: { id: name, ...body } }
      : { kind: 'modifyIdentity', id: name, body };
    const { identity, secret } = this.ask(call, 'identity');
    return [`Successfully ${add ? 'added' : 'modified'} identity - ${identityText(identity, secret)}\n`];
  }

  private listIdentities(): Printed {
    const id = this.args.one('--id');
    if (id) return [`${identityText(this.ask({ kind: 'getIdentity', id, ca: this.caName }, 'identity').identity)}\n`];
    const response = this.deliver({ kind: 'listIdentities', ca: this.caName }, (call) => this.signed(call));
    const { identities } = streamedResultOf(response, 'identities');
    return [identities.map((identity) => `${identityText(identity)}\n`).join('')];
  }

  private affiliation(action: string, name: string): Printed {
    const ca = this.caName;
    const force = this.args.has('--force');
    switch (action) {
      case 'add':
        this.ask({ kind: 'addAffiliation', name, force, ca }, 'affiliation');
        return [`Successfully added affiliation: ${name}\n`];
      case 'modify':
        this.ask({ kind: 'modifyAffiliation', name, newName: this.args.one('--name'), force, ca }, 'affiliation');
        return ['Successfully modified affiliation'];
      case 'remove':
        this.ask({ kind: 'removeAffiliation', name, force, ca }, 'affiliation');
        return ['Successfully removed affiliation'];
      default: {
        const wanted = this.args.one('--affiliation');
        const call: CaCall = wanted ? { kind: 'getAffiliation', name: wanted, ca } : { kind: 'listAffiliations', ca };
        return [affiliationText(this.ask(call, 'affiliation').affiliation, 0)];
      }
    }
  }

  private revoke(): Printed {
    const id = this.args.one('--revoke.name');
    const body = {
      id,
      serial: this.args.one('--revoke.serial'),
      aki: this.args.one('--revoke.aki'),
      reason: this.args.one('--revoke.reason'),
      gencrl: this.args.has('--gencrl'),
      caname: this.caName,
    };
    const { certificates, crl } = this.ask({ kind: 'revoke', body }, 'revoked');
    const list = certificates.map(({ serial, aki }) => `{Serial:${serial} AKI:${aki}}`).join(' ');
    const stored = this.args.has('--gencrl') ? [this.storeCrl(crl)] : [];
    return ['', `[INFO] Successfully revoked certificates: [${list}]`, ...stored];
  }

  private storeCrl(crl: string): string {
    const path = `${this.mspDir}/crls/crl.pem`;
    this.world.files.set(plain(path), crl);
    return `[INFO] Successfully stored the CRL in the file ${path}`;
  }

  /** The certificates themselves, as PEM: how the client prints them is not compared. */
  private certificates(action: string): Printed {
    if (action !== 'list') throw new CommandError(`unknown command "${action}"`);
    const bounds = (flag: string, what: string): Record<string, string> => {
      const [start = '', end = ''] = this.args.one(flag).split('::');
      return { [`${what}_start`]: start, [`${what}_end`]: end };
    };
    const filter = {
      id: this.args.one('--id'),
      serial: this.args.one('--serial'),
      aki: this.args.one('--aki'),
      notrevoked: this.args.has('--notrevoked'),
      notexpired: this.args.has('--notexpired'),
      ...bounds('--revocation', 'revoked'),
      ...bounds('--expiration', 'expired'),
    };
    const call: CaCall = { kind: 'listCertificates', filter, ca: this.caName };
    return [
      streamedResultOf(
        this.deliver(call, (asked) => this.signed(asked)),
        'certificates',
      ).certificates.join(''),
    ];
  }

  // ---- sending

  private ask<K extends CaResult['kind']>(call: CaCall, kind: K): Extract<CaResult, { kind: K }> {
    return resultOf(
      this.deliver(call, (asked) => this.signed(asked)),
      kind,
    );
  }

  private checkTls(): void {
    if (this.url.startsWith('https:') && !this.args.has('--tls.certfiles'))
      throw new CommandError('Failed to get client TLS config: No trusted root certificates for TLS were provided');
  }

  private deliver(call: CaCall, authorized: (call: CaCall) => CaRequest): CaResponse {
    this.checkTls();
    const request = authorized(call);
    const { protocol, host, port } = new URL(this.url);
    const what = `${request.method} ${protocol}//${host}${request.uri.replace('/api/v1', '')}`;
    if (port !== this.world.port) throw new CommandError(`POST failure of request: ${what}`);
    if ((protocol === 'https:') !== this.world.tls)
      throw new CommandError(`Failed to read response of request: ${what}`);
    return this.world.send(request);
  }

  private identityFiles(): { readonly certPem: string; readonly privateKey: Uint8Array; readonly name: string } {
    const certPem = this.world.files.get(`${plain(this.mspDir)}/signcerts/cert.pem`);
    const key = parsePrivateKeyPem(this.world.files.get(`${plain(this.mspDir)}/key`) ?? '');
    const block = decodePem(certPem ?? '');
    const certificate = block && parseCertificate(block.bytes);
    if (certPem === undefined || !key.ok || !certificate?.ok)
      throw new CommandError(
        'Enrollment information does not exist. Please execute enroll command first. Example: fabric-ca-client enroll -u http://user:userpw@serverAddr:serverPort',
        [
          `[ERROR] Enrollment check failed: either because 'x509 enrollment information does not exist - certFile: ${this.mspDir}/signcerts/cert.pem keyFile: ${this.mspDir}/keystore/key.pem' or  'Idemix enrollment information does not exist'`,
        ],
      );
    return { certPem, privateKey: key.value, name: commonName(certificate.value.subject) };
  }

  private signed(call: CaCall): CaRequest {
    const { certPem, privateKey } = this.identityFiles();
    return withToken(call, certPem, privateKey);
  }
}
