/**
 * The contracts of the lab that every scene may use by name, as the bundler finds them in `chaincode/`.
 */
import type { ContractFolder } from '../protocol/recording.ts';

const FOLDER = '../../../../chaincode/asset/';
const files = import.meta.glob<string>('../../../../chaincode/asset/**/*.{js,json}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const assetContract: ContractFolder = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.slice(FOLDER.length), text]),
);
