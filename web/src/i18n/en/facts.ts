import type { facts as ko } from '../ko/facts.ts';

export const facts = {} satisfies Record<keyof typeof ko, string>;
