/**
 * Node's `util.inspect` and `util.format`: what console.log of a contract writes to the chaincode's log.
 *
 * @simplified no colours, no class or symbol annotations beyond the name; long arrays are cut at 100 as in Node.
 */
import { GuestBuffer } from './buffer.ts';

const WIDTH = 72;

export function inspect(value: unknown, options: { readonly depth?: number | null } = {}): string {
  return show(value, options.depth === null ? 99 : (options.depth ?? 2), [], '');
}

function quote(text: string): string {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

function show(value: unknown, depth: number, above: readonly object[], indent: string): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return value.toString();
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return showFunction(value);
    case 'object':
      return value === null ? 'null' : showObject(value, depth, above, indent);
    default:
      return String(value);
  }
}

function showFunction(value: { readonly name: string }): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (isClass) return `[class ${value.name || '(anonymous)'}]`;
  return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
}

/** An error as Node prints it: `Name: message` and the stack. */
export function showError(error: Error): string {
  const head = String(error);
  const stack = typeof error.stack === 'string' ? error.stack.replace(/\n$/, '') : '';
  if (stack.startsWith(head)) return stack;
  return stack ? `${head}\n${stack}` : head;
}

function showObject(value: object, depth: number, above: readonly object[], indent: string): string {
  if (above.includes(value)) return '[Circular *1]';
  if (value instanceof Error) return showError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { <pending> }';
  if (GuestBuffer.isBuffer(value)) return showBuffer(value);
  const name = constructorName(value);
  if (depth < 0) return Array.isArray(value) ? '[Array]' : `[${name || 'Object: null prototype'}]`;
  const inside = (item: unknown) => show(item, depth - 1, [...above, value], `${indent}  `);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as unknown as ArrayLike<unknown>);
    const shown = items.slice(0, 100).map(inside);
    if (items.length > 100) shown.push(`... ${items.length - 100} more item${items.length > 101 ? 's' : ''}`);
    return wrap(name === 'Array' ? '' : `${name}(${items.length}) `, ['[', ']'], shown, indent);
  }
  if (value instanceof Map) {
    const shown = Array.from(value, ([key, item]) => `${inside(key)} => ${inside(item)}`);
    return wrap(`Map(${value.size}) `, ['{', '}'], shown, indent);
  }
  if (value instanceof Set) return wrap(`Set(${value.size}) `, ['{', '}'], Array.from(value, inside), indent);
  const prefix = name === '' ? '[Object: null prototype] ' : name === 'Object' ? '' : `${name} `;
  return wrap(prefix, ['{', '}'], properties(value, inside), indent);
}

function constructorName(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return '';
  const constructor: unknown = Reflect.get(prototype as object, 'constructor');
  return typeof constructor === 'function' ? constructor.name : 'Object';
}

function properties(value: object, inside: (item: unknown) => string): string[] {
  return Object.keys(value).map((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    const label = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
    if (descriptor?.get) return `${label}: ${descriptor.set ? '[Getter/Setter]' : '[Getter]'}`;
    return `${label}: ${inside(descriptor?.value)}`;
  });
}

function showBuffer(buffer: GuestBuffer): string {
  const shown = Array.from(buffer.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0'));
  const more = buffer.length > 50 ? ` ... ${buffer.length - 50} more byte${buffer.length > 51 ? 's' : ''}` : '';
  return `<Buffer${shown.length ? ' ' : ''}${shown.join(' ')}${more}>`;
}

function wrap(
  prefix: string,
  [open, close]: readonly [string, string],
  parts: readonly string[],
  indent: string,
): string {
  if (parts.length === 0) return `${prefix}${open}${close}`;
  const line = `${prefix}${open} ${parts.join(', ')} ${close}`;
  if (line.length + indent.length <= WIDTH && !line.includes('\n')) return line;
  return `${prefix}${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}

/** `%s %d %i %f %j %o %O %%`, then the other arguments separated by spaces. */
export function format(...args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(plain).join(' ');
  let used = 0;
  const text = first.replace(/%([sdifjoOc%])/g, (whole: string, kind: string) => {
    if (kind === '%') return rest.length ? '%' : whole;
    if (used >= rest.length) return whole;
    return formatOne(kind, rest[used++]);
  });
  return [text, ...rest.slice(used).map(plain)].join(' ');
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : inspect(value));

function formatOne(kind: string, value: unknown): string {
  switch (kind) {
    case 's':
      if (typeof value === 'bigint') return `${value}n`;
      return typeof value === 'object' && value !== null && !hasOwnToString(value)
        ? inspect(value, { depth: 0 })
        : String(value);
    case 'd':
      return typeof value === 'bigint' ? `${value}n` : String(typeof value === 'object' ? Number.NaN : Number(value));
    case 'i':
      return String(typeof value === 'object' ? Number.NaN : Number.parseInt(plain(value), 10));
    case 'f':
      return String(Number.parseFloat(plain(value)));
    case 'j':
      try {
        const json: unknown = JSON.stringify(value);
        return String(json);
      } catch {
        return '[Circular]';
      }
    case 'c':
      return '';
    default:
      return inspect(value, { depth: kind === 'o' ? 4 : 2 });
  }
}

const hasOwnToString = (value: object): boolean =>
  value instanceof Error || (value.toString !== Object.prototype.toString && !Array.isArray(value));
