/**
 * Enough of URL for the shim, which takes its peer's address apart.
 *
 * @simplified protocol, host, path, query, hash; no resolution against a base, no encoding.
 */
export class URL {
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;

  constructor(input: unknown) {
    const text = String(input);
    const parts = /^([a-z][a-z0-9+.-]*:)\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(text);
    if (!parts) throw new TypeError('Invalid URL');
    const [, protocol = '', host = '', pathname = '', search = '', hash = ''] = parts;
    this.href = text;
    this.protocol = protocol.toLowerCase();
    this.host = host;
    this.hostname = host.replace(/:\d+$/, '');
    this.port = /:(\d+)$/.exec(host)?.[1] ?? '';
    this.pathname = pathname;
    this.search = search;
    this.hash = hash;
  }

  toString(): string {
    return this.href;
  }
}
