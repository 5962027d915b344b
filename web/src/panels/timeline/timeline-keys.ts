/** What the keys mean while the time line has the focus. By `event.code`, so that an input method changes nothing. */

export type TimelineAction =
  | { readonly type: 'step'; readonly kind: 'any' | 'block'; readonly forward: boolean }
  | { readonly type: 'end'; readonly last: boolean }
  | { readonly type: 'zoom'; readonly nearer: boolean };

const KEYS: Readonly<Record<string, TimelineAction>> = {
  ArrowRight: { type: 'step', kind: 'any', forward: true },
  ArrowLeft: { type: 'step', kind: 'any', forward: false },
  ArrowUp: { type: 'step', kind: 'any', forward: true },
  ArrowDown: { type: 'step', kind: 'any', forward: false },
  PageDown: { type: 'step', kind: 'block', forward: true },
  PageUp: { type: 'step', kind: 'block', forward: false },
  Home: { type: 'end', last: false },
  End: { type: 'end', last: true },
  Equal: { type: 'zoom', nearer: true },
  NumpadAdd: { type: 'zoom', nearer: true },
  Minus: { type: 'zoom', nearer: false },
  NumpadSubtract: { type: 'zoom', nearer: false },
};

export const timelineKey = (code: string): TimelineAction | null => KEYS[code] ?? null;
