import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import { buildPackage, contractFiles, labelError, packageIdOf, parsePackage } from './package.ts';
import { readTar, writeTar } from './tar.ts';

const files = new Map([
  ['package.json', '{"main":"index.js"}'],
  ['index.js', 'module.exports.contracts = [];'],
  ['lib/b.js', '// ñ 漢字'],
  ['lib.js', ''],
  ['META-INF/statedb/couchdb/indexes/owner.json', '{"index":{"fields":["owner"]},"ddoc":"ownerDoc","name":"owner"}'],
  ['node_modules/x/index.js', 'left out'],
]);

function built(label = 'asset_1.0') {
  const result = buildPackage(label, 'chaincode/asset', files);
  invariant(result.ok, 'the package can be built');
  return result.value;
}

describe('a package', () => {
  it('comes back as it was made, without node_modules', () => {
    const { bytes, packageId } = built();
    const parsed = parsePackage(bytes);
    invariant(parsed.ok, 'our own package');
    expect(parsed.value.metadata).toEqual({ path: 'chaincode/asset', type: 'node', label: 'asset_1.0' });
    const contract = contractFiles(parsed.value.code);
    invariant(contract.ok, 'our own code');
    const kept = [...files].filter(([name]) => !name.startsWith('node_modules'));
    expect(new Map(contract.value)).toEqual(new Map(kept));
    expect(packageId).toBe(packageIdOf('asset_1.0', bytes));
    expect(packageId).toMatch(/^asset_1\.0:[0-9a-f]{64}$/);
  });

  it('has the same bytes each time, and others for another label', () => {
    expect(built().packageId).toBe(built().packageId);
    expect(built('other').packageId.slice(-64)).not.toBe(built().packageId.slice(-64));
  });

  it('is not made with a bad index, and leaves hidden metadata out', () => {
    const withFile = (name: string, text: string) => buildPackage('asset_1.0', '.', new Map([...files, [name, text]]));
    const index = 'META-INF/statedb/couchdb/indexes/size.json';
    expect(withFile(index, '{"index":{"fields":"size"}}')).toEqual({
      ok: false,
      error: `error getting chaincode bytes: Error writing Chaincode package contents: Index metadata file [${index}] is not a valid index definition: Expecting a JSON array of fields`,
    });
    expect(withFile('META-INF/statedb/couchdb/indexes/.size.json.swp', 'x')).toEqual(
      buildPackage('asset_1.0', '.', files),
    );
  });

  it('is an archive the real tar opens', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
    try {
      writeFileSync(path.join(folder, 'cc.tar.gz'), built().bytes);
      const tar = (...args: readonly string[]) => execFileSync('tar', args, { cwd: folder, encoding: 'utf8' });
      expect(tar('xvzf', 'cc.tar.gz').trim().split('\n')).toEqual(['metadata.json', 'code.tar.gz']);
      expect(readFileSync(path.join(folder, 'metadata.json'), 'utf8')).toBe(
        '{"path":"chaincode/asset","type":"node","label":"asset_1.0"}',
      );
      expect(tar('tzf', 'code.tar.gz').trim().split('\n')).toEqual([
        'META-INF/statedb/couchdb/indexes/owner.json',
        'src/index.js',
        'src/lib/b.js',
        'src/lib.js',
        'src/package.json',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what the peer refuses', () => {
  const archive = (...entries: readonly { name: string; bytes: Uint8Array }[]): Uint8Array => {
    const tar = writeTar(entries, { uid: 0, gid: 0 });
    invariant(tar, 'short names');
    return gzipSync(tar);
  };
  const metadata = (label: string) => ({ name: 'metadata.json', bytes: utf8(JSON.stringify({ label })) });
  const code = { name: 'code.tar.gz', bytes: utf8('x') };
  const table: readonly (readonly [why: string, source: Uint8Array, error: string])[] = [
    ['not compressed', utf8('hello'), 'error reading as gzip stream: gzip: invalid header'],
    ['empty', utf8(''), 'error reading as gzip stream: EOF'],
    ['compressed, but no archive', gzipSync(utf8('hello')), 'error inspecting next tar header: unexpected EOF'],
    ['no code', archive(metadata('a')), 'did not find a code package inside the package'],
    ['no metadata', archive(code), 'did not find any package metadata (missing metadata.json)'],
    ['a bad label', archive(metadata('my label'), code), labelError('my label') ?? ''],
  ];
  for (const [why, source, error] of table) {
    it(why, () => {
      expect(parsePackage(source)).toEqual({ ok: false, error });
    });
  }

  it('labels', () => {
    for (const label of ['a', '1', 'basic_1.0', 'a+b-c'])
      expect([label, labelError(label)]).toEqual([label, undefined]);
    for (const label of ['', '_a', '.a', 'a b', 'a/b', 'a:b', '名'])
      expect([label, labelError(label)]).not.toEqual([label, undefined]);
    expect(labelError('my label')).toBe(
      "invalid label 'my label'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics",
    );
  });

  it('code outside src', () => {
    const bad = archive({ name: 'bin/evil.js', bytes: utf8('') });
    expect(contractFiles(bad)).toEqual({ ok: false, error: 'illegal file detected in payload: "bin/evil.js"' });
    const empty = archive({ name: 'src/index.js', bytes: utf8('') });
    expect(contractFiles(empty)).toEqual({
      ok: false,
      error: 'no package.json found at the root of the chaincode package',
    });
  });
});

describe('tar', () => {
  it('keeps long names in the prefix', () => {
    const name = `${'folder/'.repeat(20)}${'f'.repeat(90)}.js`;
    const tar = writeTar([{ name, bytes: utf8('x') }], { uid: 0, gid: 0 });
    const read = readTar(tar ?? utf8(''));
    expect(read.ok && read.value.map((entry) => [entry.name, fromUtf8(entry.bytes)])).toEqual([[name, 'x']]);
  });

  it('notices a damaged header', () => {
    const tar = writeTar([{ name: 'a', bytes: utf8('x') }], { uid: 0, gid: 0 });
    invariant(tar, 'short name');
    tar[0] = 0x62;
    expect(readTar(tar)).toEqual({ ok: false, error: 'archive/tar: invalid tar header' });
  });
});
