/**
 * Compression with the bytes Go's gzip writer gives at its default level: a package of the same folder has the same id
 * here and there.
 *
 * @fabric Go's compress/flate and compress/gzip
 * @simplified where the window moves on may differ by one byte when the peer's command writes in pieces; it then matters
 * only to a repetition more than 32,000 bytes away.
 */
import { concatBytes } from '../wire/bytes.ts';
import { GoBlocks, type Token } from './go-blocks.ts';

const WINDOW = 32_768;
const SHORTEST = 4;
const LONGEST = 258;
/** Repetitions of only four bytes do not pay further away. */
const NEAR = 4_096;
const CHAIN = 128;
const NICE = 128;
const LAZY = 16;
const HASH_BITS = 17;
/** Below this, Go waits for more input before it looks for a repetition. */
const LOOKAHEAD = SHORTEST + LONGEST;
const BLOCK_TOKENS = 16_384;

interface Match {
  readonly length: number;
  readonly distance: number;
}

const NO_MATCH: Match = { length: SHORTEST - 1, distance: 0 };

/** Where four bytes were seen before, latest first. */
class Chains {
  private readonly input: Uint8Array;
  private readonly heads = new Int32Array(1 << HASH_BITS).fill(-1);
  private readonly previous = new Int32Array(WINDOW);
  /** The latest earlier place with the hash of the place added last. */
  head = -1;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  add(at: number): void {
    const { input } = this;
    if (at + SHORTEST > input.length) return;
    const [a = 0, b = 0, c = 0, d = 0] = [input[at], input[at + 1], input[at + 2], input[at + 3]];
    const hash = Math.imul((a << 24) | (b << 16) | (c << 8) | d, 0x1e35a7bd) >>> (32 - HASH_BITS);
    this.head = this.heads[hash] ?? -1;
    this.previous[at % WINDOW] = this.head;
    this.heads[hash] = at;
  }

  /** The longest repetition at `at` of something not before `start`. */
  longest(at: number, start: number): Match {
    const { input, previous } = this;
    const most = Math.min(LONGEST, input.length - at);
    const nice = Math.min(NICE, most);
    const oldest = at - WINDOW;
    let best = NO_MATCH;
    let from = this.head;
    for (let tries = CHAIN; tries > 0; tries--) {
      if (input[at + best.length] === input[from + best.length]) {
        let length = 0;
        while (length < most && input[from + length] === input[at + length]) length++;
        if (length > best.length && (length > SHORTEST || at - from <= NEAR)) {
          best = { length, distance: at - from };
          if (length >= nice) break;
        }
      }
      if (from === oldest) break;
      from = previous[from % WINDOW] ?? -1;
      if (from < oldest || from < start) break;
    }
    return best;
  }
}

/** The checksum at the end of a gzip file. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A gzip file as `gzip.NewWriter(w)` writes it: no name, no time, no operating system. */
export function goGzip(input: Uint8Array): Uint8Array {
  const end = new Uint8Array(8);
  const view = new DataView(end.buffer);
  view.setUint32(0, crc32(input), true);
  view.setUint32(4, input.length, true);
  return concatBytes(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255), goDeflate(input), end);
}

/** Deflated bytes as `flate.NewWriter(w, DefaultCompression)` writes them. */
function goDeflate(input: Uint8Array): Uint8Array {
  const blocks = new GoBlocks();
  const chains = new Chains(input);
  let tokens: Token[] = [];
  let base = 0;
  let blockStart = 0;
  let last = NO_MATCH;
  let isPending = false;
  let at = 0;
  const endBlock = (end: number): void => {
    // What has left the window can no longer be stored as it is.
    blocks.write(tokens, blockStart < base ? undefined : input.subarray(blockStart, end));
    blockStart = end;
    tokens = [];
  };
  while (at < input.length) {
    if (at > base + 2 * WINDOW - LOOKAHEAD && input.length > base + 2 * WINDOW) base += WINDOW;
    const before = last;
    const left = input.length - at;
    chains.add(at);
    const oldest = Math.max(base, at - WINDOW);
    const isWorthwhile = chains.head >= oldest && left > before.length && before.length < LAZY;
    last = isWorthwhile ? chains.longest(at, base) : NO_MATCH;
    if (before.length >= SHORTEST && last.length <= before.length) {
      tokens.push(before);
      const end = at + before.length - 1;
      for (at++; at < end; at++) chains.add(at);
      isPending = false;
      last = NO_MATCH;
      if (tokens.length === BLOCK_TOKENS) endBlock(at);
      continue;
    }
    if (isPending) {
      tokens.push(input[at - 1] ?? 0);
      if (tokens.length === BLOCK_TOKENS) endBlock(at);
    }
    at++;
    isPending = true;
  }
  if (isPending) tokens.push(input[at - 1] ?? 0);
  if (tokens.length > 0) endBlock(at);
  return blocks.end();
}
