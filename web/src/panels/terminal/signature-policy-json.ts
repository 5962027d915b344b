/** A signature policy as configtxlator prints it: who may sign, each once, and a rule that counts them. */

type Rule =
  | { readonly signed_by: number }
  | { readonly n_out_of: { readonly n: number; readonly rules: readonly Rule[] } };

interface SignaturePolicyJson {
  readonly identities: readonly unknown[];
  readonly rule: Rule;
  readonly version: 0;
}

const TOKEN = /\s*(?:([A-Za-z]+)\s*\(|'([^']*)'|(\d+)|([),]))/y;

/** @param text `OR('Org1MSP.admin', …)`; one that cannot be read gives a rule nobody can meet */
export function signaturePolicyJson(text: string): SignaturePolicyJson {
  const principals: string[] = [];
  const tokens = tokensOf(text);
  let position = 0;
  const next = (): Token | undefined => tokens[position++];
  const read = (token: Token | undefined): Rule | number | null => {
    if (token?.kind === 'number') return Number(token.text);
    if (token?.kind === 'principal') {
      if (!principals.includes(token.text)) principals.push(token.text);
      return { signed_by: principals.indexOf(token.text) };
    }
    return token?.kind === 'gate' ? gate(token.text, members()) : null;
  };
  const members = (): readonly (Rule | number)[] => {
    const found: (Rule | number)[] = [];
    for (let token = next(); token && token.text !== ')'; token = next()) {
      const member = read(token);
      if (member !== null) found.push(member);
    }
    return found;
  };
  const rule = read(next());
  const unmet: Rule = { n_out_of: { n: 1, rules: [] } };
  return {
    identities: principals.map(principalJson),
    rule: rule === null || typeof rule === 'number' ? unmet : rule,
    version: 0,
  };
}

interface Token {
  readonly kind: 'gate' | 'principal' | 'number' | 'mark';
  readonly text: string;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, gateName, principal, number, mark] = match;
    if (gateName !== undefined) tokens.push({ kind: 'gate', text: gateName.toUpperCase() });
    else if (principal !== undefined) tokens.push({ kind: 'principal', text: principal });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'mark', text: mark ?? '' });
  }
  return tokens;
}

function gate(name: string, members: readonly (Rule | number)[]): Rule {
  const rules = members.filter((member) => typeof member !== 'number');
  const count = members.find((member) => typeof member === 'number') ?? 1;
  return { n_out_of: { n: name === 'AND' ? rules.length : name === 'OR' ? 1 : count, rules } };
}

function principalJson(principal: string): unknown {
  const dot = principal.lastIndexOf('.');
  const role = principal.slice(dot + 1).toUpperCase();
  return { principal: { msp_identifier: principal.slice(0, dot), role }, principal_classification: 'ROLE' };
}
