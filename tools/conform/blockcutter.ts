/**
 * Compares our block cutter with sequences run through Fabric's own.
 *
 * A case has the settings and `steps`: a `message` of given sizes with the `batches` it caused and whether anything is
 * left `pending`, or a `timeout` with the `batch` that was cut.
 */
import { isDeepStrictEqual } from 'node:util';
import { cut, emptyBlockCutter, order } from '../../web/src/sim/orderer/block-cutter.ts';
import { type ConformOutcome, compareEach, readCases, UnusableInput } from './outcome.ts';

interface BlockCutterCase {
  readonly maxMessageCount: number;
  readonly preferredMaxBytes: number;
  readonly absoluteMaxBytes: number;
  readonly steps: readonly Step[];
}

type Step =
  | {
      readonly do: 'message';
      readonly id: number;
      readonly payloadBytes: number;
      readonly signatureBytes: number;
      /** Null stands for none, as Go writes an empty list. */
      readonly batches: readonly (readonly number[])[] | null;
      readonly pending: boolean;
    }
  | { readonly do: 'timeout'; readonly batch: readonly number[] | null };

interface NumberedMessage {
  readonly id: number;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** @param file a JSON list of cases, as `blockcutter.json` of the oracles */
export function conformBlockCutter(file: string): ConformOutcome {
  return compareEach(
    readCases<BlockCutterCase>(file, ['maxMessageCount', 'preferredMaxBytes', 'steps']),
    (one, index) => compareSteps(one, index, file),
  );
}

function compareSteps(one: BlockCutterCase, index: number, file: string): readonly string[] {
  const differences: string[] = [];
  let cutter = emptyBlockCutter<NumberedMessage>();
  one.steps.forEach((step, i) => {
    const differ = (what: string, expected: unknown, got: unknown): void => {
      if (isDeepStrictEqual(expected, got)) return;
      const both = `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
      differences.push(`case ${index} step ${i} (${step.do}): ${what}: ${both}`);
    };
    switch (step.do) {
      case 'message': {
        const payload = new Uint8Array(step.payloadBytes);
        const signature = new Uint8Array(step.signatureBytes);
        const ordered = order(cutter, { id: step.id, payload, signature }, one);
        cutter = ordered.cutter;
        differ('batches', step.batches ?? [], ordered.batches.map(ids));
        differ('pending', step.pending, ordered.pending);
        break;
      }
      case 'timeout': {
        const result = cut(cutter);
        cutter = result.cutter;
        differ('batch', step.batch ?? [], ids(result.batch));
        break;
      }
      default:
        throw new UnusableInput(`${file}: case ${index} step ${i} does something unknown.`);
    }
  });
  return differences;
}

const ids = (batch: readonly NumberedMessage[]): readonly number[] => batch.map((message) => message.id);
