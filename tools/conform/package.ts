/**
 * Packages a contract folder as a recorded `peer lifecycle chaincode package` did, and compares the id with what
 * `peer lifecycle chaincode calculatepackageid` said of the file.
 */
import { readContractFolder } from '../node-lab.ts';
import { buildPackage } from '../../web/src/sim/chaincode/package.ts';
import { type ConformOutcome, compareEach, readCases, UnusableInput } from './outcome.ts';

const USAGE = 'Usage: npm run -s conform -- package STEPS.json --chaincode DIR';

/** A command line of a transcript and what it printed; steps of other kinds have none of this. */
interface Step {
  readonly argv?: readonly string[];
  readonly stdout?: string;
  readonly exit?: number;
}

/** A package of the transcript. */
interface Packaged {
  readonly file: string;
  readonly path: string;
  readonly label: string;
  readonly packageId: string;
}

const TOOL = ['peer', 'lifecycle', 'chaincode'];

/** What follows `peer lifecycle chaincode <verb>`; undefined when it is another command, or one that failed. */
function argumentsOf({ argv = [], exit }: Step, verb: string): readonly string[] | undefined {
  const words = [...TOOL, verb];
  return exit === 0 && words.every((word, i) => argv[i] === word) ? argv.slice(words.length) : undefined;
}

const optionOf = (args: readonly string[], name: string): string => args[args.indexOf(name) + 1] ?? '';

function packagesOf(steps: readonly Step[]): readonly Packaged[] {
  return steps.flatMap((step, index) => {
    const args = argumentsOf(step, 'package');
    const [file] = args ?? [];
    if (!args || file === undefined) return [];
    const asked = steps.slice(index).find((later) => {
      const [of, ...options] = argumentsOf(later, 'calculatepackageid') ?? [];
      return of === file && options.length === 0;
    });
    if (!asked) return [];
    const packageId = (asked.stdout ?? '').trim();
    return [{ file, path: optionOf(args, '--path'), label: optionOf(args, '--label'), packageId }];
  });
}

/**
 * @param args a transcript (as `bringup/steps.json`) and `--chaincode` with the folder it packaged
 * @throws UnusableInput when there is nothing to compare
 */
export function conformPackage(args: readonly string[]): ConformOutcome {
  const [file = '', option, dir] = args;
  if (option !== '--chaincode' || dir === undefined || args.length > 3) throw new UnusableInput(USAGE);
  const packages = packagesOf(readCases<Step>(file, []));
  if (packages.length === 0) throw new UnusableInput(`${file} has no package whose id was asked for.`);
  const folder = new Map(Object.entries(readFolder(dir)));
  return compareEach(packages, ({ file: name, path, label, packageId }) => {
    const built = buildPackage(label, path, folder);
    const ours = built.ok ? built.value.packageId : `Error: ${built.error}`;
    return ours === packageId ? [] : [`${name} of ${path}: Fabric ${packageId}, ours ${ours}`];
  });
}

function readFolder(dir: string): ReturnType<typeof readContractFolder> {
  try {
    return readContractFolder(dir);
  } catch (error) {
    throw new UnusableInput(`Cannot read ${dir}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
