/** The configuration of a channel as a tree, with what its newest change has changed. */
import type { NodeId } from '../trace/facts.ts';

/** `within`: itself as before, something below it changed. */
export type ConfigChange = 'same' | 'added' | 'changed' | 'removed' | 'within';

export interface ConfigNode {
  readonly kind: 'group' | 'value' | 'policy';
  readonly name: string;
  /** Absolute: `/Channel/Orderer/BatchSize`. Unique together with the kind. */
  readonly path: string;
  readonly version: number;
  /** As it is written: `Admins`, or an absolute path. */
  readonly modPolicy: string;
  /** Absolute path of that policy; empty where there is none. */
  readonly modPolicyPath: string;
  /** Of a value its content, of a policy its rule, in lines; empty for a group. */
  readonly lines: readonly string[];
  readonly change: ConfigChange;
  /** Lines and version before the change; null for what is new or as before. */
  readonly before: { readonly version: number; readonly lines: readonly string[] } | null;
  /** Of an MSP: fingerprints of the certificates in it. */
  readonly certificates: readonly { readonly fingerprint: string; readonly name: string }[];
  readonly children: readonly ConfigNode[];
}

export interface ConfigInside {
  readonly node: NodeId;
  readonly channel: string;
  /** The config block it stands in. */
  readonly number: number;
  readonly sequence: number;
  /** All config blocks of the channel this node has, oldest first. */
  readonly history: readonly { readonly number: number; readonly sequence: number }[];
  /** The one it is compared with; null for the first. */
  readonly comparedWith: number | null;
  readonly root: ConfigNode;
}
