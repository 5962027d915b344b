/**
 * What can be done while presenting, as plain data: keys, buttons and the speaker's window all say it with these. Which key
 * does what, by `event.code`: what a Korean input method makes of a key does not matter.
 */

/** Actions that need nothing but their name. `closeUp` and `spotlight` switch on and off, `blank` too. */
const PLAIN = ['forward', 'back', 'takeBack', 'countAgain', 'blank', 'spotlight', 'closeUp'] as const;
/** Those only the window itself can do: browsers ask for a key or a click in it. */
const OWN = ['speaker', 'fullscreen', 'keys', 'end'] as const;

export type PresentAction =
  | { readonly type: (typeof PLAIN)[number] | (typeof OWN)[number] }
  /** `choice`: from 0, in the order of the question's options. */
  | { readonly type: 'handUp' | 'handDown'; readonly choice: number };

const KEYS: Readonly<Record<string, PresentAction['type'] & ((typeof PLAIN)[number] | (typeof OWN)[number])>> = {
  PageDown: 'forward',
  ArrowRight: 'forward',
  ArrowDown: 'forward',
  Space: 'forward',
  PageUp: 'back',
  ArrowLeft: 'back',
  ArrowUp: 'back',
  Backspace: 'takeBack',
  KeyB: 'blank',
  Period: 'blank',
  NumpadDecimal: 'blank',
  KeyF: 'fullscreen',
  KeyS: 'speaker',
  KeyN: 'speaker',
  KeyL: 'spotlight',
  KeyZ: 'closeUp',
  Slash: 'keys',
  Escape: 'end',
};

/** What a key does; null: nothing. A digit held down counts once. */
export function presentActionOf(
  key: Pick<KeyboardEvent, 'code' | 'shiftKey'> & { readonly repeat?: boolean },
): PresentAction | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key.code)?.[1];
  if (digit !== undefined)
    return key.repeat === true ? null : { type: key.shiftKey ? 'handDown' : 'handUp', choice: Number(digit) - 1 };
  const type = Object.hasOwn(KEYS, key.code) ? KEYS[key.code] : undefined;
  return type === undefined ? null : { type };
}

/** An action another window asks for; null: it is none, or one that only the window itself can do. */
export function readAction(said: unknown): PresentAction | null {
  if (typeof said !== 'object' || said === null || !('type' in said)) return null;
  const plain = PLAIN.find((type) => type === said.type);
  if (plain !== undefined) return { type: plain };
  if (said.type !== 'handUp' && said.type !== 'handDown') return null;
  const choice = 'choice' in said ? said.choice : null;
  return typeof choice === 'number' && Number.isInteger(choice) && choice >= 0 ? { type: said.type, choice } : null;
}
