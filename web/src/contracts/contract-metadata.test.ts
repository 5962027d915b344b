import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariant } from '../sim/kernel/result.ts';
import { type ContractMetadata, readContractMetadata } from './contract-metadata.ts';

const recorded = readFileSync(new URL('testdata/basic-js.metadata.json', import.meta.url), 'utf8');

function read(value: unknown): ContractMetadata {
  const metadata = readContractMetadata(value);
  invariant(metadata.ok, 'metadata can be read');
  return metadata.value;
}

describe('what a contract says of itself', () => {
  it('is read as a real peer gave it: without decorators, all that is known is how many arguments', () => {
    const { title, contracts } = read(recorded);
    expect(title).toBe('asset-transfer-basic');
    expect(contracts.map(({ name, isDefault }) => [name, isDefault])).toEqual([['AssetTransfer', true]]);
    const read_ = contracts[0]?.transactions.find(({ name }) => name === 'ReadAsset');
    expect(read_).toEqual({
      name: 'ReadAsset',
      call: 'ReadAsset',
      // It says SUBMIT, as all of its functions do.
      submits: undefined,
      parameters: [{ name: 'arg0', description: 'Argument 0', schema: { type: 'string' } }],
      returns: undefined,
    });
    expect(contracts[0]?.transactions.map(({ name }) => name)).toContain('GetAllAssets');
  });

  it('names the contract in calls to all but the default one', () => {
    const one = { transactions: [{ name: 'Do' }] };
    const calls = (contracts: object) =>
      read({ contracts }).contracts.map((contract) => contract.transactions[0]?.call);
    expect(calls({ first: one, second: one }), 'the first, when none calls itself the default').toEqual([
      'Do',
      'second:Do',
    ]);
    expect(calls({ first: one, second: { ...one, contractInstance: { default: true } } })).toEqual(['first:Do', 'Do']);
  });

  it('resolves a schema that is kept elsewhere', () => {
    const $ref = '#/components/schemas/Note';
    const note = { type: 'object', properties: {} };
    const transactions = [
      { name: 'Do', parameters: [{ name: 'note', schema: { $ref } }], returns: [{ schema: { $ref } }] },
    ];
    const { contracts } = read({ contracts: { c: { transactions } }, components: { schemas: { Note: note } } });
    expect(contracts[0]?.transactions[0]).toMatchObject({ parameters: [{ schema: note }], returns: note });
  });

  it.each([
    ['an answer that is no JSON', 'Error'],
    ['no contracts', '{}'],
    ['something else', [1]],
    ['nothing', undefined],
  ])('is refused when it is %s', (_reason, value) => {
    expect(readContractMetadata(value)).toMatchObject({ ok: false, error: { code: 'notMetadata' } });
  });

  it('is read as far as it makes sense: contracts may write what they like into it', () => {
    const transactions = [null, { name: 1 }, { name: 'Do', tag: 'x', parameters: [{ schema: 'text' }, 'a'] }];
    expect(read({ contracts: { c: { transactions, info: [] }, d: null } }).contracts).toMatchObject([
      {
        transactions: [
          {
            name: 'Do',
            submits: undefined,
            parameters: [
              { name: 'arg0', schema: {} },
              { name: 'arg1', schema: {} },
            ],
          },
        ],
      },
      { name: 'd', transactions: [] },
    ]);
  });
});
