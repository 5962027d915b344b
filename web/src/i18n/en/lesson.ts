import type { lesson as ko } from '../ko/lesson.ts';

export const lesson = {} satisfies Record<keyof typeof ko, string>;
