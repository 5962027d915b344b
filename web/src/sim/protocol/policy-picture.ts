/**
 * How a policy was decided, as plain data to draw: the rule as a tree, who signed, which signature met which principal.
 */

/** What a policy was asked for. */
export type PolicyPurpose =
  | 'writers'
  | 'readers'
  | 'endorsement'
  | 'modification'
  | 'creation'
  | 'lifecycle'
  | 'administration'
  | 'blockValidation';

/** Why a signature does not count. `text` is Fabric's; empty where Fabric says nothing. */
export interface SignatureFlaw {
  readonly code: 'unknownIdentity' | 'duplicate' | 'badSignature' | 'revoked' | 'invalidIdentity';
  readonly text: string;
}

export type IdentityRole = 'admin' | 'client' | 'orderer' | 'peer';

export interface SignaturePicture {
  readonly mspId: string;
  /** Common name of the certificate; empty when there is no certificate to read. */
  readonly subject: string;
  /** null: a member and nothing more particular. */
  readonly role: IdentityRole | null;
  readonly valid: boolean;
  /** null for a valid signature. */
  readonly why: SignatureFlaw | null;
}

/** Whom a leaf asks for. */
export type PrincipalPicture =
  | { readonly kind: 'role'; readonly mspId: string; readonly role: IdentityRole | 'member' }
  | { readonly kind: 'unit'; readonly mspId: string; readonly unit: string }
  | { readonly kind: 'identity'; readonly mspId: string; readonly subject: string };

export interface PolicyNode {
  /** `implicit` asks the groups one level below, `missing` stands for a policy that does not exist. */
  readonly kind: 'gate' | 'principal' | 'implicit' | 'missing';
  /** `MAJORITY Admins`, `OutOf(2, 'Org1MSP.peer', …)`, `Org1MSP.admin`; of a missing policy its name. */
  readonly rule: string;
  /** How many children must be satisfied; 1 for a principal. */
  readonly need: number;
  readonly have: number;
  readonly satisfied: boolean;
  /** Of a principal: the place, in the picture's signatures, of the one that met it. */
  readonly signedBy: number | null;
  /** The group whose policy this is, below an implicit rule; else empty. */
  readonly label: string;
  /** null for anything but a principal. */
  readonly principal: PrincipalPicture | null;
  readonly children: readonly PolicyNode[];
}

export interface PolicyPicture {
  /** Path of the policy, or of a policy outside the configuration the name of what has it: a chaincode, a key, an MSP. */
  readonly name: string;
  readonly purpose: PolicyPurpose;
  /** What it guards: an element of the configuration, a resource of the peer, a key; null where the purpose says all. */
  readonly element: string | null;
  /**
   * `here`: decided by the node looked at, at that moment. `before`: by the orderer that took it in. `later`: peers
   * will decide; this is what they would say at that moment.
   */
  readonly asked: 'here' | 'before' | 'later';
  readonly satisfied: boolean;
  readonly signatures: readonly SignaturePicture[];
  readonly tree: PolicyNode;
}

/** A policy as it stands in a configuration. */
export interface PolicyLine {
  readonly path: string;
  readonly kind: 'implicitMeta' | 'signature';
  readonly rule: string;
}

/** What a node has as the configuration of a channel, to read. */
export interface ChannelConfigSummary {
  readonly channel: string;
  readonly sequence: number;
  readonly organizations: readonly {
    readonly name: string;
    readonly mspId: string;
    readonly part: 'application' | 'orderer' | 'consortium';
    /** `host:port`: anchor peers of a member, endpoints of an ordering organisation. */
    readonly addresses: readonly string[];
  }[];
  readonly capabilities: readonly {
    readonly level: 'channel' | 'orderer' | 'application';
    readonly names: readonly string[];
  }[];
  /** null in a configuration without an orderer section. */
  readonly batch: {
    readonly maxMessageCount: number;
    readonly absoluteMaxBytes: number;
    readonly preferredMaxBytes: number;
    readonly timeoutMicros: number;
  } | null;
  readonly consensusType: string | null;
  /** By path. */
  readonly policies: readonly PolicyLine[];
  /** Only where the channel deviates from Fabric's defaults. */
  readonly acls: readonly { readonly resource: string; readonly policy: string }[];
}
