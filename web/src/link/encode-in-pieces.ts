/**
 * A link of a long run, made without holding up the page: packing one takes a second and more. What comes out is read as
 * any other link is (`share-link.ts`); a short one is the same to the letter.
 */
import { Deflate, strToU8 } from 'fflate';
import { DICTIONARY, encodeMoment, toBase64Url, versionOf } from './share-link.ts';
import type { SharedMoment } from './share-link.ts';
import { FNV_START, mix } from './trace-checksum.ts';

/** Packed at once: some milliseconds. */
const FEW_COMMANDS = 100;
const COMMANDS_OF_PIECE = 100;
/** Letters packed before the page may do something else: what the packer takes at once, some 10 ms on a slow laptop. */
const PIECE = 0x10000;
/** Of bytes to letters; three bytes are four letters. */
const BYTES_OF_PIECE = 3 * 0x8000;

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The moment as JSON, its commands last and some at a time. */
function* textOf({ scene, recording, ...rest }: SharedMoment): Generator<string> {
  const { commands, ...before } = recording;
  const head = JSON.stringify({ scene, version: versionOf(scene), ...rest, recording: before });
  // Both objects are still open.
  yield `${head.slice(0, -2)},"commands":[`;
  for (let from = 0; from < commands.length; from += COMMANDS_OF_PIECE) {
    const some = JSON.stringify(commands.slice(from, from + COMMANDS_OF_PIECE)).slice(1, -1);
    yield from === 0 ? some : `,${some}`;
  }
  yield ']}}';
}

/** In pieces no longer than {@link PIECE}: a package in a command may be long by itself. */
function* cut(texts: Iterable<string>): Generator<string> {
  for (const text of texts) for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
}

/** Without the first half of a letter that is cut in two. */
const wholeLetters = (text: string): string => (/[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text);

/**
 * The part of a link after `#s=`, as {@link encodeMoment} makes it; null when it was not wanted any more. `onShare` hears
 * how much is done, from 0 to 1.
 */
export async function encodeMomentInPieces(
  moment: SharedMoment,
  isWanted: () => boolean,
  onShare: (share: number) => void,
): Promise<string | null> {
  const { commands } = moment.recording;
  if (commands.length <= FEW_COMMANDS) return encodeMoment(moment);
  const chunks: Uint8Array[] = [];
  const packer = new Deflate({ level: 9, dictionary: DICTIONARY }, (chunk) => chunks.push(chunk));
  const count = Math.ceil(commands.length / COMMANDS_OF_PIECE) + 2;
  let done = 0;
  const counted = function* () {
    for (const text of textOf(moment)) {
      yield text;
      done++;
    }
  };
  let waiting = '';
  for (const text of cut(counted())) {
    waiting += text;
    if (waiting.length < PIECE) continue;
    const whole = wholeLetters(waiting);
    packer.push(strToU8(whole));
    waiting = waiting.slice(whole.length);
    onShare(done / count);
    await nextTask();
    if (!isWanted()) return null;
  }
  packer.push(strToU8(waiting), true);
  return inLetters(chunks, isWanted);
}

async function inLetters(chunks: readonly Uint8Array[], isWanted: () => boolean): Promise<string | null> {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  chunks.reduce((offset, chunk) => (bytes.set(chunk, offset), offset + chunk.length), 0);
  let [body, hash] = ['', FNV_START];
  for (let from = 0; from < bytes.length; from += BYTES_OF_PIECE) {
    await nextTask();
    if (!isWanted()) return null;
    const letters = toBase64Url(bytes.subarray(from, from + BYTES_OF_PIECE));
    body += letters;
    hash = mix(hash, letters);
  }
  return `${body}.${body.length.toString(36)}-${hash.toString(36)}`;
}
