/**
 * How much a card shows at a zoom, so that no word gets too small to read: everything; its name and state; or its shape
 * alone, with the name when it is pointed at or has the focus.
 */
export type Detail = 'full' | 'brief' | 'shape';

/** Words of a full card are 11 units high at least, which is 8 pixels here; they grow against the zoom to stay at 9. */
const FULL_FROM = 0.72;
/** Below this a name of 11 pixels does not fit a peer's card. */
const BRIEF_FROM = 0.42;

export const detailAt = (zoom: number): Detail => (zoom >= FULL_FROM ? 'full' : zoom >= BRIEF_FROM ? 'brief' : 'shape');

/** By how much words are enlarged on the stage to have their own size on the screen, in steps: a style less to compute. */
export const unzoomAt = (zoom: number): number => Math.round(20 / Math.min(1, Math.max(0.1, zoom))) / 20;
