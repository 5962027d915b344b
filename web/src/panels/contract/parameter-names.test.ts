import { expect, it } from 'vitest';
import { namesInSource, shownName } from './parameter-names.ts';

const folder = {
  'package.json': '{}',
  'lib/a.js': [
    'class A extends Contract {',
    '  async Create(ctx, id, owner = "nobody") {',
    '    return this.Read(ctx, id);',
    '  }',
    '  async Read(',
    '    ctx,',
    '    id,',
    '  ) {}',
    '}',
  ].join('\n'),
};

it.each([
  ['Create', ['id', 'owner']],
  ['A:Read', ['id']],
  ['Missing', null],
  ['(.*', null],
])('%s takes %j after its context', (transaction, names) => {
  expect(namesInSource(folder, transaction)).toEqual(names);
});

it('stand in only for names nobody gave', () => {
  expect(shownName('arg1', 1, ['id', 'owner'])).toBe('owner');
  expect(shownName('newOwner', 1, ['id', 'owner'])).toBe('newOwner');
  expect(shownName('arg2', 2, ['id'])).toBe('arg2');
});
