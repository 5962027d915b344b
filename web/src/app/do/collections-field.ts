/**
 * Collections as text: the JSON an administrator writes for `--collections-config`, in which some of it may be left out.
 */

/** What the real tool takes for what the file leaves out. */
const LEFT_OUT = {
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: false,
  memberOnlyWrite: false,
  endorsementPolicy: null,
};

/** The collections in `text`, filled up; undefined for empty text. What is no JSON is left as text, to be refused. */
export function collectionsOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return parsed;
    return parsed.map((entry: unknown): unknown =>
      typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...LEFT_OUT, ...entry } : entry,
    );
  } catch {
    return text;
  }
}

/** The file for collections of a command. */
export const collectionsText = (collections: unknown): string => JSON.stringify(collections, null, 1);
