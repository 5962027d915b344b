/** Keys of the state database: how they are written, and how a row is found by one. */

export interface ChosenKey {
  readonly namespace: string;
  readonly key: string;
}

/** Composite keys have NULs between their parts, and one before them. */
export const keyText = (key: string): string => key.replaceAll('\u0000', '·');

export const rowId = (namespace: string, key: string): string => `${namespace}\n${keyText(key)}`;
