/** Collections on a command line: the file that holds them, and the option that names it. */
import type { ChaincodeDefinition } from '../lab-types.ts';
import { type CommandParts, quoted } from './command-parts.ts';

const FILE = 'collections_config.json';

/** The option; nothing for a chaincode without collections. */
export const collectionsPart = ({ collections }: ChaincodeDefinition): CommandParts =>
  collections === undefined ? [] : [`--collections-config ${FILE}`];

/** `lines` after the one that writes the file they name. */
export function withCollectionsFile(
  { collections }: ChaincodeDefinition,
  lines: readonly CommandParts[],
): readonly CommandParts[] {
  if (collections === undefined) return lines;
  const file = collections.map(({ endorsementPolicy, ...collection }) =>
    endorsementPolicy === null ? collection : { ...collection, endorsementPolicy },
  );
  return [[`echo ${quoted(JSON.stringify(file))}`, `> ${FILE}`], ...lines];
}
