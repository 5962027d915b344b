/**
 * Random networks under load and faults: `npm run -s swarm -- --seeds N`.
 *
 * Each seed is a network, calls, faults and configuration changes; while it lives what is written is watched from
 * outside, then everything is healed and must work again, and what all machines hold is compared. A failure prints one
 * command and one link that repeat it. The last line is `N passed, M failed`; exit code 0 when nothing failed, 1 when
 * something did, 2 with a sentence on the error output when there was nothing to run.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Unusable } from '../unusable.ts';
import { runSeeds, workAsCrew } from './crew.ts';
import { LIVES } from './life.ts';
import { ORDERING_KINDS, type OrderingKind } from './network.ts';
import type { SeedOptions, SeedVerdict } from './run-seed.ts';

const USAGE = `Usage: npm run -s swarm -- [--seeds N] [--from SEED] [--kinds KIND,...] [--minutes M]
       npm run -s swarm -- --seed SEED [--kinds KIND,...]`;

/** Enough to find what is often wrong; the number CI runs is in tools/test.mjs. */
const DEFAULT_SEEDS = 200;
const SHRINK_MILLIS = 30_000;

function countOf(value: string | undefined, name: string, usual: number): number {
  const count = value === undefined ? usual : Number(value);
  if (!Number.isSafeInteger(count) || count < 0) throw new Unusable(`--${name} wants a number.\n${USAGE}`);
  return count;
}

function kindsOf(value: string | undefined): readonly OrderingKind[] {
  const kinds = value === undefined ? ORDERING_KINDS : value.split(',');
  const unknown = kinds.find((kind) => !(ORDERING_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined || kinds.length === 0)
    throw new Unusable(`There is no kind of ordering "${unknown ?? ''}"; there are ${ORDERING_KINDS.join(', ')}.`);
  return kinds as readonly OrderingKind[];
}

interface Order {
  readonly from: number;
  /** Infinity with a time limit. */
  readonly seeds: number;
  readonly until: number;
  readonly options: SeedOptions;
}

function readOrder(): Order {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { seeds: option, from: option, seed: option, kinds: option, minutes: option },
  });
  const options = { kinds: kindsOf(values.kinds), shrinkFor: SHRINK_MILLIS };
  if (values.seed !== undefined) return { from: countOf(values.seed, 'seed', 1), seeds: 1, until: Infinity, options };
  const from = countOf(values.from, 'from', 1);
  if (values.minutes === undefined)
    return { from, seeds: countOf(values.seeds, 'seeds', DEFAULT_SEEDS), until: Infinity, options };
  const minutes = countOf(values.minutes, 'minutes', 1);
  return { from, seeds: Infinity, until: performance.now() + minutes * 60_000, options };
}

async function main(): Promise<number> {
  const { from, seeds, until, options } = readOrder();
  const began = performance.now();
  const verdicts: SeedVerdict[] = [];
  let given = 0;
  const next = (): readonly number[] => {
    if (given >= seeds || performance.now() >= until) return [];
    const first = from + given;
    const count = Math.min(seeds - given, LIVES - (first % LIVES));
    given += count;
    return Array.from({ length: count }, (_, index) => first + index);
  };
  const size = Math.min(seeds, Math.max(1, availableParallelism()));
  await runSeeds(import.meta.filename, size, options, next, (verdict) => {
    verdicts.push(verdict);
    for (const line of verdict.failure) console.log(line);
  });
  const failed = verdicts.filter(({ failure }) => failure.length > 0).length;
  const sum = (of: (verdict: SeedVerdict) => number): number => verdicts.reduce((total, one) => total + of(one), 0);
  const hours = (sum(({ seconds }) => seconds) / 3_600).toFixed(1);
  const facts = `${String(sum((one) => one.transactions))} transactions, ${String(sum((one) => one.facts))} facts`;
  console.log(`${hours} hours of networks, ${facts}, in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  console.log(`${String(verdicts.length - failed)} passed, ${String(failed)} failed`);
  return failed === 0 && verdicts.length > 0 ? 0 : 1;
}

if (!(await workAsCrew()))
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Unusable) && !(error instanceof TypeError && 'code' in error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
