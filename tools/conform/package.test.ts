import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformPackage } from './package.ts';
import { UnusableInput } from './outcome.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'conform-package-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const step = (verb: string, args: readonly string[], stdout = '', exit = 0) => ({
  argv: ['peer', 'lifecycle', 'chaincode', verb, ...args],
  stdout,
  exit,
});
const packaged = step('package', ['m.tar.gz', '--path', 'cc/mine', '--lang', 'node', '--label', 'mine_1']);

function transcript(...steps: readonly object[]): string {
  const file = path.join(dir, 'steps.json');
  writeFileSync(file, JSON.stringify(steps));
  return file;
}

/** A folder with one file. */
function contract(text: string): string {
  mkdirSync(path.join(dir, 'mine'), { recursive: true });
  writeFileSync(path.join(dir, 'mine/package.json'), text);
  return path.join(dir, 'mine');
}

/** Of the folder with `{}`: made once, the same for ever. */
const ID = 'mine_1:edcb37f44c4b947235ae9112785bc6f94f400ca4b1c0d9c079d75a66ab09e80d';
const asked = step('calculatepackageid', ['m.tar.gz'], `${ID}\n`);

describe('conform package', () => {
  it('compares the id with the one that was printed', () => {
    const file = transcript(packaged, step('package', ['--help']), asked);
    expect(conformPackage([file, '--chaincode', contract('{}')])).toEqual({ passed: 1, failed: 0, differences: [] });
    const { failed, differences } = conformPackage([file, '--chaincode', contract('{"other":1}')]);
    expect(failed).toBe(1);
    expect(differences[0]).toContain(`m.tar.gz of cc/mine: Fabric ${ID}, ours mine_1:`);
  });

  it.each([
    ['no folder is named', () => [transcript(packaged, asked)]],
    ['there is no such folder', () => [transcript(packaged, asked), '--chaincode', path.join(dir, 'nowhere')]],
    ['nobody asked for the id', () => [transcript(packaged), '--chaincode', contract('{}')]],
    ['packaging failed', () => [transcript({ ...packaged, exit: 1 }, asked), '--chaincode', contract('{}')]],
    ['it is no transcript', () => [transcript({ id: 'a note' }), '--chaincode', contract('{}')]],
  ])('has nothing to compare when %s', (_reason, args) => {
    expect(() => conformPackage(args())).toThrow(UnusableInput);
  });
});
