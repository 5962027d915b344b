/**
 * URIs as the JSON schema validator of the contract API uses them: to name schemas and to find references.
 *
 * @simplified stands in for uri-js: RFC 3986 splitting and resolution, no international names, no schemes of their own.
 */
export interface Parts {
  readonly scheme?: string | undefined;
  readonly authority?: string | undefined;
  readonly path: string;
  readonly query?: string | undefined;
  fragment?: string | undefined;
  readonly reference?: string;
}

export function parse(uri: string): Parts {
  const match = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(uri) ?? [];
  const [, scheme, authority, path = '', query, fragment] = match;
  return { scheme, authority, path, query, fragment, reference: scheme ? 'absolute' : 'relative' };
}

export function serialize({ scheme, authority, path, query, fragment }: Parts): string {
  const start = (scheme === undefined ? '' : `${scheme}:`) + (authority === undefined ? '' : `//${authority}`);
  return start + path + (query === undefined ? '' : `?${query}`) + (fragment === undefined ? '' : `#${fragment}`);
}

function withoutDots(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '.') out.push(part);
  }
  return out.join('/');
}

export function resolve(base: string, reference: string): string {
  const from = parse(base);
  const to = parse(reference);
  if (to.scheme !== undefined) return serialize(to);
  const { scheme } = from;
  if (to.authority !== undefined) return serialize({ ...to, scheme });
  const { authority } = from;
  if (to.path === '') return serialize({ ...from, query: to.query ?? from.query, fragment: to.fragment });
  const folder = to.path.startsWith('/') ? '' : from.path.replace(/[^/]*$/, '');
  return serialize({ ...to, scheme, authority, path: withoutDots(folder + to.path) });
}

export const normalize = (uri: string): string => serialize(parse(uri));
export const equal = (a: string, b: string): boolean => normalize(a) === normalize(b);
