/** All entries of the explainer. Cause and remedy stand in the dictionaries under `explain.<id>.cause` and `.remedy`. */
import { CA_TEXTS } from './ca-texts.ts';
import { CA_REQUEST_TEXTS } from './ca-request-texts.ts';
import { DEFINITION_TEXTS } from './definition-texts.ts';
import { FORM_TEXTS } from './form-texts.ts';
import { IDENTITY_TEXTS } from './identity-texts.ts';
import { QUERY_TEXTS } from './query-texts.ts';
import { WRAPPER_TEXTS } from './wrapper-texts.ts';
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
  ...WRAPPER_TEXTS,
  ...QUERY_TEXTS,
  ...IDENTITY_TEXTS,
  ...FORM_TEXTS,
  ...DEFINITION_TEXTS,
  ...CA_REQUEST_TEXTS,
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
  /** Texts with `*` (anything) or `~` (one word) for what differs. */
  readonly texts: readonly string[];
  readonly general: boolean;
  /** Where it happens. */
  readonly seen: SeenIn | null;
  /** Where it happens nowhere: a scene about the part that says it. */
  readonly about: SeenIn;
}

/** What each part does is shown there. */
const ABOUT: Readonly<Record<Layer, SeenIn>> = {
  client: { scene: 'transaction-flow' },
  connection: { scene: 'nodes' },
  tool: { scene: 'bring-up-today' },
  gateway: { scene: 'transaction-flow' },
  endorser: { scene: 'transaction-flow' },
  chaincode: { scene: 'nondeterminism' },
  privateData: { scene: 'gossip' },
  lifecycle: { scene: 'lifecycle' },
  orderer: { scene: 'ordering' },
  config: { scene: 'bring-up-today' },
  structure: { scene: 'transaction-flow' },
  policy: { scene: 'transaction-flow' },
  mvcc: { scene: 'transaction-flow' },
  peer: { scene: 'nodes' },
  msp: { scene: 'identities' },
  ca: { scene: 'identities' },
};

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
    about: ABOUT[entry.layer],
  };
};

/** A text with its gaps as they are shown. */
export const shownText = (text: string): string => text.replaceAll(/[*~]/g, '…');

const ofText = (id: ExplanationId, entry: TextEntry): Explanation => ({
  id,
  layer: entry.layer,
  title: shownText(entry.texts[0]),
  code: null,
  names: [],
  texts: entry.texts,
  general: entry.general ?? false,
  seen: entry.seen ?? null,
  about: ABOUT[entry.layer],
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
