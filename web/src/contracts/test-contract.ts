/** A small contract in TypeScript, for tests: notes with a weight, all decorators in use. */
import type { ContractFolder } from '../sim/protocol/recording.ts';

const CONTRACT = `import { Context, Contract, Info, Object as DataType, Property, Returns, Transaction } from 'fabric-contract-api';
import stringify from 'json-stringify-deterministic';
import type { Weights } from './weights';

@DataType()
export class Note {
  @Property('text', 'string')
  public text: string = '';

  @Property('weight', 'number')
  public weight: number = 0;
}

@Info({ title: 'Notes', description: 'Notes with a weight' })
export class NotesContract extends Contract {
  @Transaction()
  public async Write(ctx: Context, id: string, text: string, weight: number): Promise<void> {
    const note: Note = { text, weight: weight * 2 };
    await ctx.stub.putState(id, Buffer.from(stringify(note)));
  }

  @Transaction(false)
  @Returns('Note')
  public async Read(ctx: Context, id: string): Promise<Note> {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) throw new Error(\`there is no note \${id}\`);
    return JSON.parse(Buffer.from(bytes).toString()) as Note;
  }

  @Transaction(false)
  @Returns('number')
  public async Total(_ctx: Context, weights: string): Promise<number> {
    const all = JSON.parse(weights) as Weights;
    return all.reduce((sum, weight) => sum + weight, 0);
  }
}
`;

/** Line and text of one of its statements, for tests that break it. */
export const READS_STATE = 'const bytes = await ctx.stub.getState(id);';

export const NOTES: ContractFolder = {
  'package.json': JSON.stringify({
    name: 'notes',
    version: '1.0.0',
    main: 'dist/index.js',
    scripts: { start: 'fabric-chaincode-node start', build: 'tsc' },
    dependencies: { 'fabric-contract-api': '~2.5', 'fabric-shim': '~2.5' },
  }),
  'tsconfig.json': JSON.stringify({
    extends: '@tsconfig/node20/tsconfig.json',
    compilerOptions: { outDir: 'dist', experimentalDecorators: true, emitDecoratorMetadata: true, declaration: true },
    include: ['src/'],
  }),
  'src/index.ts': `import type { Contract } from 'fabric-contract-api';
import { NotesContract } from './notes-contract';

export const contracts: (typeof Contract)[] = [NotesContract];
`,
  'src/notes-contract.ts': CONTRACT,
  'src/weights.ts': 'export type Weights = readonly number[];\n',
};
