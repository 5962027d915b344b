/**
 * Node's Buffer, as far as contracts and the shim use it.
 *
 * @simplified no pool, no transcode, no 24 or 48 bit numbers; error texts are Node's for the mistakes contracts make.
 */
import { fromBase64, fromHex, fromLatin1, fromUtf16, toBase64, toHex, toLatin1, toUtf16 } from './binary-text.ts';
import { byteLengthOf, decodeUtf8, encodeUtf8 } from './text-codec.ts';

class CodedTypeError extends TypeError {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    Object.defineProperty(this, 'name', { value: 'TypeError', enumerable: false, configurable: true, writable: true });
  }
}

/** Empty for an object that has none. */
export function constructorName(value: object): string {
  const constructor: unknown = Reflect.get(value, 'constructor');
  return typeof constructor === 'function' ? constructor.name : '';
}

/** How Node names a wrong argument: `undefined`, `type number (5)`, `an instance of Foo`. */
export function received(value: unknown): string {
  if (value === null || value === undefined) return `Received ${String(value)}`;
  if (typeof value === 'function') return `Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = constructorName(value);
    return name ? `Received an instance of ${name}` : 'Received [Object: null prototype] {}';
  }
  const primitive: unknown = value;
  const text = String(primitive);
  const shown = typeof value !== 'string' ? text : text.length > 28 ? `'${text.slice(0, 25)}...'` : `'${text}'`;
  return `Received type ${typeof value} (${shown})`;
}

const invalidType = (name: string, expected: string, value: unknown): Error =>
  new CodedTypeError('ERR_INVALID_ARG_TYPE', `The ${name} must be ${expected}. ${received(value)}`);

function bytesOf(text: string, encoding = 'utf8'): ArrayLike<number> {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return encodeUtf8(text);
    case 'hex':
      return fromHex(text);
    case 'base64':
    case 'base64url':
      return fromBase64(text);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return fromLatin1(text);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return fromUtf16(text);
    default:
      throw new CodedTypeError('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
  }
}

function textOf(bytes: Uint8Array, encoding = 'utf8'): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return decodeUtf8(bytes);
    case 'hex':
      return toHex(bytes);
    case 'base64':
      return toBase64(bytes);
    case 'base64url':
      return toBase64(bytes, true);
    case 'latin1':
    case 'binary':
      return toLatin1(bytes);
    case 'ascii':
      return toLatin1(bytes, 0x7f);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return toUtf16(bytes);
    default:
      throw new CodedTypeError('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
  }
}

/** Its constructors as this module calls them. */
const Bytes = Uint8Array as unknown as {
  new (length: number): Uint8Array<ArrayBuffer>;
  new (buffer: ArrayBuffer, offset?: number, length?: number): Uint8Array<ArrayBuffer>;
};

export class GuestBuffer extends Bytes {
  static from(value: unknown, second?: unknown, third?: unknown): GuestBuffer {
    if (typeof value === 'string') return copied(bytesOf(value, typeof second === 'string' ? second : 'utf8'));
    if (value instanceof ArrayBuffer) {
      return new GuestBuffer(value, Number(second ?? 0), third === undefined ? undefined : Number(third));
    }
    if (typeof value === 'object' && value !== null) {
      const like = value as { readonly length?: unknown; readonly type?: unknown; readonly data?: unknown };
      if (typeof like.length === 'number') return copied(value as ArrayLike<number>);
      if (like.type === 'Buffer' && Array.isArray(like.data)) return copied(like.data as number[]);
      const primitive: unknown = value.valueOf();
      if (primitive !== value && primitive !== null && primitive !== undefined)
        return GuestBuffer.from(primitive, second);
    }
    const expected = 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object';
    throw invalidType('first argument', expected, value);
  }

  static alloc(size: number, fill?: unknown, encoding?: string): GuestBuffer {
    if (typeof size !== 'number') throw invalidType('"size" argument', 'of type number', size);
    const buffer = new GuestBuffer(size);
    return fill === undefined || fill === 0 ? buffer : buffer.fill(fill, encoding);
  }

  static allocUnsafe(size: number): GuestBuffer {
    return GuestBuffer.alloc(size);
  }

  static isBuffer(value: unknown): value is GuestBuffer {
    return value instanceof GuestBuffer;
  }

  static isEncoding(encoding: unknown): boolean {
    return (
      typeof encoding === 'string' && /^(utf-?8|hex|base64(url)?|latin1|binary|ascii|ucs-?2|utf-?16le)$/i.test(encoding)
    );
  }

  static byteLength(value: string | ArrayBuffer | ArrayBufferView, encoding = 'utf8'): number {
    if (typeof value !== 'string') return value.byteLength;
    return /^utf-?8$/i.test(encoding) ? byteLengthOf(value) : bytesOf(value, encoding).length;
  }

  static concat(list: readonly Uint8Array[], total?: number): GuestBuffer {
    if (!isArray(list)) throw invalidType('"list" argument', 'an instance of Array', list);
    const out = new GuestBuffer(total ?? list.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of list) {
      if (at >= out.length) break;
      out.set(part.subarray(0, out.length - at), at);
      at += part.length;
    }
    return out;
  }

  static compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number) ? -1 : 1;
    }
    if (a.length === b.length) return 0;
    return a.length < b.length ? -1 : 1;
  }

  override toString(encoding?: string, start = 0, end = this.length): string {
    return textOf(this.subarray(start, end), encoding);
  }

  toJSON(): { readonly type: 'Buffer'; readonly data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  }

  equals(other: Uint8Array): boolean {
    if (!(other instanceof Uint8Array))
      throw invalidType('"otherBuffer" argument', 'an instance of Buffer or Uint8Array', other);
    return GuestBuffer.compare(this, other) === 0;
  }

  compare(other: Uint8Array): -1 | 0 | 1 {
    return GuestBuffer.compare(this, other);
  }

  /** Shares memory, unlike the slice of other typed arrays. */
  override slice(start?: number, end?: number): GuestBuffer {
    const part = this.subarray(start, end);
    return new GuestBuffer(part.buffer, part.byteOffset, part.byteLength);
  }

  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }

  write(text: string, offset: number | string = 0, length?: number | string, encoding?: string): number {
    const at = typeof offset === 'number' ? offset : 0;
    const name = [offset, length, encoding].find((argument): argument is string => typeof argument === 'string');
    const room = Math.min(this.length - at, typeof length === 'number' ? length : this.length);
    const bytes = Array.from(bytesOf(text, name)).slice(0, room);
    this.set(bytes, at);
    return bytes.length;
  }

  override fill(value: unknown, start?: number | string, end?: number, encoding?: string): this {
    if (typeof value === 'number') return super.fill(value, start as number | undefined, end);
    const name = typeof start === 'string' ? start : encoding;
    const pattern = typeof value === 'string' ? bytesOf(value, name) : (value as ArrayLike<number>);
    const from = typeof start === 'number' ? start : 0;
    for (let i = from; i < (end ?? this.length); i++) this[i] = pattern[(i - from) % pattern.length] ?? 0;
    return this;
  }

  override indexOf(value: unknown, from: number | string = 0, encoding?: string): number {
    const start = typeof from === 'number' ? from : 0;
    if (typeof value === 'number') return super.indexOf(value, start);
    const needle = typeof value === 'string' ? bytesOf(value, encoding) : (value as ArrayLike<number>);
    for (let i = start; i + needle.length <= this.length; i++) {
      let k = 0;
      while (k < needle.length && this[i + k] === needle[k]) k++;
      if (k === needle.length) return i;
    }
    return -1;
  }

  override includes(value: unknown, from?: number, encoding?: string): boolean {
    return this.indexOf(value, from, encoding) !== -1;
  }

  declare readonly readUInt32LE: (offset?: number) => number;
  declare readonly writeUInt32LE: (value: number, offset?: number) => number;
}

const isArray = (value: unknown): boolean => Array.isArray(value);

const copied = (bytes: ArrayLike<number>): GuestBuffer => {
  const buffer = new GuestBuffer(bytes.length);
  buffer.set(bytes);
  return buffer;
};

/** readUInt8 … writeBigInt64BE: all by the same rule over DataView. */
function addNumberAccessors(): void {
  const kinds: readonly (readonly [string, string, number])[] = [
    ['UInt8', 'Uint8', 1],
    ['Int8', 'Int8', 1],
    ['UInt16', 'Uint16', 2],
    ['Int16', 'Int16', 2],
    ['UInt32', 'Uint32', 4],
    ['Int32', 'Int32', 4],
    ['Float', 'Float32', 4],
    ['Double', 'Float64', 8],
    ['BigUInt64', 'BigUint64', 8],
    ['BigInt64', 'BigInt64', 8],
  ];
  type Access = Record<string, (offset: number, ...rest: unknown[]) => unknown>;
  const view = (buffer: Uint8Array) =>
    new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength) as unknown as Access;
  const define = (name: string, value: (this: Uint8Array, ...args: never[]) => unknown) => {
    const descriptor = { value, writable: true, configurable: true };
    Object.defineProperty(GuestBuffer.prototype, name, descriptor);
    Object.defineProperty(GuestBuffer.prototype, name.replace('UInt', 'Uint'), descriptor);
  };
  for (const [node, native, size] of kinds) {
    for (const [suffix, little] of size === 1
      ? ([['', true]] as const)
      : ([
          ['LE', true],
          ['BE', false],
        ] as const)) {
      define(`read${node}${suffix}`, function (offset = 0) {
        return view(this)[`get${native}`]?.call(view(this), offset, little);
      });
      define(`write${node}${suffix}`, function (value: unknown, offset = 0) {
        view(this)[`set${native}`]?.call(view(this), offset, value, little);
        return offset + size;
      });
    }
  }
}
addNumberAccessors();
Object.defineProperty(GuestBuffer, 'name', { value: 'Buffer' });
