/** What an entry of the explainer is: what is printed, who decides it, and where the course lets it happen. */

/** Where something is said: the part of Fabric, or of what stands around it. */
export type Layer =
  | 'client'
  | 'connection'
  | 'tool'
  | 'gateway'
  | 'endorser'
  | 'chaincode'
  | 'privateData'
  | 'lifecycle'
  | 'orderer'
  | 'config'
  | 'structure'
  | 'policy'
  | 'mvcc'
  | 'peer'
  | 'msp'
  | 'ca';

/** Scene, and the step in which it happens; without a step the scene is about it, and may be still to come. */
export interface SeenIn {
  readonly scene: string;
  readonly step?: string;
}

interface Common {
  readonly layer: Layer;
  /** It stands around a more exact text, or beside one: any exact entry that fits comes before it. */
  readonly general?: boolean;
  readonly seen?: SeenIn;
}

/** A text Fabric prints, in its forms; `*` stands for what differs from case to case, `~` for one word of it. The first names the entry. */
export interface TextEntry extends Common {
  readonly texts: readonly [string, ...string[]];
}

/** A code Fabric prints by name or by number. Its name is the id unless it is given. */
export interface CodeEntry extends Common {
  readonly number: number;
  readonly name?: string;
  /** As Go prints it, where that differs. */
  readonly go?: string;
}

export type TextEntries = Readonly<Record<string, TextEntry>>;
export type CodeEntries = Readonly<Record<string, CodeEntry>>;
