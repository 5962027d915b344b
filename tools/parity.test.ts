import { expect, it } from 'vitest';
import { readHeader } from './parity.ts';

it('collects tags over several lines, ends them at an empty line, and reads the first comment only', () => {
  const text = [
    '/**',
    ' * What it is for.',
    ' *',
    ' * @fabric core/ledger/one.go,',
    ' *   core/ledger/two.go',
    ' * @simplified Only one thing: it is',
    ' * enough here.',
    ' *',
    ' * Words of their own.',
    ' * @simplified Another.',
    ' */',
    '/** @fabric not/this.go */',
  ].join('\n');
  expect(readHeader('one.ts', text)).toEqual({
    module: 'one.ts',
    fabric: ['core/ledger/one.go, core/ledger/two.go'],
    simplified: ['Only one thing: it is enough here.', 'Another.'],
  });
});
