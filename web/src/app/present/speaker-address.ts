/** The address of the speaker's window, `#speaker=<id>`: the id is that of the tab it belongs to. */
const PREFIX = '#speaker=';

export const speakerAddress = (id: string): string => `${location.pathname}${location.search}${PREFIX}${id}`;

/** The id in `location.hash`; null: it is the address of the lab itself. */
export function speakerIdIn(hash: string): string | null {
  const id = hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : '';
  return /^[0-9a-f]+$/.test(id) ? id : null;
}
