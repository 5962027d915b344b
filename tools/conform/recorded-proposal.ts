/** A proposal a real peer answered, as the recordings of proposals have it. */
import type { RecordedNamespace } from './conflicts-compare.ts';

export interface RecordedProposal {
  readonly function?: string;
  readonly args: readonly string[];
  readonly chaincode?: string;
  readonly channel?: string;
  readonly note?: string;
  readonly identity: string;
  readonly peer: string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly message?: string;
  readonly payload?: string;
  readonly endorsed: boolean;
  readonly rwset?: readonly RecordedNamespace[];
  readonly event?: unknown;
  /** The call ended with this error instead of an answer. */
  readonly grpc?: { readonly code: number; readonly details: string };
}
