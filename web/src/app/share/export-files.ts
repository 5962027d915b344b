/** Makes what is exported: pictures, blocks, traces. Each takes what the page has and gives the content of a file. */
import type { Entry, Lab } from '../../link/react/lab-context.tsx';
import { blockBytes, blockFileName } from '../../panels/blocks/block-bytes.ts';
import { csvHead, csvRows } from '../../view/trace-csv.ts';
import type { WorldView } from '../../view/world-model.ts';
import { withPageFont } from './embedded-fonts.ts';

/** Told how far it has come; throws {@link Stopped} out of the work when the learner has had enough. */
export type Progress = (done: number, count: number) => void;

export class Stopped extends Error {}

/** Lets the page draw and take clicks between two pieces of long work. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Twice as fine as a screen, as far as browsers draw so large a picture. */
const FINENESS = 2;
const LARGEST_SIDE = 8_000;

/** The picture as PNG, in the page's font. */
export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const dressed = await withPageFont(svg);
  const address = URL.createObjectURL(new Blob([dressed], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(FINENESS, LARGEST_SIDE / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('PNG');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The node that has most of a channel's blocks: a peer where there is one, because its blocks carry verdicts. */
function keeperOf(world: WorldView, channel: string): { readonly node: string; readonly height: number } | null {
  const keepers = Object.values(world.nodes)
    .map(({ info, channels }) => ({ node: info.id, role: info.role, height: channels[channel]?.height ?? 0 }))
    .filter(({ height, role }) => height > 0 && (role === 'peer' || role === 'orderer'))
    .sort((a, b) => Number(b.role === 'peer') - Number(a.role === 'peer') || b.height - a.height);
  return keepers[0] ?? null;
}

/** A ZIP with a file for each block of the channel at the playhead; null when there is none. */
export async function blocksZip(
  lab: Lab,
  world: WorldView,
  channel: string,
  progress: Progress,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const keeper = keeperOf(world, channel);
  if (keeper === null) return null;
  const files: Record<string, Uint8Array> = {};
  for (let number = 0; number < keeper.height; number++) {
    progress(number, keeper.height);
    const bytes = await blockBytes(lab, keeper.node, channel, number);
    // A peer that joined by snapshot has no blocks from before.
    if (bytes !== null) files[`${channel}/${blockFileName(channel, number)}`] = bytes;
  }
  if (Object.keys(files).length === 0) return null;
  const { zipSync } = await import('fflate');
  return zipSync(files, { level: 6 });
}

const ROWS_AT_ONCE = 4_000;

/** The whole trace as CSV, in pieces: telling a hundred thousand entries takes a while. */
export async function wholeTraceCsv(
  entries: readonly Entry[],
  header: readonly string[],
  sentenceOf: (entry: Entry) => string,
  progress: Progress,
): Promise<string> {
  const parts = [csvHead(header)];
  for (let start = 0; start < entries.length; start += ROWS_AT_ONCE) {
    progress(start, entries.length);
    if (start > 0) await breath();
    parts.push(csvRows(entries.slice(start, start + ROWS_AT_ONCE), sentenceOf));
  }
  return parts.join('');
}
