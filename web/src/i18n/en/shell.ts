import type { shell as ko } from '../ko/shell.ts';

export const shell = {} satisfies Record<keyof typeof ko, string>;
