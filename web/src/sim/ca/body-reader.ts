/**
 * Reads the JSON of a request without trusting it.
 *
 * @fabric lib/serverrequestcontext.go ReadBody (Fabric CA), Go's encoding/json: names match in any case
 */
import { type Result, ok } from '../kernel/result.ts';
import type { AttributeRequest, CaAttribute } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, refused } from './ca-error.ts';

/** Thrown inside this module only. */
class WrongType extends Error {
  override readonly name = 'WrongType';
}

export class BodyFields {
  private readonly fields: ReadonlyMap<string, unknown>;

  constructor(fields: ReadonlyMap<string, unknown>) {
    this.fields = fields;
  }

  private value(name: string): unknown {
    const value = this.fields.get(name);
    return value === null ? undefined : value;
  }

  text(name: string): string {
    const value = this.value(name);
    if (value !== undefined && typeof value !== 'string') throw mismatch(value, name, 'string');
    return value ?? '';
  }

  integer(name: string): number {
    const value = this.value(name);
    if (value !== undefined && !(typeof value === 'number' && Number.isInteger(value)))
      throw mismatch(value, name, 'int');
    return value ?? 0;
  }

  flag(name: string): boolean {
    const value = this.value(name);
    if (value !== undefined && typeof value !== 'boolean') throw mismatch(value, name, 'bool');
    return value ?? false;
  }

  private list(name: string): readonly unknown[] | undefined {
    const value = this.value(name);
    if (value !== undefined && !Array.isArray(value)) throw mismatch(value, name, 'slice');
    return value;
  }

  texts(name: string): readonly string[] {
    return (this.list(name) ?? []).map((item) => {
      if (typeof item !== 'string') throw mismatch(item, name, 'string');
      return item;
    });
  }

  private objects(name: string): readonly BodyFields[] | undefined {
    return this.list(name)?.map((item) => {
      const fields = fieldsOf(item);
      if (!fields) throw mismatch(item, name, 'struct');
      return fields;
    });
  }

  attributes(): readonly CaAttribute[] {
    const read = this.objects('attrs') ?? [];
    return read.map((item) => ({ name: item.text('name'), value: item.text('value'), ecert: item.flag('ecert') }));
  }

  /** Undefined when none were asked for, which is not the same as asking for an empty list. */
  attributeRequests(): readonly Required<AttributeRequest>[] | undefined {
    return this.objects('attr_reqs')?.map((item) => ({ name: item.text('name'), optional: item.flag('optional') }));
  }
}

function fieldsOf(value: unknown): BodyFields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new BodyFields(new Map(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field])));
}

function mismatch(value: unknown, name: string, wanted: string): WrongType {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new WrongType(`json: cannot unmarshal ${kind} into Go struct field ${name} of type ${wanted}`);
}

/** What `read` makes of a JSON object. An empty body has no fields, and is refused where `required`. */
export function readBody<T>(body: string, read: (fields: BodyFields) => T, required = true): Result<T, CaRefusal> {
  if (body === '') {
    if (required) return refused(400, CA_ERROR.emptyBody, 'Empty request body');
    return ok(read(new BodyFields(new Map())));
  }
  const bad = (reason: string) => refused(400, CA_ERROR.badBody, `Invalid request body: ${reason}; body=${body}`);
  try {
    const fields = fieldsOf(JSON.parse(body));
    return fields ? ok(read(fields)) : bad('json: cannot unmarshal value into Go value of type struct');
  } catch (error) {
    if (error instanceof WrongType) return bad(error.message);
    if (error instanceof SyntaxError) return bad('invalid character in JSON');
    throw error;
  }
}
