/**
 * Korean particles after any word, Fabric's Latin identifiers included.
 *
 * es-hangul chooses by the last syllable of a Hangul word. Identifiers (`orderer1`, `peer0.org1.example.com`,
 * `mychannel`) are read aloud too, so they are first mapped to a Hangul syllable that ends as their reading does.
 */
import { josa } from 'es-hangul';

/** `josa`'s own list of pairs, as a map so that a placeholder can be checked. */
const PAIRS = {
  '을/를': '을/를',
  '이/가': '이/가',
  '은/는': '은/는',
  '과/와': '와/과',
  '와/과': '와/과',
  '으로/로': '으로/로',
  '이나/나': '이나/나',
  '이란/란': '이란/란',
  '이라/라': '이라/라',
  '으로서/로서': '으로서/로서',
  '으로써/로써': '으로써/로써',
  '으로부터/로부터': '으로부터/로부터',
  '이에요/예요': '이에요/예요',
} as const;
type Pair = keyof typeof PAIRS;

const OPEN = '이';
const CLOSED = '삼';
/** 로 follows ㄹ although it is a closed syllable. */
const RIEUL = '일';

/** Sino-Korean readings: yeong, il, i, sam, sa, o, yuk, chil, pal, gu. Tens, hundreds … end closed like zero. */
const DIGITS = [CLOSED, RIEUL, OPEN, CLOSED, OPEN, OPEN, CLOSED, RIEUL, RIEUL, OPEN] as const;

function latinEnding(word: string): string {
  const lower = word.toLowerCase();
  if (/(l|le)$/.test(lower)) return RIEUL;
  if (/([mn]|ng|me|ne)$/.test(lower)) return CLOSED;
  // A short vowel before a stop closes the syllable in Korean: commit, block, asset, gossip.
  if (/(^|[^aeiou])[aeiou](ck|[bckpt])$/.test(lower)) return CLOSED;
  return OPEN;
}

/** A Hangul word that takes the same particles as `word`. */
export function soundingLike(word: string): string {
  const trimmed = word.replace(/[^\p{L}\p{N}]+$/u, '');
  const last = trimmed.at(-1);
  if (last === undefined) return OPEN;
  if (/[가-힣]/.test(last)) return last;
  if (/[0-9]/.test(last)) return DIGITS[Number(last)] ?? OPEN;
  return latinEnding(trimmed);
}

/** Whether `pair`, written as in a placeholder (`을를`, `은/는`, `으로로`), names a particle we know. */
export function particlePair(pair: string): Pair | null {
  if (pair in PAIRS) return pair as Pair;
  for (const known of Object.keys(PAIRS) as Pair[]) if (known.replace('/', '') === pair) return known;
  return null;
}

/** The member of `pair` that follows `word`. */
export const particleAfter = (word: string, pair: Pair): string => josa.pick(soundingLike(word), PAIRS[pair]);
