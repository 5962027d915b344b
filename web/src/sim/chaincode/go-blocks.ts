/**
 * The blocks of a deflate stream: of each, the shortest of three forms (stored, fixed code, code of its own).
 *
 * @fabric Go's compress/flate
 */
import { canonicalCode, type Code, codedSize, shortestCode } from './go-huffman.ts';

/** A byte, or a repetition of what was `distance` bytes before. */
export type Token = number | { readonly length: number; readonly distance: number };

const END_OF_BLOCK = 256;
const LENGTHS_START = 257;
const DISTANCES = 30;
const SYMBOLS = 286;
const MOST_STORED = 65_535;

/** Lengths (from 3) and distances (from 1) a symbol begins with, and bits that say how far beyond. */
interface Ranges {
  readonly first: readonly number[];
  readonly extra: readonly number[];
}

function ranges(count: number, alike: number): Ranges {
  const first: number[] = [];
  const extra: number[] = [];
  for (let symbol = 0, start = 0; symbol < count; symbol++) {
    const bits = Math.max(0, Math.floor(symbol / alike) - 1);
    first.push(start);
    extra.push(bits);
    start += 1 << bits;
  }
  return { first, extra };
}

/** The longest repetition has a symbol of its own. */
const LENGTHS: Ranges = (() => {
  const { first, extra } = ranges(28, 4);
  return { first: [...first, 255], extra: [...extra, 0] };
})();
const DISTANCE_RANGES = ranges(DISTANCES, 2);

const symbolOf = ({ first }: Ranges, value: number): number => first.findLastIndex((start) => start <= value);

const LENGTH_SYMBOLS = Array.from({ length: 256 }, (_, length) => symbolOf(LENGTHS, length));

const fixedLength = (symbol: number): number => {
  if (symbol < 144 || symbol >= 280) return 8;
  return symbol < 256 ? 9 : 7;
};
// Two symbols that never occur complete the fixed code.
const FIXED_SYMBOLS = canonicalCode(Array.from({ length: SYMBOLS + 2 }, (_, symbol) => fixedLength(symbol)));
const FIXED_DISTANCES = canonicalCode(Array.from({ length: DISTANCES }, () => 5));

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** Symbols of the code that writes code lengths: how many bits follow. */
const REPEAT_BITS: Readonly<Record<number, number>> = { 16: 2, 17: 3, 18: 7 };

interface LengthRun {
  readonly symbol: number;
  /** What follows a repetition. */
  readonly rest: number;
}

/** Code lengths as runs: 16 repeats the last 3–6 times, 17 is 3–10 zeros, 18 is 11–138. */
function runsOf(lengths: readonly number[]): readonly LengthRun[] {
  const runs: LengthRun[] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at] ?? 0;
    let count = 1;
    while (lengths[at + count] === length) count++;
    at += count;
    const take = (symbol: number, most: number, least: number): void => {
      const n = Math.min(most, count);
      runs.push({ symbol, rest: n - least });
      count -= n;
    };
    if (length === 0) {
      while (count >= 11) take(18, 138, 11);
      if (count >= 3) take(17, 10, 3);
    } else {
      runs.push({ symbol: length, rest: 0 });
      count--;
      while (count >= 3) take(16, 6, 3);
    }
    for (; count > 0; count--) runs.push({ symbol: length, rest: 0 });
  }
  return runs;
}

const lastUsed = (frequencies: readonly number[]): number => frequencies.findLastIndex((frequency) => frequency > 0);

interface Frequencies {
  readonly symbols: readonly number[];
  readonly distances: readonly number[];
  /** Bits beyond the codes. */
  readonly extraBits: number;
}

function frequenciesOf(tokens: readonly Token[]): Frequencies {
  const symbols = Array.from({ length: SYMBOLS }, () => 0);
  const distances = Array.from({ length: DISTANCES }, () => 0);
  let extraBits = 0;
  const count = (list: number[], symbol: number): void => {
    list[symbol] = (list[symbol] ?? 0) + 1;
  };
  for (const token of tokens) {
    if (typeof token === 'number') {
      count(symbols, token);
      continue;
    }
    const length = LENGTH_SYMBOLS[token.length - 3] ?? 0;
    const distance = symbolOf(DISTANCE_RANGES, token.distance - 1);
    count(symbols, LENGTHS_START + length);
    count(distances, distance);
    extraBits += (LENGTHS.extra[length] ?? 0) + (DISTANCE_RANGES.extra[distance] ?? 0);
  }
  count(symbols, END_OF_BLOCK);
  // A code of its own has at least one distance, even if none occurs.
  if (lastUsed(distances) < 0) distances[0] = 1;
  return { symbols, distances, extraBits };
}

/** A code of its own, with what the block says of it. */
interface OwnCode {
  readonly symbols: Code;
  readonly distances: Code;
  readonly symbolCount: number;
  readonly distanceCount: number;
  readonly runs: readonly LengthRun[];
  readonly runCode: Code;
  readonly runCodeCount: number;
  readonly headerBits: number;
}

