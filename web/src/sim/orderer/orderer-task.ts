/**
 * What an orderer is told to do from outside: by its administrator, or by whoever has taken it over.
 *
 * @fabric orderer/common/channelparticipation
 * @simplified No orderer is made to leave a channel (osnadmin channel remove): one that is no consenter any more follows.
 */
import type { Lie } from './lie.ts';

/** What the administrator of an orderer may ask of it, or whoever has taken it over. */
export type OrdererTask =
  | {
      /** osnadmin channel join. */
      readonly type: 'joinOrderer';
      readonly channel: string;
      /** Serialized `common.Block`. */
      readonly genesisBlock: Uint8Array;
    }
  | { readonly type: 'corruptOrderer'; readonly lie: Lie | 'none' };

export type JoinTask = Extract<OrdererTask, { readonly type: 'joinOrderer' }>;
