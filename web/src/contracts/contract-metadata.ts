/**
 * What a contract says of itself when it is asked for `org.hyperledger.fabric:GetMetadata`, in a form a page can make
 * input fields of.
 *
 * @fabric the contract-schema.json of fabric-contract-api
 */
import { ok, refuse, type Result } from '../sim/kernel/result.ts';

/** JSON schema of a parameter; contracts write whatever they like into it. */
export type Schema = Readonly<Record<string, unknown>>;

export interface ContractParameter {
  readonly name: string;
  readonly description: string;
  /** Empty: anything, given as text. References to `#/components/schemas/…` are resolved one level. */
  readonly schema: Schema;
}

export interface ContractTransaction {
  readonly name: string;
  /** What to call: `<contract>:<transaction>`, or the plain name in the default contract. */
  readonly call: string;
  /** Is it meant to be submitted? undefined: the contract does not say. */
  readonly submits: boolean | undefined;
  readonly parameters: readonly ContractParameter[];
  /** Schema of what it returns; undefined: not said. */
  readonly returns: Schema | undefined;
}

export interface DescribedContract {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The one whose transactions can be called without its name. */
  readonly isDefault: boolean;
  readonly transactions: readonly ContractTransaction[];
}

export interface ContractMetadata {
  readonly title: string;
  readonly version: string;
  readonly contracts: readonly DescribedContract[];
}

/** The contract every chaincode has besides its own. */
const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * @param value the answer of GetMetadata: JSON text, or what it says
 * @returns refused with `notMetadata` when it is not metadata of contracts
 */
export function readContractMetadata(value: unknown): Result<ContractMetadata> {
  const said = typeof value === 'string' ? parsed(value) : value;
  const { contracts, info, components } = objectOf(said);
  if (typeof contracts !== 'object' || contracts === null) return refuse('notMetadata');
  const schemas = objectOf(objectOf(components)['schemas']);
  const own = Object.entries(objectOf(contracts)).filter(([name]) => name !== SYSTEM_CONTRACT);
  const defaults = own.filter(([, contract]) => isDefaultContract(objectOf(contract))).map(([name]) => name);
  const [first] = own;
  // When none calls itself the default, the shim takes the first.
  const defaultName = defaults[0] ?? first?.[0];
  const { title, version } = objectOf(info);
  return ok({
    title: textOf(title),
    version: textOf(version),
    contracts: own.map(([name, contract]) =>
      describedContract(name, objectOf(contract), name === defaultName, schemas),
    ),
  });
}

const isDefaultContract = (contract: Json): boolean =>
  contract['default'] === true || objectOf(contract['contractInstance'])['default'] === true;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describedContract(name: string, contract: Json, isDefault: boolean, schemas: Json): DescribedContract {
  const info = objectOf(contract['info']);
  return {
    name,
    title: textOf(info['title']),
    description: textOf(info['description']),
    isDefault,
    transactions: listOf(contract['transactions']).flatMap((entry) => {
      const transaction = objectOf(entry);
      const own = textOf(transaction['name']);
      return own === '' ? [] : [describedTransaction(own, isDefault ? own : `${name}:${own}`, transaction, schemas)];
    }),
  };
}

function describedTransaction(name: string, call: string, transaction: Json, schemas: Json): ContractTransaction {
  // A contract without decorators has `tags` instead, and says SUBMIT of everything: that is no statement.
  const tags = listOf(transaction['tag']).map((tag) => textOf(tag).toLowerCase());
  const submits = tags.some((tag) => tag === 'submit' || tag === 'submittx');
  const returns = transaction['returns'];
  return {
    name,
    call,
    submits: tags.length === 0 ? undefined : submits,
    parameters: listOf(transaction['parameters']).map((entry, index) => {
      const parameter = objectOf(entry);
      return {
        name: textOf(parameter['name']) || `arg${String(index)}`,
        description: textOf(parameter['description']),
        schema: resolved(parameter['schema'], schemas),
      };
    }),
    returns: returns === undefined ? undefined : resolved(returnedSchema(returns), schemas),
  };
}

/** The API writes the bare schema, or a list of `{name, schema}` when the contract brought its own metadata. */
function returnedSchema(returns: unknown): unknown {
  const one = Array.isArray(returns) ? (returns as readonly unknown[])[0] : returns;
  return objectOf(one)['schema'] ?? one;
}

function resolved(schema: unknown, schemas: Json): Schema {
  const own = objectOf(schema);
  const name = /^#\/components\/schemas\/(.+)$/.exec(textOf(own['$ref']))?.[1];
  return name === undefined ? own : objectOf(schemas[name] ?? own);
}
