import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeTooOld, whyInstall } from './installation.mjs';

describe('nodeTooOld', () => {
  it.each([
    ['18.20.4', true, 'an older major'],
    ['20.18.3', true, 'the right major, too early'],
    ['20.19.0', false, 'exactly the least'],
    ['22.0.0', false, 'a newer major with a smaller minor'],
  ])('%s: %s (%s)', (version, refused) => {
    expect(nodeTooOld(version) !== undefined).toBe(refused);
  });

  it('says which Node is needed and which one is here', () => {
    expect(nodeTooOld('18.1.0')).toMatch(/20\.19.*18\.1\.0/);
  });
});

describe('whyInstall', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'installation-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const write = (locked: object, installed?: object): void => {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
    if (installed === undefined) return;
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  };
  const a = 'node_modules/a';

  it.each<[locked: object, installed: object | undefined, why: string | undefined, reason: string]>([
    [{ [a]: { version: '1.0.0' } }, undefined, 'node_modules is missing', 'a fresh clone'],
    [{ [a]: { version: '1.0.0' } }, {}, `${a} should be version 1.0.0`, 'a package was added'],
    [
      { [a]: { version: '1.1.0' } },
      { [a]: { version: '1.0.0' } },
      `${a} should be version 1.1.0`,
      'a package was raised',
    ],
    [{ [a]: { version: '1.0.0' } }, { [a]: { version: '1.0.0' } }, undefined, 'nothing to do'],
    [{ [a]: { version: '1.0.0', optional: true } }, {}, undefined, 'a package of another platform'],
  ])('%# %j %j: %s (%s)', (locked, installed, why) => {
    write(locked, installed);
    expect(whyInstall(root)).toBe(why);
  });
});
