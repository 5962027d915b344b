/**
 * Replays a recording of Fabric CA commands against our CA and compares: exit codes, what the client prints, the
 * certificates and lists as OpenSSL prints them, the files the client leaves, and the server's own log with its precise
 * reasons.
 *
 * Serial numbers and generated secrets are drawn as recorded, so that later commands that name them still fit. Of the
 * client's list of certificates only serial numbers and subjects are compared.
 */
import { defaultCaConfig, bootstrapAdmin, type CaConfig } from '../../web/src/sim/ca/ca-config.ts';
import type { CaRequest, CaResponse } from '../../web/src/sim/wire/ca-api.ts';
import { caStep, createCa } from '../../web/src/sim/ca/ca-server.ts';
import type { CaContext, CaState } from '../../web/src/sim/ca/ca-state.ts';
import { issueServerTls } from '../../web/src/sim/ca/issue.ts';
import { SECRET_LETTERS } from '../../web/src/sim/ca/registration.ts';
import { keyPairFrom } from '../../web/src/sim/crypto/p256.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { fromHex, hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { revocationListText } from '../../web/src/sim/wire/crl-text.ts';
import { parseRevocationList } from '../../web/src/sim/wire/crl.ts';
import { decodePem } from '../../web/src/sim/wire/pem.ts';
import { goNameText } from '../../web/src/sim/wire/x509-name.ts';
import { certificateText } from '../../web/src/sim/wire/x509-text.ts';
import { type Certificate, certificatePem, parseCertificate } from '../../web/src/sim/wire/x509.ts';
import { type CommandOutput, runClient } from './ca-client.ts';
import { readArguments } from './ca-flags.ts';
import {
  type CaRecordedStep,
  complaints,
  isServer,
  type LoggedRequest,
  loggedRequests,
  maskedText,
  readCaRecording,
  readServerConfig,
  recordedCaKeyId,
  recordedSerials,
  stepTime,
  withKeyId,
  withSortedAttributes,
} from './ca-recording.ts';
import { type ConformOutcome, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/** @param file a JSON list of steps, as `ca/steps.json` */
export function conformCa(file: string): ConformOutcome {
  const steps = readCaRecording(file);
  if (!steps.some(isServer('init')))
    throw new UnusableInput(`${file} has no step that initialises a Fabric CA server.`);
  return new Replay(steps).run();
}

class Replay {
  private readonly steps: readonly CaRecordedStep[];
  private readonly tally = new Tally();
  private readonly files = new Map<string, string>();
  private readonly serials: bigint[];
  private readonly keyId: string;
  private readonly answered: LoggedRequest[] = [];
  private state: CaState | undefined;
  private port: string | undefined;
  private tls = false;
  private now: number;
  private draws = 0;
  private secret = '';

  constructor(steps: readonly CaRecordedStep[]) {
    this.steps = steps;
    this.serials = [...recordedSerials(steps)];
    this.keyId = recordedCaKeyId(steps);
    this.now = steps.map(stepTime).find((time) => time !== undefined) ?? 0;
  }

  run(): ConformOutcome {
    this.steps.forEach((step, i) => {
      this.now = stepTime(step) ?? this.now;
      this.secret = /^Password: (.*)$/m.exec(step.stdout ?? '')?.[1] ?? '';
      this.replay(step, this.steps[i - 1]);
    });
    return this.tally.outcome();
  }

  private replay(step: CaRecordedStep, before: CaRecordedStep | undefined): void {
    const [program = '', action = ''] = step.argv ?? [];
    if (program === 'fabric-ca-server') this.server(step, action);
    else if (program === 'fabric-ca-client') {
      for (let i = repetitions(step, before); i > 1; i--) this.client(step);
      this.compareOutput(step, this.client(step));
    } else if (program === 'openssl') this.openssl(step, action);
    else if (program === 'find') this.find(step);
    else if (step.log && step === this.steps.findLast(({ log }) => log)) this.compareLog(step.log);
  }

  // ---- the server

  private get context(): CaContext {
    return { draw: (purpose, length) => this.draw(purpose, length), nowUnixSeconds: this.now };
  }

  private draw(purpose: 'key' | 'serial' | 'secret', length: number): Uint8Array {
    const serial = purpose === 'serial' ? this.serials.shift() : undefined;
    if (serial !== undefined) return fromHex(serial.toString(16).padStart(2 * length, '0'));
    if (purpose === 'secret' && this.secret.length === length)
      return Uint8Array.from(this.secret, (letter) => SECRET_LETTERS.indexOf(letter));
    return sha256(utf8(`${purpose} ${this.draws++}`)).subarray(0, length);
  }

  private server(step: CaRecordedStep, action: string): void {
    const args = readArguments(step.argv ?? []);
    if (action === 'init') {
      if (args.has('--boot')) this.initialise(args.one('--boot'), args.one('--ca.name'), args.one('--csr.cn'));
      this.tally.equal(step.id, 'exit', args.has('--boot') ? 0 : 1, step.exit);
    } else if (action === 'start') this.start(step);
  }

  private initialise(boot: string, caName: string, commonName: string): void {
    const [name = '', ...secret] = boot.split(':');
    const defaults = defaultCaConfig(caName, bootstrapAdmin(name, secret.join(':')));
    const file = this.configFile();
    const config: CaConfig = {
      ...defaults,
      csrCommonName: commonName || defaults.csrCommonName,
      affiliations: file?.affiliations ?? defaults.affiliations,
    };
    this.state = createCa(config, this.context);
    this.files.set('ca-server/ca-cert.pem', certificatePem(this.state.certificate));
  }

  private configFile() {
    const text = this.steps.find((step) => step.text?.includes('affiliations:'))?.text;
    return text === undefined ? undefined : readServerConfig(text);
  }

  private get hostNames(): readonly string[] {
    return this.configFile()?.hosts ?? ['localhost'];
  }

  private start(step: CaRecordedStep): void {
    const args = readArguments(step.argv ?? []);
    this.port = args.one('--port') || '7054';
    this.tls = args.has('--tls.enabled');
    if (!this.state) return;
    const { config } = this.state;
    this.state = {
      ...this.state,
      config: {
        ...config,
        allowIdentityRemoval: args.has('--cfg.identities.allowremove'),
        allowAffiliationRemoval: args.has('--cfg.affiliations.allowremove'),
      },
    };
    if (!this.tls) return;
    const [commonName = 'localhost'] = this.hostNames;
    const { publicKey } = keyPairFrom(utf8('TLS key'));
    const tls = issueServerTls(this.state, { commonName, hosts: this.hostNames, publicKey }, this.context);
    this.files.set('ca-server/tls-cert.pem', certificatePem(tls));
  }

  private send(request: CaRequest): CaResponse {
    if (!this.state) throw new UnusableInput('A client calls before the server is initialised.');
    const { state, response } = caStep(this.state, request, this.context);
    this.state = state;
    const { code, message } = response.log;
    const path = request.uri.replace('/api/v1', '');
    this.answered.push({ request: `${request.method} ${path}`, status: response.status, code, message });
    return response;
  }

  private compareLog(log: readonly string[]): void {
    const recorded = loggedRequests(log.map((line) => this.translated(line)));
    recorded.forEach((request, i) => this.tally.equal(`server log ${i}`, 'request', this.answered[i], request));
    this.tally.equal('server log', 'number of requests', this.answered.length, recorded.length);
  }

  // ---- the client

  private client(step: CaRecordedStep): CommandOutput {
    const argv = (step.argv ?? []).map((argument) => this.translated(argument));
    return runClient(argv, step.env?.['FABRIC_CA_CLIENT_HOME'] ?? '', {
      files: this.files,
      port: this.port,
      tls: this.tls,
      hostName: this.hostNames[0] ?? 'localhost',
      send: (request) => this.send(request),
    });
  }

  private translated(text: string): string {
    return this.state ? withKeyId(text, this.keyId, hex(this.state.certificate.subjectKeyId)) : text;
  }

  private compareOutput(step: CaRecordedStep, ours: CommandOutput): void {
    this.tally.equal(step.id, 'exit', ours.exit, step.exit);
    const recorded = complaints(this.translated(step.stderr ?? ''));
    this.tally.equal(step.id, 'error output', ours.stderr, recorded);
    const [program, command = '', action = ''] = [step.argv?.[0], step.argv?.[1], step.argv?.[2]];
    const stdout = this.translated(step.stdout ?? '');
    if (program === undefined || command === 'version' || (step.exit ?? 0) !== 0) return;
    if (command === 'certificate')
      this.tally.equal(step.id, 'certificates', certificatesOf(ours.stdout).map(shortText), shortTexts(stdout));
    else if (command === 'affiliation' && action === 'list')
      this.tally.equal(step.id, 'output', ours.stdout.split('\n').toSorted(), stdout.split('\n').toSorted());
    else if (command === 'affiliation' && action !== 'add')
      this.tally.holds(step.id, stdout.startsWith(ours.stdout) ? undefined : `output is ${ours.stdout}`);
    else this.tally.equal(step.id, 'output', sortedLines(ours.stdout), sortedLines(stdout));
  }

  // ---- what was left behind

  private openssl(step: CaRecordedStep, what: string): void {
    const args = step.argv ?? [];
    const path = args[args.indexOf('-in') + 1] ?? '';
    const pem = this.files.get(path.replace('$WORK/', ''));
    if (pem === undefined) return this.tally.holds(step.id, `no file ${path}`);
    const recorded = maskedText(this.translated(step.stdout ?? ''));
    this.tally.equal(step.id, 'text', maskedText(what === 'crl' ? listText(pem) : pemText(pem)), recorded);
  }

  private find(step: CaRecordedStep): void {
    const args = step.argv ?? [];
    const folders = args.slice(1, args.indexOf('-type'));
    if (folders.some((folder) => folder.startsWith('ca-server'))) return;
    const masked = (path: string): string => path.replace(/[0-9a-f]{64}_sk$/, '(key)_sk');
    const inFolders = (path: string): boolean => folders.some((folder) => path.startsWith(`${folder}/`));
    const ours = [...this.files.keys()].filter((path) => inFolders(path) && !path.endsWith('/key')).map(masked);
    const recorded = (step.stdout ?? '').split('\n').filter(Boolean).map(masked);
    this.tally.equal(step.id, 'files', ours.toSorted(), recorded.toSorted());
  }
}

/**
 * Of a row of equal attempts to log in, a recording keeps the last: `lock-10` after nothing called `lock-9` stands for ten.
 */
function repetitions({ id, argv, exit }: CaRecordedStep, before: CaRecordedStep | undefined): number {
  const [, name, number] = /^(.*)-(\d+)$/.exec(id) ?? [];
  if (argv?.[1] !== 'enroll' || exit === 0 || number === undefined) return 1;
  const [, nameBefore, numberBefore] = /^(.*)-(\d+)$/.exec(before?.id ?? '') ?? [];
  return Math.max(1, Number(number) - (nameBefore === name ? Number(numberBefore) : 0));
}

const sortedLines = (text: string): readonly string[] => text.split('\n').map(withSortedAttributes);

function certificatesOf(pems: string): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (let block = decodePem(pems); block; block = decodePem(block.rest)) {
    const certificate = parseCertificate(block.bytes);
    if (certificate.ok) certificates.push(certificate.value);
  }
  return certificates;
}

const shortText = ({ serialNumber, subject }: Certificate): string =>
  `0x${serialNumber.toString(16)} ${goNameText(subject).split(',').toReversed().join(',')}`;

function shortTexts(text: string): readonly string[] {
  const serials = [...text.matchAll(/Serial Number: \d+ \((0x[0-9a-f]+)\)/g)].map((match) => match[1] ?? '');
  const subjects = [...text.matchAll(/Subject: (.*)/g)].map((match) => match[1] ?? '');
  return serials.map((serial, i) => `${serial} ${subjects[i] ?? ''}`);
}

function pemText(pem: string): string {
  const [certificate] = certificatesOf(pem);
  return certificate ? certificateText(certificate) : '';
}

function listText(pem: string): string {
  const list = parseRevocationList(utf8(pem));
  return list.ok ? revocationListText(list.value) : list.error;
}
