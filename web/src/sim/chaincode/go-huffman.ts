/**
 * Huffman codes of a deflate block, with the choices Go's compressor makes where several codes are equally short.
 *
 * @fabric Go's compress/flate, which the peer's command packages chaincode with
 */

export interface Code {
  /** Bits of each symbol, the first to be written lowest. */
  readonly bits: readonly number[];
  /** 0 for a symbol that does not occur. */
  readonly lengths: readonly number[];
}

interface Symbol {
  readonly symbol: number;
  readonly frequency: number;
}

interface Item {
  readonly weight: number;
  readonly isPair: boolean;
}

/** By frequency, then by number. */
const rarestFirst = (a: Symbol, b: Symbol): number => a.frequency - b.frequency || a.symbol - b.symbol;

function reversed(bits: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((bits >> i) & 1) << (length - 1 - i);
  return out;
}

/** The symbols of one level with the pairs of the level below, lightest first; of equals the pair. */
function merged(leaves: readonly Symbol[], below: readonly Item[]): readonly Item[] {
  const pairs: Item[] = [];
  for (let i = 0; i + 1 < below.length; i += 2)
    pairs.push({ weight: (below[i]?.weight ?? 0) + (below[i + 1]?.weight ?? 0), isPair: true });
  const items: Item[] = [];
  let pair = 0;
  for (const { frequency } of leaves) {
    for (let next = pairs[pair]; next && next.weight <= frequency; next = pairs[++pair]) items.push(next);
    items.push({ weight: frequency, isPair: false });
  }
  return [...items, ...pairs.slice(pair)];
}

/** How many symbols get a code of each length (package-merge); `leaves` at least three, rarest first. */
function lengthCounts(leaves: readonly Symbol[], limit: number): readonly number[] {
  const most = Math.min(limit, leaves.length - 1);
  const levels: (readonly Item[])[] = [];
  for (let level = 0; level < most; level++) levels.push(merged(leaves, levels[level - 1] ?? []));
  const counts: number[] = [0];
  let taken = 2 * leaves.length - 2;
  let before = 0;
  for (const level of levels.reverse()) {
    const used = level.slice(0, taken);
    const pairs = used.filter(({ isPair }) => isPair).length;
    const symbols = used.length - pairs;
    // Those that are taken one level further down have longer codes.
    if (counts.length > 1) counts[counts.length - 1] = before - symbols;
    counts.push(symbols);
    before = symbols;
    taken = 2 * pairs;
  }
  return counts;
}

/** The shortest code for symbols that occur as often as `frequencies` says, none longer than `limit` bits. */
export function shortestCode(frequencies: readonly number[], limit: number): Code {
  const bits = frequencies.map(() => 0);
  const lengths = frequencies.map(() => 0);
  const used = frequencies.flatMap((frequency, symbol) => (frequency > 0 ? [{ symbol, frequency }] : []));
  if (used.length <= 2) {
    for (const [index, { symbol }] of used.entries()) {
      bits[symbol] = index;
      lengths[symbol] = 1;
    }
    return { bits, lengths };
  }
  const leaves = used.sort(rarestFirst);
  let end = leaves.length;
  let code = 0;
  for (const [length, count] of lengthCounts(leaves, limit).entries()) {
    code *= 2;
    // The most frequent come first; among codes of one length the order is that of the symbols.
    const group = leaves.slice(end - count, end).sort((a, b) => a.symbol - b.symbol);
    for (const { symbol } of group) {
      bits[symbol] = reversed(code++, length);
      lengths[symbol] = length;
    }
    end -= count;
  }
  return { bits, lengths };
}

/** Bits that `code` takes for all symbols. */
export const codedSize = ({ lengths }: Code, frequencies: readonly number[]): number =>
  frequencies.reduce((sum, frequency, symbol) => sum + frequency * (lengths[symbol] ?? 0), 0);

/** A code of fixed lengths, codes in order of the symbols. */
export function canonicalCode(lengths: readonly number[]): Code {
  const bits = lengths.map(() => 0);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    code *= 2;
    for (const [symbol, own] of lengths.entries()) if (own === length) bits[symbol] = reversed(code++, length);
  }
  return { bits, lengths };
}
