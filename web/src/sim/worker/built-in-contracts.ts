/**
 * The contracts of the lab that every scene may use by name, as the bundler finds them: each folder of `chaincode/` is one.
 */
import type { ContractFolder } from '../protocol/recording.ts';

const FOLDER = '../../../../chaincode/';
const files = import.meta.glob<string>('../../../../chaincode/*/**/*.{js,json}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** By the name of their folder. */
export const builtInContracts: Readonly<Record<string, ContractFolder>> = (() => {
  const contracts: Record<string, Record<string, string>> = {};
  for (const [path, text] of Object.entries(files)) {
    const [name = '', ...rest] = path.slice(FOLDER.length).split('/');
    contracts[name] = { ...contracts[name], [rest.join('/')]: text };
  }
  return contracts;
})();
