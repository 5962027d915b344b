/**
 * A block with the private data that goes with it, for those a listener may read.
 *
 * @fabric core/peer/deliverevents.go (blockAndPrivateDataResponseSender, CheckCollectionPolicy)
 * @simplified A collection is judged by its newest definition, not by the one in force below the block.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { blockNumber } from '../wire/block.ts';
import { type TxPvtReadWriteSet, TxPvtReadWriteSetSchema } from '../wire/gen/ledger/rwset/rwset_pb.ts';
import { BlockAndPrivateDataSchema } from '../wire/gen/peer/events_pb.ts';
import { ledgerOf } from './committer.ts';
import { isMember } from './lifecycle/collections.ts';
import { chaincodeDefinition, staticCollections } from './lifecycle/definitions.ts';
import { implicitCollectionOwner } from './lifecycle/lifecycle-state.ts';
import type { PeerState } from './peer-state.ts';
import { txPvtReadWriteSet } from './private-transient.ts';
import { setsOfBlock } from './stored-sets.ts';

/** Serialized `protos.BlockAndPrivateData`. `reader`: serialized identity of who listens. */
export function blockWithPrivateData(state: PeerState, channel: string, block: Block, reader: Uint8Array): Uint8Array {
  const privateDataMap: Record<string, TxPvtReadWriteSet> = {};
  for (const [txNum, sets] of setsOfBlock(ledgerOf(state, channel).privateStore, blockNumber(block))) {
    const readable = sets.filter(({ namespace, collection }) => mayRead(state, channel, namespace, collection, reader));
    if (readable.length > 0) privateDataMap[txNum] = fromBinary(TxPvtReadWriteSetSchema, txPvtReadWriteSet(readable));
  }
  return toBinary(BlockAndPrivateDataSchema, create(BlockAndPrivateDataSchema, { block, privateDataMap }));
}

/** Only a collection that says so (`memberOnlyRead`) is kept from those of the channel who are not its members. */
function mayRead(
  state: PeerState,
  channel: string,
  namespace: string,
  collection: string,
  reader: Uint8Array,
): boolean {
  if (implicitCollectionOwner(collection) !== undefined) return true;
  const definition = chaincodeDefinition(ledgerOf(state, channel).state, namespace);
  const config = definition && staticCollections(definition.collections).find(({ name }) => name === collection);
  if (!config) return false;
  const bundle = state.channels[channel]?.bundle;
  const known = bundle?.mspManager.deserializeIdentity(reader);
  return (
    !config.memberOnlyRead ||
    (bundle !== undefined && known?.ok === true && isMember(config.memberOrgsPolicy, bundle, known.value))
  );
}
