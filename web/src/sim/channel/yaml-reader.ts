/**
 * Reads a parsed YAML document field by field and remembers what does not fit, with the place where it stands, so that
 * one look at a wrong file tells all that is wrong with it.
 *
 * Names of fields are compared without regard to case, as Fabric's tools do; keys of maps are kept as they are.
 *
 * @fabric common/viperutil/config_util.go
 * @simplified Values that the environment overrides (`CONFIGTX_…`) and `File:` includes are not known.
 */
import { parseGoDuration } from './go-duration.ts';
import type { FlawCode, ValueKind, YamlFlaw, YamlFlaws } from './yaml-flaws.ts';

const SIZE = /^(\d+)\s*([kmg])?b?$/i;
const UNIT: Readonly<Record<string, number>> = { k: 1024, m: 1024 * 1024, g: 1024 * 1024 * 1024 };
const MAX_UINT32 = 0xffffffff;

type Fields = ReadonlyMap<string, unknown>;

/** A value somewhere in the document. Absent and null are the same: `Organizations:` with nothing behind it. */
export class YamlNode {
  readonly at: string;
  private readonly value: unknown;
  private readonly flaws: YamlFlaws;

  constructor(value: unknown, at: string, flaws: YamlFlaws) {
    this.value = value;
    this.at = at;
    this.flaws = flaws;
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  refuse(code: FlawCode, params: YamlFlaw['params'] = {}): void {
    this.flaws.add(this.at, code, params);
  }

  /** The members by lower-case name; names that are not in `known` are refused, as configtxgen refuses them. */
  section(known: readonly string[]): YamlSection {
    const fields = new Map<string, unknown>();
    const allowed = new Set(known.map((name) => name.toLowerCase()));
    for (const [name, value] of this.entries()) {
      if (!allowed.has(name.toLowerCase())) this.flaws.add(this.at, 'invalidKeys', { name });
      fields.set(name.toLowerCase(), value);
    }
    return new YamlSection(fields, this.at, this.flaws);
  }

  /** One member, whatever the others are. */
  field(name: string): YamlNode {
    const [, value] = this.entries().findLast(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
    return new YamlNode(value, this.path(name), this.flaws);
  }

  /** The members of a map with free keys. */
  members(): readonly (readonly [name: string, member: YamlNode])[] {
    return this.entries().map(([name, value]) => [name, new YamlNode(value, this.path(name), this.flaws)]);
  }

  private entries(): readonly (readonly [string, unknown])[] {
    if (this.isAbsent) return [];
    if (typeof this.value === 'object' && !Array.isArray(this.value)) return Object.entries(this.value ?? {});
    this.refuse('notMap', { got: kindOf(this.value) });
    return [];
  }

  items(): readonly YamlNode[] {
    if (this.isAbsent) return [];
    if (Array.isArray(this.value))
      return this.value.map((item: unknown, index) => new YamlNode(item, `${this.at}[${index}]`, this.flaws));
    this.refuse('notList', { got: kindOf(this.value) });
    return [];
  }

  text(fallback = ''): string {
    if (this.isAbsent) return fallback;
    if (typeof this.value === 'string') return this.value;
    if (typeof this.value === 'number' || typeof this.value === 'boolean') return String(this.value);
    this.refuse('notText', { got: kindOf(this.value) });
    return fallback;
  }

  boolean(): boolean {
    if (this.isAbsent) return false;
    if (typeof this.value === 'boolean') return this.value;
    if (this.value === 'true' || this.value === 'false') return this.value === 'true';
    this.refuse('notBoolean', { got: kindOf(this.value) });
    return false;
  }

  /** A whole number from 0 to 2³²−1, or a size such as `512 KB`; 0 when absent. */
  size(): number {
    if (this.isAbsent) return 0;
    const [, amount, unit] = SIZE.exec(typeof this.value === 'string' ? this.value.trim() : '') ?? [];
    const size = typeof this.value === 'number' ? this.value : Number(amount) * (UNIT[unit?.toLowerCase() ?? ''] ?? 1);
    if (Number.isInteger(size) && size >= 0 && size <= MAX_UINT32) return size;
    this.refuse('notSize', { most: MAX_UINT32, got: JSON.stringify(this.value) });
    return 0;
  }

  /** A Go duration in microseconds; a bare number counts nanoseconds, as in Go. 0 when absent. */
  durationMicros(): number {
    if (this.isAbsent) return 0;
    const nanos = typeof this.value === 'number' ? `${this.value}ns` : undefined;
    const duration = parseGoDuration(nanos ?? this.text());
    if (duration.ok) return duration.value;
    this.refuse('duration', { text: duration.error });
    return 0;
  }

  private path(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`;
  }
}

/** A map whose fields have fixed names. */
export class YamlSection {
  private readonly fields: Fields;
  private readonly at: string;
  private readonly flaws: YamlFlaws;

  constructor(fields: Fields, at: string, flaws: YamlFlaws) {
    this.fields = fields;
    this.at = at;
    this.flaws = flaws;
  }

  get(name: string): YamlNode {
    const at = this.at === '' ? name : `${this.at}.${name}`;
    return new YamlNode(this.fields.get(name.toLowerCase()), at, this.flaws);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list' satisfies ValueKind;
  return typeof value === 'object' ? ('map' satisfies ValueKind) : JSON.stringify(value);
}
