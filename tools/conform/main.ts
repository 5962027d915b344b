/**
 * Replays recordings and oracles of real Fabric against our code: `npm run -s conform -- <kind> <arguments>`.
 *
 * Prints each difference; the last line is `N passed, M failed`. Exit code 0 when nothing failed, 1 when something did,
 * 2 with a sentence on the error output when nothing could be compared.
 */
import { type ConformOutcome, UnusableInput } from './outcome.ts';

interface Kind {
  readonly usage: string;
  /** How many arguments are needed at least. */
  readonly needs: number;
  /** Loads its code only when asked for: chaincode brings an interpreter with it. */
  run(args: readonly string[]): Promise<ConformOutcome>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  ledger: {
    usage: 'ledger FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./ledger.ts')).conformLedger(file),
  },
  blocks: {
    usage: 'blocks DIR [CONFIG_BLOCK]',
    needs: 1,
    run: async ([dir = '', configBlock]) => (await import('./blocks.ts')).conformBlocks(dir, configBlock),
  },
  chaincode: {
    usage: 'chaincode SCRIPT.json --chaincode DIR [--label NAME]',
    needs: 1,
    run: async (args) => (await import('./chaincode.ts')).conformChaincode(args),
  },
  package: {
    usage: 'package STEPS.json --chaincode DIR',
    needs: 1,
    run: async (args) => (await import('./package.ts')).conformPackage(args),
  },
  policies: {
    usage: 'policies FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./policies.ts')).conformPolicies(file),
  },
  blockcutter: {
    usage: 'blockcutter FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./blockcutter.ts')).conformBlockCutter(file),
  },
  blockcutting: {
    usage: 'blockcutting FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./blockcutting.ts')).conformBlockCutting(file),
  },
  privatedata: {
    usage: 'privatedata FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./privatedata.ts')).conformPrivateData(file),
  },
  ca: {
    usage: 'ca FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./ca.ts')).conformCa(file),
  },
  config: {
    usage: 'config DIR',
    needs: 1,
    run: async ([dir = '']) => (await import('./config.ts')).conformConfig(dir),
  },
  lifecycle: {
    usage: 'lifecycle FILE [--probe DIR] [--basic DIR]',
    needs: 1,
    run: async (args) => (await import('./lifecycle.ts')).conformLifecycle(args),
  },
  addorg: {
    usage: 'addorg DIR',
    needs: 1,
    run: async ([dir = '']) => (await import('./addorg.ts')).conformAddOrg(dir),
  },
  consortium: {
    usage: 'consortium DIR',
    needs: 1,
    run: async ([dir = '']) => (await import('./consortium.ts')).conformConsortium(dir),
  },
  snapshots: {
    usage: 'snapshots FILE BLOCK_DIR',
    needs: 2,
    run: async ([file = '', dir = '']) => (await import('./snapshots.ts')).conformSnapshots(file, dir),
  },
  gateway: {
    usage: 'gateway FILE [--probe DIR]',
    needs: 1,
    run: async (args) => (await import('./gateway.ts')).conformGateway(args),
  },
  events: {
    usage: 'events FILE [--probe DIR]',
    needs: 1,
    run: async (args) => (await import('./events.ts')).conformEvents(args),
  },
  timeline: {
    usage: 'timeline FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./timeline.ts')).conformTimeline(file),
  },
  'orderer-cli': {
    usage: 'orderer-cli FILE',
    needs: 1,
    run: async ([file = '']) => (await import('./orderer-cli.ts')).conformOrdererCli(file),
  },
  endorsement: {
    usage: 'endorsement FILE [--probe DIR] [--basic DIR]',
    needs: 1,
    run: async (args) => (await import('./endorsement.ts')).conformEndorsement(args),
  },
  conflicts: {
    usage: 'conflicts FILE [--probe DIR] [--basic DIR]',
    needs: 1,
    run: async (args) => (await import('./conflicts.ts')).conformConflicts(args),
  },
};

const USAGE = ['Usage: npm run -s conform -- <kind> …', ...Object.values(KINDS).map((kind) => `  ${kind.usage}`)];

async function main([name, ...args]: readonly string[]): Promise<number> {
  const kind = name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kind) {
    const problem = name === undefined ? 'Say what to compare.' : `There is nothing to compare called "${name}".`;
    console.error([problem, ...USAGE].join('\n'));
    return 2;
  }
  if (args.length < kind.needs) {
    console.error(`Too few arguments. Usage: npm run -s conform -- ${kind.usage}`);
    return 2;
  }
  try {
    const { passed, failed, differences } = await kind.run(args);
    for (const difference of differences) console.log(difference);
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    console.error(error.message);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
