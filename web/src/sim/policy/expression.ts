/**
 * Evaluates a tokenized policy expression: calls of named functions over texts, numbers and the results of other calls.
 *
 * Arguments are evaluated from left to right and before the function that takes them; the numbering of identities in a
 * signature policy follows from that order.
 *
 * @fabric vendor/github.com/Knetic/govaluate (as used by common/policydsl)
 * @simplified An operator between two values is always refused, with the text the evaluator has for operands of the
 *   wrong type. The evaluator could compare or add numbers and join texts; no policy is written that way. Nesting is
 *   bounded, where Fabric's grows until memory ends.
 */
import { ok, type Result } from '../kernel/result.ts';
import { type Token, type TokenKind, tokenize } from './expression-lexer.ts';

/** `T` is what the functions of the caller return beside plain values. */
export type Value<T> = string | number | boolean | undefined | { readonly made: T } | readonly Value<T>[];

export type ExpressionFunction<T> = (args: readonly Value<T>[]) => Result<Value<T>, string>;

export interface Environment<T> {
  readonly functions: ReadonlyMap<string, ExpressionFunction<T>>;
  readonly variables: ReadonlyMap<string, Value<T>>;
}

/** Go's name for the type of `value`, as it appears in error texts. */
export function goType(value: Value<unknown>): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (value === undefined) return '%!s(<nil>)';
  return isList(value) ? '[]interface {}' : '*common.SignaturePolicy';
}

/** Whether `value` is the result of an inner list of arguments, which the evaluator flattens when it comes first. */
const isList = <T>(value: Value<T>): value is readonly Value<T>[] => Array.isArray(value);

const printed = (value: Value<unknown>): string => (typeof value === 'object' ? goType(value) : String(value));

const OPERATOR_REFUSAL: Readonly<Partial<Record<TokenKind, (value: string, symbol: string) => string>>> = {
  LOGICALOP: (value, symbol) =>
    `Value '${value}' cannot be used with the logical operator '${symbol}', it is not a bool`,
  MODIFIER: (value, symbol) => `Value '${value}' cannot be used with the modifier '${symbol}', it is not a number`,
  COMPARATOR: (value, symbol) => `Value '${value}' cannot be used with the comparator '${symbol}', it is not a number`,
  TERNARY: (value, symbol) => `Value '${value}' cannot be used with the ternary operator '${symbol}', it is not a bool`,
};

type Outcome<T> = Result<Value<T>, string>;
const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The value of `expression`; the error is the text Fabric reports. */
export function evaluateExpression<T>(expression: string, environment: Environment<T>): Outcome<T> {
  const tokens = tokenize(expression, new Set(environment.functions.keys()));
  if (!tokens.ok) return tokens;
  // What follows a complete first expression is ignored, as the evaluator does.
  return list(new TokenStream(tokens.value), environment);
}

/** Gates within gates: more than anybody writes, and few enough to be read back from a message. */
const DEEPEST = 40;

/** A cursor that lives for one evaluation. */
class TokenStream {
  /** How many operands are being evaluated at the moment, one within the other. */
  depth = 0;
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token | undefined {
    return this.tokens[this.position];
  }

  next(): Token | undefined {
    return this.tokens[this.position++];
  }
}

function list<T>(stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const first = operand(stream, environment);
  if (!first.ok || stream.peek()?.kind !== 'SEPARATOR') return first;
  const values: Value<T>[] = isList(first.value) ? [...first.value] : [first.value];
  while (stream.peek()?.kind === 'SEPARATOR') {
    stream.next();
    const right: Outcome<T> = operand(stream, environment);
    if (!right.ok) return right;
    values.push(right.value);
  }
  return ok(values);
}

function operand<T>(stream: TokenStream, environment: Environment<T>): Outcome<T> {
  if (stream.depth > DEEPEST) return failed(`policy is nested more than ${DEEPEST} deep`);
  stream.depth++;
  const outcome = operation(stream, environment);
  stream.depth--;
  return outcome;
}

function operation<T>(stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const left = primary(stream, environment);
  if (!left.ok) return left;
  const operator = stream.peek();
  const refusal = operator && OPERATOR_REFUSAL[operator.kind];
  if (!operator || !refusal) return left;
  stream.next();
  const right = operand(stream, environment);
  return right.ok ? failed(refusal(printed(left.value), operator.text)) : right;
}

function primary<T>(stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const token = stream.peek();
  if (!token || token.kind === 'CLAUSE_CLOSE') return ok(undefined);
  stream.next();
  switch (token.kind) {
    case 'NUMERIC':
      return ok(Number(token.text));
    case 'BOOLEAN':
      return ok(token.text === 'true');
    case 'STRING':
      return ok(token.text);
    case 'VARIABLE':
      return variable(token.text, environment);
    case 'ACCESSOR':
      // A field can only be asked of a variable, and no variable of a policy has fields.
      return variable(token.text.split('.')[0] ?? '', environment);
    case 'PREFIX':
      return prefixed(token.text, stream, environment);
    case 'CLAUSE':
      return clause(stream, environment);
    case 'FUNCTION':
      return call(token.text, stream, environment);
    default:
      return failed(`Unable to plan token kind: '${token.kind}', value: '${token.text}'`);
  }
}

function variable<T>(name: string, environment: Environment<T>): Outcome<T> {
  if (!environment.variables.has(name)) return failed(`unrecognized token '${name}' in policy string`);
  return ok(environment.variables.get(name));
}

function prefixed<T>(symbol: string, stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const value = primary(stream, environment);
  if (!value.ok) return value;
  if (symbol === '-' && typeof value.value === 'number') return ok(-value.value);
  return failed(`Value '${printed(value.value)}' cannot be used with the prefix '${symbol}'`);
}

function clause<T>(stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const inside = list(stream, environment);
  // One token is passed over without a look: the evaluator takes it for the closing parenthesis.
  stream.next();
  return inside;
}

function call<T>(name: string, stream: TokenStream, environment: Environment<T>): Outcome<T> {
  const args = primary(stream, environment);
  if (!args.ok) return args;
  const body = environment.functions.get(name);
  if (!body) return failed(`Undefined function ${name}`);
  if (args.value === undefined) return body([]);
  return body(isList(args.value) ? args.value : [args.value]);
}
