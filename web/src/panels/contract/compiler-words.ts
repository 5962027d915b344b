/**
 * What TypeScript says, in plain words of the learner's language: its messages are English only, and made for those who
 * know the language. Names and types are read out of the message, because it carries them in no other way.
 */
import type { ContractProblem } from '../../contracts/compile-contract.ts';
import type { Translate } from '../../i18n/translate.ts';

/** The first line of a message, by the compiler's number; groups are the parameters of the words `compiler.<number>`. */
export const MESSAGES: Readonly<Record<number, RegExp>> = {
  1002: /^Unterminated string literal\.$/,
  1003: /^Identifier expected\.$/,
  1005: /^'(?<what>.+)' expected\.$/,
  1109: /^Expression expected\.$/,
  1128: /^Declaration or statement expected\.$/,
  1308: /^'await' expressions are only allowed/,
  2300: /^Duplicate identifier '(?<name>.+)'\.$/,
  2304: /^Cannot find name '(?<name>.+)'\.$/,
  2305: /^Module '\"(?<module>.+)\"' has no exported member '(?<name>.+)'\.$/,
  2307: /^Cannot find module '(?<module>.+?)'/,
  2322: /^Type '(?<from>.+)' is not assignable to type '(?<to>.+)'\.$/,
  2339: /^Property '(?<name>.+?)' does not exist on type '(?<type>.+)'\.$/,
  2345: /^Argument of type '(?<from>.+)' is not assignable to parameter of type '(?<to>.+)'\.$/,
  2349: /^This expression is not callable/,
  2355: /^A function whose declared type is/,
  2366: /^Function lacks ending return statement/,
  2451: /^Cannot redeclare block-scoped variable '(?<name>.+)'\.$/,
  2531: /^Object is possibly 'null'\.$/,
  2532: /^Object is possibly 'undefined'\.$/,
  2551: /^Property '(?<name>.+?)' does not exist on type '(?<type>.+)'\. Did you mean '(?<other>.+)'\?$/,
  2552: /^Cannot find name '(?<name>.+)'\. Did you mean '(?<other>.+)'\?$/,
  2554: /^Expected (?<wanted>[\d-]+) arguments?, but got (?<given>\d+)/,
  2555: /^Expected at least (?<wanted>\d+) arguments?, but got (?<given>\d+)/,
  2564: /^Property '(?<name>.+)' has no initializer/,
  2588: /^Cannot assign to '(?<name>.+)' because it is a constant\.$/,
  2724: /^'\"(?<module>.+)\"' has no exported member named '(?<name>.+)'\. Did you mean '(?<other>.+)'\?$/,
  2741: /^Property '(?<name>.+?)' is missing in type '(?<from>.+)' but required in type '(?<to>.+)'\.$/,
  6133: /^'(?<name>.+)' is declared but its value is never read\.$/,
  7006: /^Parameter '(?<name>.+)' implicitly has an '(?<type>.+)' type\.$/,
  7016: /^Could not find a declaration file for module '(?<module>.+?)'/,
  7031: /^Binding element '(?<name>.+)' implicitly has an '(?<type>.+)' type\.$/,
  18046: /^'(?<name>.+)' is of type 'unknown'\.$/,
  18047: /^'(?<name>.+)' is possibly 'null'\.$/,
  18048: /^'(?<name>.+)' is possibly 'undefined'\.$/,
};

/** null: the lab has no other words for it than the compiler's. */
export function compilerWords(
  t: Translate,
  { code, message }: Pick<ContractProblem, 'code' | 'message'>,
): string | null {
  const key = `compiler.${String(code)}`;
  const [first = ''] = message.split('\n', 1);
  const found = MESSAGES[code]?.exec(first);
  return found && t.has(key) ? t(key, { ...found.groups }) : null;
}
