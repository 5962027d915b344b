/** Virtual time: whole microseconds since the start of the recording. Safe to 2^53, i.e. 285 years. */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
