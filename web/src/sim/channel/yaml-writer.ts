/**
 * Writes YAML as the files of Fabric's tools are usually written: block style, anchors, quotes only where needed.
 */

/** A reference to an anchor; everything else is written out. */
export class Alias {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Yaml = string | number | boolean | Alias | readonly Yaml[] | { readonly [key: string]: Yaml };

/** The lines of `value` in block style, `indent` spaces in. */
export function yamlLines(value: Yaml, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  if (isScalar(value)) return [`${pad}${scalar(value)}`];
  if (isList(value)) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlLines(item, indent + 2);
      return [`${pad}- ${first.slice(indent + 2)}`, ...rest];
    });
  }
  return Object.entries(value).flatMap(([key, member]) => {
    if (isScalar(member)) return [`${pad}${scalarText(key)}: ${scalar(member)}`];
    const inner = yamlLines(member, indent + 2);
    return inner.length > 0 ? [`${pad}${scalarText(key)}:`, ...inner] : [`${pad}${scalarText(key)}: ${empty(member)}`];
  });
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value);

const isScalar = (value: Yaml): value is string | number | boolean | Alias =>
  typeof value !== 'object' || value instanceof Alias;

const empty = (value: Yaml): string => (isList(value) ? '[]' : '{}');

const scalar = (value: string | number | boolean | Alias): string => {
  if (value instanceof Alias) return `*${value.name}`;
  return typeof value === 'string' ? scalarText(value) : String(value);
};

/** Plain where no reader could take it for anything but text, else quoted as JSON, which is YAML too. */
const scalarText = (text: string): string =>
  /^(?:[A-Za-z/]|\.{1,2}\/)[A-Za-z0-9_./@:-]*$/.test(text) && !/:$|^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
