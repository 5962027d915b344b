/** A line of a recorded run in which orderers were stopped and started, and how much its times may differ from ours. */
/** By peer, or of all. */
export type Heights = Readonly<Record<string, number | string>> | number;

export const heightIn = (heights: Heights, peer: string): number =>
  Number(typeof heights === 'number' ? heights : heights[peer]);

export interface Moment {
  readonly t_ms: number;
  readonly what: string;
  readonly answers?: readonly { readonly at_ms?: number; readonly status: number; readonly info: string }[];
  readonly first_success_ms?: number;
  readonly ms?: number;
  readonly exit?: number;
  /** The last line of a command line tool. */
  readonly last?: string;
  readonly ok?: boolean;
  readonly seconds?: number;
  readonly height?: number;
  readonly name?: string;
  readonly code?: number;
  readonly message?: string;
  readonly details?: readonly { readonly message: string }[];
  readonly before?: Heights;
  readonly after?: Heights;
}

/** Times may differ by this factor: whose election timeout is the shortest is drawn. */
export const MAGNITUDE = 5;

export const alike = (ours: number, recorded: number): boolean =>
  ours <= recorded * MAGNITUDE && ours >= recorded / MAGNITUDE;
