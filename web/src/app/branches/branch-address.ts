/** `…&branches=main,branch-1` behind the address of a place: two branches compared. Branches live as long as the page. */

export interface ComparedNames {
  readonly left: string;
  readonly right: string;
}

const PARAMETER = 'branches';

const partsOf = (hash: string): readonly [path: string, query: URLSearchParams] => {
  const [path = '', query = ''] = hash.split('?', 2);
  return [path, new URLSearchParams(query)];
};

/** The address with, or for null without, the branches that are compared. */
export function comparedHash(hash: string, compared: ComparedNames | null): string {
  const [path, query] = partsOf(hash);
  query.delete(PARAMETER);
  const rest = query.toString();
  const own = compared === null ? '' : `${PARAMETER}=${compared.left},${compared.right}`;
  const all = [rest, own].filter((part) => part !== '').join('&');
  return all === '' ? path : `${path}?${all}`;
}

/** The branches an address compares; null: none, or not two different ones. */
export function comparedIn(hash: string): ComparedNames | null {
  const [left = '', right = ''] = partsOf(hash)[1].get(PARAMETER)?.split(',', 2) ?? [];
  return left === '' || right === '' || left === right ? null : { left, right };
}
