/**
 * What the learner's files are, and what is in them: a network of the real tools, something of the lab's own, a block, a
 * contract. A chunk of its own: the readers of YAML and of channel configurations are large.
 */
import { isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Translate } from '../../i18n/translate.ts';
import type { DiskFile } from '../../panels/contract/import-files.ts';
import { checkRecording } from '../../sim/protocol/check-recording.ts';
import type { DocumentNote } from '../../sim/protocol/read-network.ts';
import { readNetwork } from '../../sim/protocol/read-network.ts';
import type { Recording } from '../../sim/protocol/recording.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { refusalText } from '../../i18n/refusal-text.ts';

export type ReadFiles =
  | {
      readonly type: 'network';
      readonly name: string;
      readonly topology: Topology;
      readonly remarks: readonly string[];
    }
  /** Text of a file made by the share dialog, or of one that was kept. */
  | { readonly type: 'moment'; readonly text: string }
  | { readonly type: 'recording'; readonly name: string; readonly recording: Recording }
  | { readonly type: 'block'; readonly file: File }
  | { readonly type: 'contract'; readonly files: readonly DiskFile[] }
  /** Sentences. */
  | { readonly type: 'refused'; readonly lines: readonly string[] };

const DOCUMENTS = ['configtx.yaml', 'crypto-config.yaml', 'core.yaml'] as const;
type DocumentName = DocumentNote['document'];

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;
const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

/** @throws nothing: what cannot be read is `refused`, with a sentence for each reason */
export async function readFiles(t: Translate, files: readonly DiskFile[]): Promise<ReadFiles> {
  const isContract = files.some(({ path }) => nameOf(path) === 'package.json' || /\.(?:tar\.gz|tgz)$/i.test(path));
  if (isContract) return { type: 'contract', files };
  const yaml = files.filter(({ path }) => isYaml(path));
  if (yaml.length > 0) return readYamlFiles(t, yaml);
  const [first] = files;
  if (first === undefined) return { type: 'refused', lines: [] };
  const name = nameOf(first.path);
  if (/\.json$/i.test(name)) return readJson(t, name, await first.file.text());
  if (/\.(?:block|pb)$/i.test(name)) return { type: 'block', file: new File([first.file], name) };
  return { type: 'refused', lines: [t('sandbox.import.unknown', { file: name })] };
}

function readJson(t: Translate, file: string, text: string): ReadFiles {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { type: 'refused', lines: [t('sandbox.import.flawNoLine', { file, text: t('errors.fileUnreadable') })] };
  }
  if (typeof json === 'object' && json !== null && 'recording' in json) return { type: 'moment', text };
  const checked = checkRecording(json);
  if (checked.ok) return { type: 'recording', name: file.replace(/\.json$/i, ''), recording: checked.value };
  return {
    type: 'refused',
    lines: [t('sandbox.import.flawNoLine', { file, text: refusalText(t, checked.error) })],
  };
}

interface Yaml {
  /** As it is called on the learner's disk. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Which of the three it is: by its name, else by what is in it. */
function kindOf(file: string, content: unknown): DocumentName | null {
  const named = DOCUMENTS.find((name) => file.toLowerCase().startsWith(name.replace('.yaml', '')));
  if (named !== undefined) return named;
  if (typeof content !== 'object' || content === null) return null;
  if ('PeerOrgs' in content || 'OrdererOrgs' in content) return 'crypto-config.yaml';
  if ('Profiles' in content) return 'configtx.yaml';
  return 'ledger' in content ? 'core.yaml' : null;
}

async function readYamlFiles(t: Translate, files: readonly DiskFile[]): Promise<ReadFiles> {
  const found = new Map<DocumentName, Yaml>();
  const flaws: string[] = [];
  for (const { path, file: blob } of files) {
    const file = nameOf(path);
    const lines = new LineCounter();
    const document = parseDocument(await blob.text(), { merge: true, lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined) {
      const [text = ''] = error.message.split('\n');
      flaws.push(
        t('sandbox.import.yaml', { file, line: lines.linePos(error.pos[0]).line, text: text.replace(/:$/, '') }),
      );
      continue;
    }
    const kind = kindOf(file, document.toJS());
    if (kind === null) flaws.push(t('sandbox.import.unknown', { file }));
    else found.set(kind, { file, document, lines });
  }
  if (flaws.length > 0) return { type: 'refused', lines: flaws };
  return readDocuments(t, found);
}

function readDocuments(t: Translate, found: ReadonlyMap<DocumentName, Yaml>): ReadFiles {
  const configtx = found.get('configtx.yaml');
  if (configtx === undefined) {
    const [{ file } = { file: '' }] = [...found.values()];
    return { type: 'refused', lines: [t('sandbox.import.needsConfigtx', { file })] };
  }
  const cryptoConfig = found.get('crypto-config.yaml')?.document.toJS() as unknown;
  const core = found.get('core.yaml')?.document.toJS() as unknown;
  const read = readNetwork({
    configtx: configtx.document.toJS(),
    ...(cryptoConfig !== undefined && { cryptoConfig }),
    ...(core !== undefined && { core }),
  });
  const sentenceOf = (note: DocumentNote): string => {
    const yaml = found.get(note.document);
    const line = yaml === undefined ? null : lineOf(yaml, note.at);
    const file = yaml?.file ?? note.document;
    const text = noteText(t, note);
    return line === null
      ? t('sandbox.import.flawNoLine', { file, text })
      : t('sandbox.import.flaw', { file, line, text });
  };
  if (!read.ok) return { type: 'refused', lines: read.error.map(sentenceOf) };
  const { topology, remarks, isGuessed } = read.value;
  const notes = remarks.map(sentenceOf);
  return {
    type: 'network',
    name: topology.channels[0]?.id ?? '',
    topology,
    remarks: isGuessed ? [t('sandbox.import.guessedCrypto'), ...notes] : notes,
  };
}

function noteText(t: Translate, { at, code, params }: DocumentNote): string {
  const { got } = params;
  const kind = `networkFiles.got.${got ?? ''}`;
  const text = t(`networkFiles.${code}`, t.has(kind) ? { ...params, got: t(kind) } : params);
  return at === '' ? text : t('networkFiles.place', { at, text });
}

/** The line of a place such as `Profiles.Lab.Orderer.EtcdRaft`, or of what is nearest to it; null when nothing is. */
function lineOf({ document, lines }: Yaml, at: string): number | null {
  const path = at.split(/[.[\]]/).filter((part) => part !== '');
  for (let length = path.length; length > 0; length--) {
    const steps = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node: unknown = document.getIn(steps, true);
    const range =
      (isScalar(node) || (typeof node === 'object' && node !== null)) && (node as { readonly range?: unknown }).range;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return null;
}