function ownCode(frequencies: Frequencies): OwnCode {
  const symbols = shortestCode(frequencies.symbols, 15);
  const distances = shortestCode(frequencies.distances, 15);
  const symbolCount = lastUsed(frequencies.symbols) + 1;
  const distanceCount = lastUsed(frequencies.distances) + 1;
  const runs = runsOf([...symbols.lengths.slice(0, symbolCount), ...distances.lengths.slice(0, distanceCount)]);
  const runFrequencies = CODE_LENGTH_ORDER.map((_, symbol) => runs.filter((run) => run.symbol === symbol).length);
  const runCode = shortestCode(runFrequencies, 7);
  const runCodeCount = Math.max(4, CODE_LENGTH_ORDER.findLastIndex((symbol) => (runFrequencies[symbol] ?? 0) > 0) + 1);
  const repeats = runs.reduce((sum, { symbol }) => sum + (REPEAT_BITS[symbol] ?? 0), 0);
  const headerBits = 3 + 5 + 5 + 4 + 3 * runCodeCount + codedSize(runCode, runFrequencies) + repeats;
  return { symbols, distances, symbolCount, distanceCount, runs, runCode, runCodeCount, headerBits };
}

export class GoBlocks {
  private readonly bytes: number[] = [];
  private waiting = 0;
  private waitingBits = 0;

  /** Writes a block. @param input what the tokens stand for, if it can be stored instead */
  write(tokens: readonly Token[], input: Uint8Array | undefined): void {
    const frequencies = frequenciesOf(tokens);
    const { symbols, distances, extraBits } = frequencies;
    const own = ownCode(frequencies);
    const fixedSize = 3 + codedSize(FIXED_SYMBOLS, symbols) + codedSize(FIXED_DISTANCES, distances) + extraBits;
    const ownSize = own.headerBits + codedSize(own.symbols, symbols) + codedSize(own.distances, distances) + extraBits;
    const size = Math.min(fixedSize, ownSize);
    if (input && input.length <= MOST_STORED && (input.length + 5) * 8 < size) {
      this.store(input, false);
      return;
    }
    if (ownSize < fixedSize) {
      this.describe(own);
      this.writeTokens(tokens, own.symbols, own.distances);
    } else {
      this.put(2, 3);
      this.writeTokens(tokens, FIXED_SYMBOLS, FIXED_DISTANCES);
    }
  }

  /** The stream, closed by an empty block. */
  end(): Uint8Array {
    this.store(new Uint8Array(), true);
    return Uint8Array.from(this.bytes);
  }

  private put(bits: number, count: number): void {
    this.waiting |= bits << this.waitingBits;
    this.waitingBits += count;
    for (; this.waitingBits >= 8; this.waitingBits -= 8) {
      this.bytes.push(this.waiting & 0xff);
      this.waiting >>>= 8;
    }
  }

  private putSymbol({ bits, lengths }: Code, symbol: number): void {
    this.put(bits[symbol] ?? 0, lengths[symbol] ?? 0);
  }

  private store(input: Uint8Array, isLast: boolean): void {
    this.put(isLast ? 1 : 0, 3);
    if (this.waitingBits > 0) this.put(0, 8 - this.waitingBits);
    this.put(input.length, 16);
    this.put(~input.length & 0xffff, 16);
    for (const byte of input) this.bytes.push(byte);
  }

  private describe({ symbolCount, distanceCount, runs, runCode, runCodeCount }: OwnCode): void {
    this.put(4, 3);
    this.put(symbolCount - LENGTHS_START, 5);
    this.put(distanceCount - 1, 5);
    this.put(runCodeCount - 4, 4);
    for (const symbol of CODE_LENGTH_ORDER.slice(0, runCodeCount)) this.put(runCode.lengths[symbol] ?? 0, 3);
    for (const { symbol, rest } of runs) {
      this.putSymbol(runCode, symbol);
      this.put(rest, REPEAT_BITS[symbol] ?? 0);
    }
  }

  private writeTokens(tokens: readonly Token[], symbols: Code, distances: Code): void {
    for (const token of tokens) {
      if (typeof token === 'number') {
        this.putSymbol(symbols, token);
        continue;
      }
      const length = LENGTH_SYMBOLS[token.length - 3] ?? 0;
      const distance = symbolOf(DISTANCE_RANGES, token.distance - 1);
      this.putSymbol(symbols, LENGTHS_START + length);
      this.put(token.length - 3 - (LENGTHS.first[length] ?? 0), LENGTHS.extra[length] ?? 0);
      this.putSymbol(distances, distance);
      this.put(token.distance - 1 - (DISTANCE_RANGES.first[distance] ?? 0), DISTANCE_RANGES.extra[distance] ?? 0);
    }
    this.putSymbol(symbols, END_OF_BLOCK);
  }
}
