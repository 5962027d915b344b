/**
 * The shape of a dictionary and its keys. Korean is the reference: every English area is checked against the keys of
 * its Korean twin with `satisfies`, so a text that exists in one language only does not compile.
 */
import type { dictionary as ko } from './ko/dictionary.ts';

type Reference = typeof ko;
export type Area = keyof Reference;
export type Dictionary = { readonly [A in Area]: Readonly<Record<keyof Reference[A], string>> };

/** `area.key`, e.g. `shell.share`. */
export type TextKey = { [A in Area]: `${A}.${keyof Reference[A] & string}` }[Area];
