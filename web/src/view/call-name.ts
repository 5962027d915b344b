/** The name of a called function where there is little room: the middle of it goes first, for both ends tell it apart. */

/** Letters a card of a client has room for. */
const MOST = 18;

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+/g;

/** As many whole words from both ends as there is room for; null where not even the first and the last fit. */
function byWords(name: string, most: number): string | null {
  const words: readonly string[] = name.match(WORD) ?? [];
  let [head, tail] = ['', ''];
  let [from, to] = [0, words.length];
  const fits = (word: string): boolean => head.length + tail.length + word.length + 1 <= most;
  for (let isHead = true; from < to; isHead = !isHead) {
    const [first = '', last = ''] = [words[from], words[to - 1]];
    // When one end is full, a shorter word of the other may still have room.
    const takesHead = isHead ? fits(first) : !fits(last);
    if (!fits(takesHead ? first : last)) break;
    if (takesHead) [head, from] = [head + first, from + 1];
    else [tail, to] = [last + tail, to - 1];
  }
  return head === '' || tail === '' ? null : `${head}…${tail}`;
}

/** `ApproveChaincodeDefinitionForMyOrg` → `Approve…ForMyOrg()`; shorter ones are whole. */
export function callName(name: string, most: number = MOST): string {
  const room = most - '()'.length;
  if (name.length <= room) return `${name}()`;
  const half = (room - 1) / 2;
  return `${byWords(name, room) ?? `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`}()`;
}
