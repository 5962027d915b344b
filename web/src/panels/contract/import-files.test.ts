import { describe, expect, it } from 'vitest';
import { type DiskFile, droppedFiles, importFolder } from './import-files.ts';

const file = (path: string, text = ''): DiskFile => ({ path, file: new Blob([text]) });

describe('a folder from disk', () => {
  it('is taken from where its package.json lies, without what nobody packages', async () => {
    const imported = await importFolder([
      file('work/coin/package.json', '{"name":"coin"}'),
      file('work/coin/lib/coin.js', '1'),
      file('work/coin/node_modules/x/package.json', '{}'),
      file('work/coin/.git/config'),
      file('work/coin/logo.png', '\0PNG'),
      file('work/notes.txt'),
    ]);
    expect(imported).toEqual({
      ok: true,
      name: 'coin',
      folder: { 'package.json': '{"name":"coin"}', 'lib/coin.js': '1' },
    });
  });

  it.each([
    ['there is no package.json', [file('coin/index.js')], 'noPackageJson'],
    [
      'there are too many files',
      Array.from({ length: 301 }, (_, at) => file(at === 0 ? 'package.json' : `${at}.js`)),
      'tooMany',
    ],
    ['they are too large', [file('package.json', 'x'.repeat(2_000_001))], 'tooLarge'],
  ])('is not taken when %s', async (_reason, files, flaw) => {
    expect(await importFolder(files)).toEqual({ ok: false, flaw });
  });

  it('is called as its folder when its package.json does not say', async () => {
    expect(await importFolder([file('coin/package.json', 'not json')])).toMatchObject({ ok: true, name: 'coin' });
  });
});

describe('what is dropped', () => {
  const dropped = (entries: readonly object[], files: readonly File[] = []) =>
    ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files }) as unknown as DataTransfer;
  const leaf = (fullPath: string) => ({
    fullPath,
    isFile: true,
    file: (done: (file: File) => void) => done(new File([''], fullPath)),
  });

  it('is walked through, hands out a hundred at a time, and leaves node_modules alone', async () => {
    const batches = [[leaf('/coin/package.json'), leaf('/coin/a.js')], [leaf('/coin/b.js')], []];
    const folder = {
      fullPath: '/coin',
      isFile: false,
      createReader: () => ({ readEntries: (done: (all: readonly object[]) => void) => done(batches.shift() ?? []) }),
    };
    const files = await droppedFiles(dropped([folder, leaf('/coin/node_modules/x.js')]));
    expect(files.map(({ path }) => path)).toEqual(['coin/package.json', 'coin/a.js', 'coin/b.js']);
  });

  it('may be files that lie on no disk', async () => {
    const files = await droppedFiles(dropped([], [new File(['{}'], 'package.json')]));
    expect(files.map(({ path }) => path)).toEqual(['package.json']);
  });
});
