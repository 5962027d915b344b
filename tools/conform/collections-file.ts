/** Collections out of a file such as an administrator gives to `--collections-config`. */
import type { CollectionSpec } from '../../web/src/sim/client/collection-spec.ts';
import { checkCollections } from '../../web/src/sim/protocol/check-collections.ts';
import { UnusableInput } from './outcome.ts';

const LEFT_OUT = {
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: false,
  memberOnlyWrite: false,
  endorsementPolicy: null,
};

/**
 * What may be left out of the file is filled in as the real tool does.
 *
 * @throws UnusableInput when `content` is something else
 */
export function readCollections(content: unknown): readonly CollectionSpec[] {
  const complete = Array.isArray(content) ? content.map((one: object) => ({ ...LEFT_OUT, ...one })) : content;
  const checked = checkCollections(complete, 'collections');
  if (!checked.ok) throw new UnusableInput(`The collections cannot be used: ${checked.error.where}.`);
  return complete as readonly CollectionSpec[];
}
