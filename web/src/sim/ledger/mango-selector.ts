/**
 * CouchDB's selectors: reading one, and asking whether a document matches.
 *
 * As in CouchDB a negation is pushed down to the comparisons, and a condition on a field the document does not have is
 * not met. So `{"$not": {"size": 1}}` does not match a document without a size, though `{"size": 1}` does not either.
 *
 * @fabric none: CouchDB's mango_selector, which Fabric's rich queries rest on
 * @simplified `$text` is not there (it needs another search engine), nor is `$where` (CouchDB refuses it too).
 */
import { ok, type Result } from '../kernel/result.ts';
import {
  type Compare,
  compareJson,
  compareRaw,
  entriesOf,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonType,
  sameJson,
} from './mango-compare.ts';
import { badArgument, erlangTerm, mangoError, type MangoError } from './mango-error.ts';
import { compilePattern, type Pattern } from './mango-regex.ts';

type Elements = '$elemMatch' | '$allMatch' | '$keyMapMatch';

/** What a selector asks of a value. */
export type Selector =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Selector[] }
  | { readonly kind: 'not'; readonly part: Selector }
  | { readonly kind: 'field'; readonly field: string; readonly part: Selector }
  | { readonly kind: 'elements'; readonly operator: Elements; readonly part: Selector }
  | { readonly kind: 'test'; readonly operator: string; readonly argument: Json; readonly pattern?: Pattern };

type Read = Result<Selector, MangoError>;

/** Matches everything. */
export const ANYTHING: Selector = { kind: 'and', parts: [] };

/** The selector of a query, or CouchDB's refusal. */
export function readSelector(value: Json): Read {
  if (!isJsonObject(value)) {
    return mangoError('invalid_selector_json', `Selector must be a JSON object, not: ${erlangTerm(value)}`);
  }
  if (entriesOf(value).length === 0) return ok(ANYTHING);
  const read = readCondition(value, '', false);
  if (!read.ok) return read;
  if (read.value.kind === 'field' && read.value.field === '')
    return mangoError('invalid_selector', 'One or more conditions is missing a field name.');
  return read;
}

/** Reads `value` under the path `field`; `negated` when an odd number of negations stands above it. */
function readCondition(value: Json, field: string, negated: boolean): Read {
  const entries = isJsonObject(value) ? entriesOf(value) : [];
  const [only] = entries;
  if (!only) return ok(test('$eq', value, field, negated));
  if (entries.length > 1) {
    const each = entries.map(([name, inner]) => ({ [name]: inner }));
    return readAll(each, field, negated, negated ? 'or' : 'and');
  }
  const [name, argument] = only;
  if (!name.startsWith('$')) return readCondition(argument, field === '' ? name : `${field}.${name}`, negated);
  return readOperator(name, argument, field, negated);
}

