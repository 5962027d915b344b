/**
 * How fabric-ca-client prints what a server answers.
 */
import type {
  AffiliationInfo,
  CaAttribute,
  CaResponse,
  CaResult,
  IdentityInfo,
} from '../../web/src/sim/wire/ca-api.ts';
import { listValues } from './ca-flags.ts';

/** Ends the command with `Error: …`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly before: readonly string[];

  constructor(message: string, before: readonly string[] = []) {
    super(message);
    this.before = before;
  }
}

export type CertificateResult = Extract<CaResult, { kind: 'certificate' }>;

export function resultOf<K extends CaResult['kind']>(
  { outcome }: CaResponse,
  kind: K,
  prefix = '',
): Extract<CaResult, { kind: K }> {
  if (!outcome.ok)
    throw new CommandError(
      `${prefix}Response from server: Error Code: ${outcome.error.code} - ${outcome.error.message}`,
    );
  if (!isKind(outcome.result, kind)) throw new CommandError(`an answer of kind ${outcome.result.kind}`);
  return outcome.result;
}

/** The client prints errors of lists that come in pieces in another way. */
export function streamedResultOf<K extends CaResult['kind']>(
  response: CaResponse,
  kind: K,
): Extract<CaResult, { kind: K }> {
  const { outcome } = response;
  if (outcome.ok) return resultOf(response, kind);
  throw new CommandError(`&{Code:${outcome.error.code} Message:${outcome.error.message}}`);
}

const isKind = <K extends CaResult['kind']>(result: CaResult, kind: K): result is Extract<CaResult, { kind: K }> =>
  result.kind === kind;

/** `name=value:ecert` */
export function attributesOf(flags: readonly string[]): readonly CaAttribute[] {
  return listValues(flags).map((item) => {
    const equals = item.indexOf('=');
    const [value = '', flag] = item.slice(equals + 1).split(':');
    return { name: item.slice(0, equals), value, ecert: flag === 'ecert' };
  });
}

export function identityText(identity: IdentityInfo, secret?: string): string {
  const { id, type, affiliation, maxEnrollments } = identity;
  const attributes = identity.attributes.map(
    ({ name, value, ecert }) => `{Name:${name} Value:${value} ECert:${ecert}}`,
  );
  const shown = secret === undefined ? '' : `Secret: ${secret}, `;
  return `Name: ${id}, Type: ${type}, Affiliation: ${affiliation}, Max Enrollments: ${maxEnrollments}, ${shown}Attributes: [${attributes.join(' ')}]`;
}

export function affiliationText({ name, affiliations }: AffiliationInfo, depth: number): string {
  const line = `${'   '.repeat(depth)}affiliation: ${name || '.'}\n`;
  return line + affiliations.map((child) => affiliationText(child, depth + 1)).join('');
}
