import type { panels as ko } from '../ko/panels.ts';

export const panels = {} satisfies Record<keyof typeof ko, string>;
