/** A block as numbers to draw: how full it is against the limits of its channel, and how the others stand to it. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';

type BlockInside = InsideOf<'block'>;
export type BlockCopy = BlockInside['copies'][number];

export interface Gauge {
  readonly kind: 'messages' | 'preferred' | 'absolute';
  readonly value: number;
  readonly limit: number;
  /** 0 to 1, for the width of a bar. */
  readonly share: number;
}

/** Transactions against MaxMessageCount, bytes of the envelopes against the two byte limits. Empty without limits. */
export function gaugesOf({ limits, envelopeSizes }: Pick<BlockInside, 'limits' | 'envelopeSizes'>): readonly Gauge[] {
  if (limits === null) return [];
  const bytes = envelopeSizes.reduce((sum, size) => sum + size, 0);
  const gauge = (kind: Gauge['kind'], value: number, limit: number): Gauge => ({
    kind,
    value,
    limit,
    share: limit <= 0 ? 1 : Math.min(1, value / limit),
  });
  return [
    gauge('messages', envelopeSizes.length, limits.maxMessageCount),
    gauge('preferred', bytes, limits.preferredMaxBytes),
    gauge('absolute', bytes, limits.absoluteMaxBytes),
  ];
}

/** Why a lone transaction may be larger than the preferred size: it gets a block of its own. */
export const isOversized = (gauges: readonly Gauge[]): boolean =>
  gauges.some(({ kind, value, limit }) => kind === 'preferred' && value > limit);

export type BlockHealth = 'whole' | 'dataChanged' | 'unlinked' | 'defect';

/** The first thing wrong with a block by its own bytes and its neighbours. */
export function healthOf({ block, previous, next }: Pick<BlockInside, 'block' | 'previous' | 'next'>): BlockHealth {
  if (block.defect !== '') return 'defect';
  if (block.computedDataHash !== block.dataHash) return 'dataChanged';
  return previous?.fits === false || next?.fits === false ? 'unlinked' : 'whole';
}

/** How many have it, of those that could. */
export function agreement(copies: readonly BlockCopy[]): {
  readonly same: number;
  readonly differs: number;
  readonly absent: number;
} {
  const count = (state: BlockCopy['state']): number => copies.filter((copy) => copy.state === state).length;
  return { same: count('same'), differs: count('differs'), absent: count('absent') };
}

/** The flags of the metadata, two digits each. */
export const flagsOf = (filter: string): readonly string[] => filter.match(/../g) ?? [];
