/** All entries of the explainer. Cause and remedy stand in the dictionaries under `explain.<id>.cause` and `.remedy`. */
import { CA_TEXTS } from './ca-texts.ts';
import { CHAINCODE_TEXTS } from './chaincode-texts.ts';
import { CLIENT_TEXTS } from './client-texts.ts';
import { CONFIG_TEXTS } from './config-texts.ts';
import { CONNECTION_TEXTS } from './connection-texts.ts';
import { ENDORSER_TEXTS } from './endorser-texts.ts';
import type { CodeEntry, Layer, SeenIn, TextEntry } from './explainer-entry.ts';
import { LIFECYCLE_TEXTS } from './lifecycle-texts.ts';
import { ORDERER_TEXTS } from './orderer-texts.ts';
import { PEER_TEXTS } from './peer-texts.ts';
import { GRPC_CODES, STATUSES } from './statuses.ts';
import { TOOL_TEXTS } from './tool-texts.ts';
import { VALIDATION_CODES } from './validation-codes.ts';

const CODES = { ...VALIDATION_CODES, ...STATUSES, ...GRPC_CODES };
const TEXTS = {
  ...CLIENT_TEXTS,
  ...CONNECTION_TEXTS,
  ...TOOL_TEXTS,
  ...ENDORSER_TEXTS,
  ...CHAINCODE_TEXTS,
  ...LIFECYCLE_TEXTS,
  ...ORDERER_TEXTS,
  ...CONFIG_TEXTS,
  ...PEER_TEXTS,
  ...CA_TEXTS,
};

export type ExplanationId = keyof typeof CODES | keyof typeof TEXTS;

export interface Explanation {
  readonly id: ExplanationId;
  readonly layer: Layer;
  /** What is printed: the code's name, or the text with `…` for what differs. */
  readonly title: string;
  /** Null for a text. */
  readonly code: { readonly name: string; readonly number: number } | null;
  /** Names it is printed under, exactly so. */
  readonly names: readonly string[];
  /** Texts with `*` for what differs. */
  readonly texts: readonly string[];
  readonly general: boolean;
  readonly seen: SeenIn | null;
}

const ofCode = (id: ExplanationId, entry: CodeEntry): Explanation => {
  const name = entry.name ?? id;
  return {
    id,
    layer: entry.layer,
    title: name,
    code: { name, number: entry.number },
    names: entry.go === undefined ? [name] : [name, entry.go],
    texts: entry.go === undefined ? [] : [`code = ${entry.go}`],
    general: entry.general ?? false,
    seen: entry.seen ?? null,
  };
};

const ofText = (id: ExplanationId, entry: TextEntry): Explanation => ({
  id,
  layer: entry.layer,
  title: entry.texts[0].replaceAll('*', '…'),
  code: null,
  names: [],
  texts: entry.texts,
  general: entry.general ?? false,
  seen: entry.seen ?? null,
});

export const EXPLANATIONS: readonly Explanation[] = [
  ...Object.entries<CodeEntry>(CODES).map(([id, entry]) => ofCode(id as ExplanationId, entry)),
  ...Object.entries<TextEntry>(TEXTS).map(([id, entry]) => ofText(id as ExplanationId, entry)),
];

const BY_ID = new Map<string, Explanation>(EXPLANATIONS.map((entry) => [entry.id, entry]));

/** The entry of that id; null for an id there is none of. */
export const explanationBy = (id: string): Explanation | null => BY_ID.get(id) ?? null;

/** Of a validation code by its name; null for a name Fabric does not have. */
export const explainCode = (name: string): Explanation | null =>
  Object.hasOwn(VALIDATION_CODES, name) ? explanationBy(name) : null;
