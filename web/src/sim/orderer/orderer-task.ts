/** What the administrator of an orderer may ask of it. */
export type OrdererTask = {
  /** osnadmin channel join. */
  readonly type: 'joinOrderer';
  readonly channel: string;
  /** Serialized `common.Block`. */
  readonly genesisBlock: Uint8Array;
};
