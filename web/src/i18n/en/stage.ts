import type { stage as ko } from '../ko/stage.ts';

export const stage = {} satisfies Record<keyof typeof ko, string>;
