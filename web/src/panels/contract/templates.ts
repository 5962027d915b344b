/** The contracts a learner may begin with: one counter, in JavaScript and in TypeScript. */
import type { ContractFolder } from '../lab-types.ts';

export const TEMPLATES = ['javascript', 'typescript'] as const;
export type TemplateName = (typeof TEMPLATES)[number];

const DEPENDENCIES = { 'fabric-contract-api': '2.5.8', 'fabric-shim': '2.5.8' };
/** Without it, installing the contract API outside the lab brings a library it does not work with. */
const OVERRIDES = { 'class-transformer': '0.4.0' };

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

function javascript(name: string): ContractFolder {
  return {
    'package.json': json({
      name,
      version: '1.0.0',
      main: 'index.js',
      scripts: { start: 'fabric-chaincode-node start' },
      dependencies: DEPENDENCIES,
      overrides: OVERRIDES,
    }),
    'index.js': lines(
      "'use strict';",
      '',
      "const CounterContract = require('./lib/counter-contract');",
      '',
      'module.exports.contracts = [CounterContract];',
    ),
    'lib/counter-contract.js': lines(
      "'use strict';",
      '',
      "const { Contract } = require('fabric-contract-api');",
      '',
      '/** Counters by name: one key of the world state for each. */',
      'class CounterContract extends Contract {',
      '  async Read(ctx, name) {',
      '    const bytes = await ctx.stub.getState(name);',
      '    return bytes.length === 0 ? 0 : Number(bytes.toString());',
      '  }',
      '',
      '  async Add(ctx, name, amount) {',
      '    const value = (await this.Read(ctx, name)) + Number(amount);',
      '    await ctx.stub.putState(name, Buffer.from(String(value)));',
      '    return value;',
      '  }',
      '}',
      '',
      'module.exports = CounterContract;',
    ),
  };
}

function typescript(name: string): ContractFolder {
  return {
    'package.json': json({
      name,
      version: '1.0.0',
      main: 'dist/index.js',
      scripts: { build: 'tsc', start: 'fabric-chaincode-node start' },
      dependencies: DEPENDENCIES,
      devDependencies: { typescript: '^5.0.0' },
      overrides: OVERRIDES,
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2020',
        module: 'commonjs',
        moduleResolution: 'node',
        outDir: 'dist',
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        skipLibCheck: true,
      },
      include: ['src/**/*'],
    }),
    'src/index.ts': lines(
      "import { CounterContract } from './counter-contract';",
      '',
      'export { CounterContract };',
      'export const contracts: unknown[] = [CounterContract];',
    ),
    'src/counter-contract.ts': lines(
      "import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';",
      '',
      "@Info({ title: 'CounterContract', description: 'Counters by name' })",
      'export class CounterContract extends Contract {',
      '  @Transaction(false)',
      "  @Returns('number')",
      '  public async Read(ctx: Context, name: string): Promise<number> {',
      '    const bytes = await ctx.stub.getState(name);',
      '    return bytes.length === 0 ? 0 : Number(bytes.toString());',
      '  }',
      '',
      '  @Transaction()',
      "  @Returns('number')",
      '  public async Add(ctx: Context, name: string, amount: number): Promise<number> {',
      '    const value = (await this.Read(ctx, name)) + amount;',
      '    await ctx.stub.putState(name, Buffer.from(String(value)));',
      '    return value;',
      '  }',
      '}',
    ),
  };
}

/** @param name of the contract, for its `package.json` */
export const templateOf = (template: TemplateName, name: string): ContractFolder =>
  template === 'javascript' ? javascript(name) : typescript(name);
