/**
 * Who may import whom, said once: the dependency-cruiser rules, the layer guard and its canary all come from here.
 * Type imports count: a layer that knows the types of another is bound to it.
 */
import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Folders of web/src/sim, foundations first: each may import itself and those before it. A row of several are peers that do not know each other. */
export const SIM_ORDER: readonly (readonly string[])[] = [
  ['kernel'],
  ['crypto'],
  ['wire'],
  ['identity'],
  ['policy'],
  ['channel'],
  ['ledger'],
  ['chaincode'],
  ['orderer', 'kafka', 'peer', 'ca', 'client'],
  ['topology'],
  ['trace'],
  ['goals'],
  ['protocol'],
  ['worker'],
];

/** Single modules that sit lower than their folder: plain bytes are needed by the hash functions below `wire`. */
const BASICS: Readonly<Record<string, readonly string[]>> = { crypto: ['wire/bytes.ts'] };

interface Layer {
  readonly folder: string;
  /** Folders (or modules) under web/src it may import besides itself. */
  readonly imports: readonly string[];
  /** Folders under web/src of which it may import types only. */
  readonly typesOf: readonly string[];
}

const page = ['view', 'link/react', 'ui', 'i18n'];
/** Facts, commands and requests are the one vocabulary: everything that shows them may know their types. */
const vocabulary = ['sim/protocol', 'sim/trace'];

/** Folders of web/src outside the simulation. */
const PAGE_LAYERS: readonly Layer[] = [
  { folder: 'scenes', imports: [], typesOf: vocabulary },
  // A sentence is a key and its parameters: which keys there are, the dictionaries say.
  { folder: 'view', imports: [], typesOf: [...vocabulary, 'i18n'] },
  {
    folder: 'link',
    imports: ['sim/kernel', 'sim/trace', 'sim/goals', 'sim/protocol', 'sim/worker', 'view'],
    typesOf: [],
  },
  // What Fabric prints and what it means: searched by the page, shown by its panels.
  { folder: 'explain', imports: [], typesOf: ['sim/trace'] },
  // What is done with contracts outside the network: reading packages, compiling. Knows how a package is laid out.
  { folder: 'contracts', imports: ['sim/kernel', 'sim/wire', 'sim/chaincode'], typesOf: ['sim/protocol'] },
  { folder: 'i18n', imports: [], typesOf: [] },
  { folder: 'ui', imports: ['i18n'], typesOf: [] },
  { folder: 'stage', imports: page, typesOf: vocabulary },
  { folder: 'panels', imports: [...page, 'contracts', 'explain'], typesOf: vocabulary },
  // The insides of things, in place of the stage, made of the parts the panels have.
  { folder: 'inside', imports: [...page, 'panels', 'explain'], typesOf: vocabulary },
  { folder: 'lesson', imports: [...page, 'scenes'], typesOf: vocabulary },
  {
    folder: 'app',
    imports: [
      'sim/protocol',
      'contracts',
      'explain',
      'scenes',
      'link',
      'view',
      'stage',
      'panels',
      'inside',
      'lesson',
      'ui',
      'i18n',
    ],
    typesOf: ['sim/trace'],
  },
];

const simLayers: readonly Layer[] = SIM_ORDER.flatMap((row, index) =>
  row.map((folder) => ({
    folder: `sim/${folder}`,
    imports: [...SIM_ORDER.slice(0, index).flat(), ...(BASICS[folder] ?? [])].map((below) => `sim/${below}`),
    typesOf: [],
  })),
);

const LAYERS: readonly Layer[] = [...simLayers, ...PAGE_LAYERS];

/** Whether the module (path from the root, with `/`) lies in a folder this list knows; what is outside web/src does. */
export const isPlaced = (module: string): boolean =>
  !module.startsWith('web/src/') || LAYERS.some((layer) => module.startsWith(`web/src/${layer.folder}/`));

const TEST = '\\.(test|bench)\\.tsx?$';

const escaped = (path: string): string => path.replaceAll('.', '\\.');
const start = (path: string): string => `^web/src/${escaped(path)}${path.endsWith('.ts') ? '$' : '/'}`;

function rulesOf(layer: Layer): readonly IForbiddenRuleType[] {
  const allowed = [layer.folder, ...layer.imports, ...layer.typesOf].map(start);
  const importsOnly: IForbiddenRuleType = {
    name: `layer ${layer.folder}`,
    severity: 'error',
    comment: `${layer.folder} may import: ${[...layer.imports, ...layer.typesOf.map((at) => `types of ${at}`)].join(', ') || 'itself only'}`,
    // A test may use the Node side of the lab, a scene or a dictionary as its material.
    from: { path: start(layer.folder), pathNot: TEST },
    to: { path: '^(web/|tools/|e2e/)', pathNot: allowed },
  };
  if (layer.typesOf.length === 0) return [importsOnly];
  const typesOnly: IForbiddenRuleType = {
    name: `types only ${layer.folder}`,
    severity: 'error',
    comment: `${layer.folder} may import ${layer.typesOf.join(', ')} with "import type" only`,
    from: { path: start(layer.folder), pathNot: TEST },
    to: { path: layer.typesOf.map(start), dependencyTypesNot: ['type-only'] },
  };
  return [importsOnly, typesOnly];
}

const REACT =
  '(^|/)node_modules/(react|react-dom|@types/react|@types/react-dom|@xyflow|framer-motion|radix-ui|cmdk|@xstate/react)/';

const GENERAL: readonly IForbiddenRuleType[] = [
  { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'resolves',
    severity: 'error',
    comment: 'An import nobody can follow is one no rule can judge',
    from: {},
    // Vite's queries (`?raw`, `?url`, `?worker`) and build products (`gen/`) are resolved by Vite, not by the cruiser.
    to: { couldNotResolve: true, pathNot: ['\\?(raw|url|worker)$', '^virtual:', '\\.cache/', '/gen/'] },
  },
  {
    name: 'no React',
    severity: 'error',
    comment: 'The simulation, the scenes and the pure view run without React',
    from: { path: ['^web/src/(sim|scenes|view)/', '^web/src/link/(?!react/)'] },
    to: { path: REACT },
  },
  {
    name: 'no Node',
    severity: 'error',
    comment: 'What runs in the browser has no Node modules; tests run in Node and may',
    from: { path: '^web/src/', pathNot: TEST },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'tests stay tests',
    severity: 'error',
    comment: 'Product code imports no test and no test library',
    from: { path: '^web/src/', pathNot: TEST },
    to: { path: [TEST, '(^|/)node_modules/(vitest|fast-check|happy-dom|@playwright)/'] },
  },
  {
    name: 'tools',
    severity: 'error',
    comment:
      'Tools may use simulation, contracts, explanations, scenes and dictionaries; benchmarks also what they measure, the swarm also links',
    from: { path: '^tools/', pathNot: '^tools/(bench|swarm)/' },
    to: { path: '^web/src/', pathNot: '^web/src/(sim|contracts|explain|scenes|i18n)/' },
  },
  {
    name: 'end-to-end',
    severity: 'error',
    comment: 'End-to-end tests see the page as a user does',
    from: { path: '^e2e/' },
    to: { path: '^web/src/' },
  },
];

/** Every rule, in dependency-cruiser's form. */
export const layerRules = (): IForbiddenRuleType[] => [...GENERAL, ...LAYERS.flatMap(rulesOf)];
