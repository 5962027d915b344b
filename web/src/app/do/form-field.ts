/** What a form asks for, field by field. */
export type FieldKind =
  | 'node'
  | 'orderer'
  | 'peer'
  | 'client'
  | 'ca'
  | 'channel'
  /** The system channel of 2.x too. */
  | 'anyChannel'
  /** What configtxgen makes a genesis block for: the system channel where there is one. */
  | 'genesisChannel'
  | 'org'
  /** An organisation with peers. */
  | 'member'
  | 'changeKind'
  | 'capabilityLevel'
  | 'policyType'
  | 'peers'
  | 'text'
  | 'number'
  | 'boolean'
  /** One value a line. */
  | 'lines'
  /** `name=value`, one a line. */
  | 'pairs'
  /** A JSON list; left empty, the value is absent. */
  | 'collections'
  /** May be left empty, which is a value of its own. */
  | 'blankText'
  /** Empty means null. */
  | 'optionalText'
  /** Left out of the command when they say nothing new: no text, no peers, no, or the administrator. */
  | 'omittedText'
  | 'omittedPeers'
  | 'omittedFlag'
  | 'omittedPeer'
  | 'omittedLines'
  | 'callRoute'
  | 'forgery'
  | 'administrator'
  | 'lie'
  | 'workloadStrategy'
  | 'eventKind'
  | 'optionalPeer'
  | 'optionalPeers';

export interface Field {
  /** Path inside the command: `definition.name`. Its label is `commands.param.<path>`, unless `label` is another name. */
  readonly path: string;
  readonly label?: string;
  readonly kind: FieldKind;
}
