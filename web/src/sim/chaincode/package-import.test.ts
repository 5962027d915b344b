import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { buildPackage } from './package.ts';
import { openPackage } from './package-import.ts';
import { writeTar } from './tar.ts';

const FILES = {
  'package.json': '{"main":"index.js"}',
  'index.js': 'module.exports.contracts = [];',
  'lib/deep/a.js': '1',
};
const METADATA = { path: 'chaincode/mine', type: 'node', label: 'mine_1.0' };

const tgz = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array => {
  const named = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? utf8(content) : content,
  }));
  const archive = writeTar(named, { uid: 0, gid: 0 });
  invariant(archive, 'the names fit');
  return gzipSync(archive);
};

const code = (files: Readonly<Record<string, string>>): Uint8Array =>
  tgz(Object.fromEntries(Object.entries(files).map(([name, text]) => [`src/${name}`, text])));

const packed = (metadata: object, files: Readonly<Record<string, string>> = FILES): Uint8Array =>
  tgz({ 'metadata.json': JSON.stringify(metadata), 'code.tar.gz': code(files) });

describe('a package of the lab', () => {
  it('is opened with the id it was made with', () => {
    const built = buildPackage('mine_1.0', 'chaincode/mine', new Map(Object.entries(FILES)));
    invariant(built.ok, 'the folder can be packaged');
    const opened = openPackage(built.value.bytes);
    invariant(opened.ok, 'our own package can be opened');
    expect(opened.value.packageId).toBe(built.value.packageId);
    expect(Object.fromEntries(opened.value.files)).toEqual(FILES);
  });
});

describe('a package made by other tools', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'package-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  /** With the system's tar: its own order, owner, times, padding and compression. */
  function withTar(format: string, files: Readonly<Record<string, string>>): Uint8Array {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(dir, 'src', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text, { mode: 0o644 });
      utimesSync(file, 1_600_000_000, 1_600_000_000);
    }
    const tar = (archive: string, ...members: readonly string[]) =>
      execFileSync('tar', ['-C', dir, `--format=${format}`, '-czf', path.join(dir, archive), ...members]);
    tar(
      'code.tar.gz',
      ...Object.keys(files)
        .map((name) => `src/${name}`)
        .reverse(),
    );
    writeFileSync(path.join(dir, 'metadata.json'), JSON.stringify(METADATA, null, 2));
    tar('mine.tar.gz', 'code.tar.gz', 'metadata.json');
    return readFileSync(path.join(dir, 'mine.tar.gz'));
  }

  const long = `lib/${'a-long-name-of-a-folder/'.repeat(8)}file.js`;
  it.each(['ustar', 'gnu', 'pax'])('keeps the id of its own bytes (%s)', (format) => {
    // What ustar cannot name at all, the others name in headers of their own.
    const files = format === 'ustar' ? FILES : { ...FILES, [long]: '2' };
    const bytes = withTar(format, files);
    const opened = openPackage(bytes);
    invariant(opened.ok, 'a peer would take it');
    const { label, type, packageId } = opened.value;
    expect({ label, type }).toEqual({ label: 'mine_1.0', type: 'node' });
    expect(packageId).toBe(`mine_1.0:${createHash('sha256').update(bytes).digest('hex')}`);
    expect(Object.fromEntries(opened.value.files)).toEqual(files);
  });
});

describe('a file that does not come in', () => {
  const flippedChecksum = (): Uint8Array => {
    const archive = writeTar([{ name: 'metadata.json', bytes: utf8('{}') }], { uid: 0, gid: 0 });
    invariant(archive, 'the name fits');
    archive[0] = 0x4d;
    return gzipSync(archive);
  };
  const good = packed(METADATA);

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'error reading as gzip stream: EOF'],
    ['no gzip', utf8('PK\u0003\u0004'), 'error reading as gzip stream: gzip: invalid header'],
    [
      'a download that broke off',
      good.subarray(0, good.length / 2),
      'error inspecting next tar header: unexpected EOF',
    ],
    ['a damaged archive', flippedChecksum(), 'error inspecting next tar header: archive/tar: invalid tar header'],
    ['no code', tgz({ 'metadata.json': '{}' }), 'did not find a code package inside the package'],
    ['no metadata', tgz({ 'code.tar.gz': code(FILES) }), 'did not find any package metadata (missing metadata.json)'],
    [
      'metadata that are no JSON',
      tgz({ 'metadata.json': '{', 'code.tar.gz': code(FILES) }),
      'could not unmarshal metadata.json as json: invalid character',
    ],
    [
      'a label no peer takes',
      packed({ ...METADATA, label: '-mine' }),
      "invalid label '-mine'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics",
    ],
    [
      'a folder packed by hand, not with the tool',
      tgz({ 'metadata.json': JSON.stringify(METADATA), 'code.tar.gz': tgz(FILES) }),
      'illegal file detected in payload: "package.json"',
    ],
    [
      'a contract without package.json',
      packed(METADATA, { 'index.js': '' }),
      'no package.json found at the root of the chaincode package',
    ],
    [
      'code that is no archive',
      tgz({ 'metadata.json': JSON.stringify(METADATA), 'code.tar.gz': 'text' }),
      'failure opening codepackage gzip stream: gzip: invalid header',
    ],
  ])('is told by Fabric’s words: %s', (_reason, bytes, text) => {
    expect(openPackage(bytes)).toEqual({ ok: false, error: { code: 'badPackage', params: { text }, where: '' } });
  });

  it.each(['golang', 'java', 'ccaas', 'external', ''])('was made for something else: "%s"', (type) => {
    expect(openPackage(packed({ ...METADATA, type }, { 'main.go': 'package main' }))).toEqual({
      ok: false,
      error: { code: 'packageNotRunnable', params: { label: 'mine_1.0', type }, where: '' },
    });
  });

  it.each<[string, () => Uint8Array]>([
    ['in itself', () => new Uint8Array(4_000_001)],
    ['unpacked', () => gzipSync(new Uint8Array(32_000_001))],
    [
      'in its code',
      () => tgz({ 'metadata.json': JSON.stringify(METADATA), 'code.tar.gz': gzipSync(new Uint8Array(32_000_001)) }),
    ],
  ])('may not be larger than the lab can hold, %s', (_reason, bytes) => {
    expect(openPackage(bytes())).toMatchObject({ ok: false, error: { code: 'packageTooLarge' } });
  });
});
