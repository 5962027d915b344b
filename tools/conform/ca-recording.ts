/**
 * Reads a recording of Fabric CA commands, and makes texts of different runs comparable: keys and signatures are masked,
 * and what the server drew (serial numbers, secrets) is drawn again.
 */
import { parse as parseYaml } from 'yaml';
import { unixSeconds } from '../../web/src/sim/wire/x509-time.ts';
import { readCases } from './outcome.ts';

export interface CaRecordedStep {
  readonly id: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly log?: readonly string[];
  /** Content of a file, e.g. the server's configuration. */
  readonly text?: string;
}

export const readCaRecording = (file: string): readonly CaRecordedStep[] => readCases<CaRecordedStep>(file, ['id']);

/** Unix seconds of the last dated line of a step's log output; undefined without one. */
export function stepTime({ stderr = '' }: CaRecordedStep): number | undefined {
  const dates = [...stderr.matchAll(/^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) /gm)];
  const last = dates.at(-1)?.slice(1).map(Number);
  if (!last) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = last;
  return unixSeconds({ year, month, day, hour, minute, second });
}

/** The serial numbers the server drew, in order: that of its own certificate, of its TLS certificate, then the rest. */
export function recordedSerials(steps: readonly CaRecordedStep[]): readonly bigint[] {
  const own = steps.find(isServer('init'))?.stderr ?? '';
  const logs = steps.filter(({ log }) => log !== undefined).map(({ log }) => log ?? []);
  const fullest = logs.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return [own, ...fullest].flatMap((text) =>
    [...text.matchAll(/signed certificate with serial number (\d+)/g)].map((match) => BigInt(match[1] ?? 0)),
  );
}

export const isServer =
  (command: string) =>
  ({ argv, exit }: CaRecordedStep): boolean =>
    argv?.[0] === 'fabric-ca-server' && argv[1] === command && (exit ?? 0) === 0;

/** The key identifier of the recorded CA: lower-case digits; '' when nothing in the recording tells it. */
export function recordedCaKeyId(steps: readonly CaRecordedStep[]): string {
  for (const { stdout = '' } of steps) {
    const match = /X509v3 Authority Key Identifier:\s+(?:keyid:)?((?:[0-9A-F]{2}:)+[0-9A-F]{2})/.exec(stdout);
    if (match?.[1]) return match[1].replaceAll(':', '').toLowerCase();
  }
  return '';
}

/** `text` with the recorded CA's key identifier replaced by ours, in both ways of writing. */
export function withKeyId(text: string, recorded: string, ours: string): string {
  if (recorded === '') return text;
  const colons = (digits: string): string => (digits.toUpperCase().match(/../g) ?? []).join(':');
  return text.replaceAll(recorded, ours).replaceAll(colons(recorded), colons(ours));
}

/** What OpenSSL prints of a certificate or list, without the octets of keys and signatures. */
export function maskedText(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines
    .map((line, i) => {
      const above = lines[i - 1] ?? '';
      if (/Serial Number:$/.test(above)) return line;
      if (/Subject Key Identifier: ?$/.test(above)) return '(key identifier)';
      return /^\s+([0-9a-f]{2}:)*[0-9a-f]{2}:?$/.test(line) ? '(octets)' : line;
    })
    .filter((line, i, all) => line !== '(octets)' || all[i - 1] !== '(octets)');
}

/** A line whose attributes `[{…} {…}]`, which the real server gives in no order, are sorted. */
export const withSortedAttributes = (line: string): string =>
  line.replace(
    /\[(\{Name:.*\})\]/,
    (_, items: string) => `[${(items.match(/\{[^}]*\}/g) ?? []).toSorted().join(' ')}]`,
  );

/** Log lines the client writes of itself, whatever comes of the command. */
const CHATTER =
  /TLS Enabled$|generating key: |encoded CSR$|Configuration file location: |Created a default configuration file at /;

/** What a command said on its error output: log lines without their dates, up to and including the error's first line. */
export function complaints(stderr: string): readonly string[] {
  const lines: string[] = [];
  for (const line of stderr.split('\n')) {
    const text = line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, '');
    if (text === '' || CHATTER.test(text)) continue;
    lines.push(text);
    if (text.startsWith('Error: ')) break;
  }
  return lines;
}

/** One answered request in the server's log. */
export interface LoggedRequest {
  readonly request: string;
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

export function loggedRequests(log: readonly string[]): readonly LoggedRequest[] {
  return log.flatMap((line) => {
    const match = /\[INFO\] \S+ ((?:GET|POST|PUT|DELETE) \S+) (\d+) (\d+) "(.*)"$/.exec(line);
    if (!match) return [];
    const [, request = '', status, code, message = ''] = match;
    return [{ request, status: Number(status), code: Number(code), message }];
  });
}

/** What of the server's configuration file matters here. */
export interface ServerConfigFile {
  readonly affiliations: readonly string[];
  readonly hosts: readonly string[];
}

export function readServerConfig(text: string): ServerConfigFile {
  const config = asObject(parseYaml(text));
  const hosts = asObject(config['csr'])['hosts'];
  return {
    affiliations: affiliationNames(config['affiliations'], ''),
    hosts: Array.isArray(hosts) ? hosts.map(String) : [],
  };
}

function affiliationNames(tree: unknown, parent: string): readonly string[] {
  const named = (name: string): string => (parent === '' ? name : `${parent}.${name}`);
  if (typeof tree === 'string') return [named(tree)];
  if (Array.isArray(tree)) return tree.flatMap((item) => affiliationNames(item, parent));
  return Object.entries(asObject(tree)).flatMap(([name, below]) => [
    named(name),
    ...affiliationNames(below, named(name)),
  ]);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
