/** The bytes of blocks as a node has them in its files: what the real tools read. */
import type { Lab } from '../../link/react/lab-context.tsx';
import type { NodeId } from '../lab-types.ts';

/** What {@link blockBytes} needs of the lab. */
export type BlockSource = Pick<Lab, 'link' | 'playhead'>;

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}

/** null when the node does not have the block. */
export async function blockBytes(
  lab: BlockSource,
  node: NodeId,
  channel: string,
  number: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { time } = lab.playhead.store.getState();
  const asked = await lab.link.inspect(time, { type: 'block', node, channel, number });
  return asked.ok && asked.value.bytes !== '' ? bytesOfHex(asked.value.bytes) : null;
}

export const blockFileName = (channel: string, number: number): string => `${channel}_${String(number)}.block`;