function readAll(values: readonly Json[], field: string, negated: boolean, kind: 'and' | 'or'): Read {
  const parts: Selector[] = [];
  for (const value of values) {
    const part = readCondition(value, field, negated);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok({ kind, parts });
}

function readOperator(operator: string, argument: Json, field: string, negated: boolean): Read {
  switch (operator) {
    case '$and':
    case '$or':
    case '$nor': {
      if (!isJsonList(argument)) return badArgument(operator, argument);
      const flipped = operator === '$nor' ? !negated : negated;
      return readAll(argument, field, flipped, (operator === '$or') === negated ? 'and' : 'or');
    }
    case '$not':
      return isJsonObject(argument) ? readCondition(argument, field, !negated) : badArgument(operator, argument);
    case '$elemMatch':
    case '$allMatch':
    case '$keyMapMatch': {
      if (!isJsonObject(argument)) return badArgument(operator, argument);
      const part = readCondition(argument, '', false);
      return part.ok ? ok(under(field, { kind: 'elements', operator, part: part.value }, negated)) : part;
    }
    case '$regex': {
      const pattern = typeof argument === 'string' ? compilePattern(argument) : undefined;
      if (!pattern) return badArgument(operator, argument);
      return ok(under(field, { kind: 'test', operator, argument, pattern }, negated));
    }
    default:
      return readTest(operator, argument, field, negated);
  }
}

const UNSUPPORTED = ['$where', '$geoWithin', '$geoIntersects', '$near', '$nearSphere'];

function readTest(operator: string, argument: Json, field: string, negated: boolean): Read {
  if (UNSUPPORTED.includes(operator)) return mangoError('not_supported', `Unsupported operator: ${operator}`);
  const accepts = ARGUMENTS.get(operator);
  if (!accepts) return mangoError('invalid_operator', `Invalid operator: ${operator}`);
  return accepts(argument) ? ok(test(operator, argument, field, negated)) : badArgument(operator, argument);
}

const anything = (): boolean => true;
const isInteger = (value: Json | undefined): boolean => Number.isInteger(value);
const ARGUMENTS: ReadonlyMap<string, (argument: Json) => boolean> = new Map<string, (argument: Json) => boolean>([
  ['$eq', anything],
  ['$ne', anything],
  ['$gt', anything],
  ['$gte', anything],
  ['$lt', anything],
  ['$lte', anything],
  ['$in', isJsonList],
  ['$nin', isJsonList],
  ['$all', isJsonList],
  ['$exists', (argument) => typeof argument === 'boolean'],
  ['$type', (argument) => typeof argument === 'string'],
  ['$beginsWith', (argument) => typeof argument === 'string'],
  ['$size', (argument) => typeof argument === 'number' && isInteger(argument) && argument >= 0],
  ['$mod', (argument) => isJsonList(argument) && argument.length === 2 && argument.every(isInteger)],
]);

const OPPOSITE: ReadonlyMap<string, string> = new Map([
  ['$lt', '$gte'],
  ['$gte', '$lt'],
  ['$gt', '$lte'],
  ['$lte', '$gt'],
  ['$eq', '$ne'],
  ['$ne', '$eq'],
  ['$in', '$nin'],
  ['$nin', '$in'],
]);

function test(operator: string, argument: Json, field: string, negated: boolean): Selector {
  const opposite = negated ? OPPOSITE.get(operator) : undefined;
  if (opposite) return under(field, { kind: 'test', operator: opposite, argument }, false);
  if (negated && operator === '$exists') return under(field, { kind: 'test', operator, argument: !argument }, false);
  return under(field, { kind: 'test', operator, argument }, negated);
}

function under(field: string, condition: Selector, negated: boolean): Selector {
  const part: Selector = negated ? { kind: 'not', part: condition } : condition;
  return { kind: 'field', field, part };
}

/** Whether the document (or, inside `$elemMatch`, the element) is what the selector asks for. */
export function matches(selector: Selector, value: Json, compare: Compare = compareJson): boolean {
  switch (selector.kind) {
    case 'and':
      return selector.parts.every((part) => matches(part, value, compare));
    case 'or':
      return selector.parts.some((part) => matches(part, value, compare));
    case 'not':
      return !matches(selector.part, value, compare);
    case 'field':
      return matchesField(selector.field, selector.part, value, compare);
    case 'elements':
      return matchesElements(selector.operator, selector.part, value, compare);
    case 'test':
      return selector.pattern
        ? typeof value === 'string' && selector.pattern(value)
        : passes(selector.operator, selector.argument, value, compare);
  }
}

function matchesField(field: string, part: Selector, value: Json, compare: Compare): boolean {
  if (field === '') return matches(part, value, compare);
  const found = fieldOf(value, field);
  if (found.type === 'found') return matches(part, found.value, field === '_id' ? compareRaw : compare);
  return found.type === 'absent' && part.kind === 'test' && part.operator === '$exists' && part.argument === false;
}

function matchesElements(operator: Elements, part: Selector, value: Json, compare: Compare): boolean {
  if (operator === '$keyMapMatch')
    return isJsonObject(value) && Object.keys(value).some((key) => matches(part, key, compare));
  if (!isJsonList(value)) return false;
  if (operator === '$elemMatch') return value.some((element) => matches(part, element, compare));
  return value.length > 0 && value.every((element) => matches(part, element, compare));
}

function passes(operator: string, argument: Json, value: Json, compare: Compare): boolean {
  switch (operator) {
    case '$eq':
      return compare(value, argument) === 0;
    case '$ne':
      return compare(value, argument) !== 0;
    case '$gt':
      return compare(value, argument) > 0;
    case '$gte':
      return compare(value, argument) >= 0;
    case '$lt':
      return compare(value, argument) < 0;
    case '$lte':
      return compare(value, argument) <= 0;
    case '$exists':
      return argument === true;
    case '$type':
      return jsonType(value) === argument;
    case '$beginsWith':
      return typeof value === 'string' && typeof argument === 'string' && value.startsWith(argument);
    case '$size':
      return isJsonList(value) && value.length === argument;
    default:
      return isJsonList(argument) && passesList(operator, argument, value, compare);
  }
}

function passesList(operator: string, wanted: readonly Json[], value: Json, compare: Compare): boolean {
  const values = isJsonList(value) ? value : [value];
  const isIn = wanted.some((each) => values.some((one) => compare(one, each) === 0));
  if (operator === '$in') return isIn;
  if (operator === '$nin') return !isIn;
  if (operator === '$mod') {
    const [divisor, rest] = wanted;
    return typeof value === 'number' && Number.isInteger(value) && value % Number(divisor) === rest;
  }
  if (!isJsonList(value)) return false;
  const [only] = wanted;
  const isWhole = wanted.length === 1 && isJsonList(only) && sameJson(only, value);
  return isWhole || wanted.every((each) => value.some((one) => sameJson(one, each)));
}

type Found =
  | { readonly type: 'found'; readonly value: Json }
  /** `badPath` leads through something that has no fields. */
  | { readonly type: 'absent' | 'badPath' };

/** Field names on the way: dots part them, `\.` is a dot in a name. Names in a list are positions. */
export const pathOf = (field: string): readonly string[] =>
  (field.match(/(?:\\.|[^.\\]|\\$)+/g) ?? []).map((name) => name.replace(/\\(.)/g, '$1'));

export function fieldOf(document: Json, field: string): Found {
  let at: Json = document;
  for (const name of pathOf(field)) {
    if (isJsonList(at)) {
      const element: Json | undefined = /^\d+$/.test(name) ? at[Number(name)] : undefined;
      if (element === undefined) return { type: 'badPath' };
      at = element;
    } else if (isJsonObject(at)) {
      const inner: Json | undefined = Object.hasOwn(at, name) ? at[name] : undefined;
      if (inner === undefined) return { type: 'absent' };
      at = inner;
    } else {
      return { type: 'badPath' };
    }
  }
  return { type: 'found', value: at };
}

/** Whether every match has all of `fields`, so that an index on them misses none. */
export function requiresFields(selector: Selector, fields: readonly string[]): boolean {
  if (selector === ANYTHING) return false;
  return missingFields(selector, fields).length === 0;
}

function missingFields(selector: Selector, fields: readonly string[]): readonly string[] {
  if (selector.kind === 'and') return selector.parts.reduce((left, part) => missingFields(part, left), fields);
  if (selector.kind === 'or')
    return fields.filter((field) => !selector.parts.every((part) => missingFields(part, [field]).length === 0));
  if (selector.kind !== 'field') return fields;
  const { part } = selector;
  const mayBeAbsent = part.kind === 'test' && part.operator === '$exists' && part.argument === false;
  return mayBeAbsent ? fields : fields.filter((field) => field !== selector.field);
}

/** Tests that must hold for `field`, by operator: those of an `$and` count, those of an `$or` do not. */
export function testsOn(selector: Selector, field: string): readonly string[] {
  if (selector.kind === 'and') return selector.parts.flatMap((part) => testsOn(part, field));
  return selector.kind === 'field' && selector.field === field && selector.part.kind === 'test'
    ? [selector.part.operator]
    : [];
}

/** The document with nothing but `fields`; one that is not there is left out. */
export function project(document: JsonObject, fields: readonly string[]): JsonObject {
  let result: JsonObject = {};
  for (const field of fields) {
    const found = fieldOf(document, field);
    if (found.type === 'found') result = withField(result, pathOf(field), found.value);
  }
  return result;
}

function withField(object: JsonObject, [name, ...rest]: readonly string[], value: Json): JsonObject {
  if (name === undefined) return object;
  const inner = object[name];
  return { ...object, [name]: rest.length === 0 ? value : withField(isJsonObject(inner) ? inner : {}, rest, value) };
}
