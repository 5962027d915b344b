/**
 * The system chaincodes that speak for the peer itself: `cscc` about the channels it is on, `qscc` about the blocks it
 * keeps. They run inside the peer, so there is no package and no container, and they leave nothing in a read-write set.
 *
 * @fabric core/scc/cscc/configure.go, core/scc/qscc/query.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import { encodeBlock } from '../wire/block.ts';
import { EMPTY, fromUtf8, hex } from '../wire/bytes.ts';
import { BlockchainInfoSchema, BootstrappingSnapshotInfoSchema } from '../wire/gen/common/ledger_pb.ts';
import { ConfigSchema } from '../wire/gen/common/configtx_pb.ts';
import { ChannelQueryResponseSchema, JoinBySnapshotStatusSchema } from '../wire/gen/peer/query_pb.ts';
import { ProcessedTransactionSchema } from '../wire/gen/peer/transaction_pb.ts';
import type { ChaincodeResponse } from '../wire/proposal.ts';
import { configInState, joinChannel } from './join-channel.ts';
import { joinBySnapshot } from './join-by-snapshot.ts';
import { type PeerEffect, type PeerState, report } from './peer-state.ts';

/** Whether who asks may use a resource (`qscc/GetChainInfo`) of a channel, '' for the peer's own; the error is Fabric's text. */
export type Authorize = (resource: string, channelId: string) => Result<void, string>;

export interface SystemOutcome {
  readonly state: PeerState;
  readonly effects: readonly PeerEffect[];
  readonly response: ChaincodeResponse;
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

function answer(state: PeerState, result: Result<Uint8Array, string>): SystemOutcome {
  const response = result.ok
    ? { status: 200, message: '', payload: result.value }
    : { status: 500, message: result.error, payload: EMPTY };
  return { state, effects: [], response };
}

/** Functions that take no argument. */
const ALONE: readonly string[] = ['GetChannels', 'JoinBySnapshotStatus'];

/** Channel configuration: joining, and what the peer has joined. @param args name of the function first */
export function invokeCscc(state: PeerState, args: readonly Uint8Array[], authorize: Authorize): SystemOutcome {
  const [nameBytes, argument] = args;
  const name = fromUtf8(nameBytes ?? EMPTY);
  if (!nameBytes || (!ALONE.includes(name) && argument === undefined))
    return answer(state, failed(`Incorrect number of arguments, ${args.length}`));
  switch (name) {
    case 'JoinChain':
      return join(state, argument ?? EMPTY, authorize);
    case 'JoinChainBySnapshot':
      return joinFrom(state, fromUtf8(argument ?? EMPTY), authorize);
    case 'JoinBySnapshotStatus':
      return joinStatus(state, authorize);
    case 'GetConfigBlock':
    case 'GetChannelConfig': {
      const channelId = fromUtf8(argument ?? EMPTY);
      if (name === 'GetChannelConfig' && channelId === '') return answer(state, failed('empty channel name provided'));
      const allowed = authorize(`cscc/${name}`, channelId);
      if (!allowed.ok) return answer(state, failed(`access denied for [${name}][${channelId}]: ${allowed.error}`));
      const bytes = name === 'GetConfigBlock' ? configBlock(state, channelId) : channelConfig(state, channelId);
      return answer(state, bytes);
    }
    case 'GetChannels': {
      const allowed = authorize('cscc/GetChannels', '');
      if (!allowed.ok) return answer(state, failed(`access denied for [GetChannels]: ${allowed.error}`));
      const channels = Object.keys(state.channels).map((channelId) => ({ channelId }));
      return answer(state, ok(toBinary(ChannelQueryResponseSchema, create(ChannelQueryResponseSchema, { channels }))));
    }
    default:
      return answer(state, failed(`Requested function ${name} not found.`));
  }
}

function join(state: PeerState, genesisBlock: Uint8Array, authorize: Authorize): SystemOutcome {
  const joined = joinChannel(state.disk, genesisBlock, (channelId) => {
    const allowed = authorize('cscc/JoinChain', '');
    return allowed.ok ? allowed : failed(`access denied for [JoinChain][${channelId}]: [${allowed.error}]`);
  });
  if (!joined.ok) return answer(state, joined);
  const { channelId, channel, ledger } = joined.value;
  const disk = { ...state.disk, ledgers: { ...state.disk.ledgers, [channelId]: ledger } };
  return {
    ...answer({ ...state, disk, channels: { ...state.channels, [channelId]: channel } }, ok(EMPTY)),
    effects: [
      report({ type: 'peerJoined', channel: channelId, height: ledger.blocks.height }),
      { type: 'persist', tag: `joined ${channelId}`, durable: disk },
    ],
  };
}

function joinFrom(state: PeerState, path: string, authorize: Authorize): SystemOutcome {
  if (path === '') return answer(state, failed('Cannot join the channel, no snapshot directory provided'));
  const allowed = authorize('cscc/JoinChainBySnapshot', '');
  if (!allowed.ok) return answer(state, failed(`access denied for [JoinChainBySnapshot]: [${allowed.error}]`));
  const begun = joinBySnapshot(state, path);
  return begun.ok ? { ...answer(begun.value.state, ok(EMPTY)), effects: begun.value.effects } : answer(state, begun);
}

function joinStatus(state: PeerState, authorize: Authorize): SystemOutcome {
  const allowed = authorize('cscc/JoinBySnapshotStatus', '');
  if (!allowed.ok) return answer(state, failed(`access denied for [JoinBySnapshotStatus]: ${allowed.error}`));
  const { joiningFrom } = state;
  const status = create(JoinBySnapshotStatusSchema, {
    inProgress: joiningFrom !== undefined,
    bootstrappingSnapshotDir: joiningFrom ?? '',
  });
  return answer(state, ok(toBinary(JoinBySnapshotStatusSchema, status)));
}

function configBlock(state: PeerState, channelId: string): Result<Uint8Array, string> {
  const blocks = state.disk.ledgers[channelId]?.blocks;
  const bytes = blocks?.blockBytes(blocks.lastConfigNumber);
  const unserved = blocks && behindSnapshot(blocks, blocks.lastConfigNumber);
  if (unserved !== undefined) return failed(unserved);
  return bytes ? ok(bytes) : failed(`Unknown chain ID, ${channelId}`);
}

function channelConfig(state: PeerState, channelId: string): Result<Uint8Array, string> {
  const ledger = state.disk.ledgers[channelId];
  const config = ledger && configInState(ledger.state);
  return config ? ok(toBinary(ConfigSchema, config)) : failed(`unknown channel ID, ${channelId}`);
}

/** Why a block that lies before the first of this peer cannot be had; undefined for others. */
export function behindSnapshot({ first }: BlockStore, number: number): string | undefined {
  if (number >= first) return undefined;
  return `cannot serve block [${number}]. The ledger is bootstrapped from a snapshot. First available block = [${first}]`;
}

/** Why a transaction from before the snapshot cannot be had; undefined for others. */
function unknownDetails(blocks: BlockStore, txId: string): string | undefined {
  if (!blocks.isBeforeSnapshot(txId)) return undefined;
  return `details for the TXID [${txId}] not available. Ledger bootstrapped from a snapshot. First available block = [${blocks.first}]`;
}

/** The ledger's own questions: how high it is, and single blocks and transactions. @param args as {@link invokeCscc} */
export function invokeQscc(state: PeerState, args: readonly Uint8Array[], authorize: Authorize): SystemOutcome {
  const [nameBytes, channelBytes, argument] = args;
  if (!nameBytes || !channelBytes) return answer(state, failed(`Incorrect number of arguments, ${args.length}`));
  const [name, channelId] = [fromUtf8(nameBytes), fromUtf8(channelBytes)];
  if (name !== 'GetChainInfo' && !argument) return answer(state, failed(`missing 3rd argument for ${name}`));
  const blocks = state.disk.ledgers[channelId]?.blocks;
  if (!blocks) return answer(state, failed(`Invalid chain ID, ${channelId}`));
  const allowed = authorize(`qscc/${name}`, channelId);
  if (!allowed.ok) return answer(state, failed(`access denied for [${name}][${channelId}]: [${allowed.error}]`));
  return answer(state, ask(blocks, name, argument ?? EMPTY));
}

function ask(blocks: BlockStore, name: string, argument: Uint8Array): Result<Uint8Array, string> {
  const text = fromUtf8(argument);
  switch (name) {
    case 'GetChainInfo':
      return ok(chainInfo(blocks));
    case 'GetBlockByNumber': {
      if (!/^\d+$/.test(text))
        return failed(`Failed to parse block number with error strconv.ParseUint: parsing "${text}": invalid syntax`);
      const bytes = blocks.blockBytes(Number(text));
      const why = behindSnapshot(blocks, Number(text)) ?? `no such block number [${text}] in index`;
      return bytes ? ok(bytes) : failed(`Failed to get block number ${text}, error ${why}`);
    }
    case 'GetBlockByHash': {
      const block = blocks.blockByHash(argument);
      return block
        ? ok(encodeBlock(block))
        : failed(`Failed to get block hash ${text}, error no such block hash [${hex(argument)}] in index`);
    }
    case 'GetTransactionByID': {
      const stored = blocks.transaction(text);
      const why = unknownDetails(blocks, text) ?? `no such transaction ID [${text}] in index`;
      if (!stored) return failed(`Failed to get transaction with id ${text}, error ${why}`);
      const { envelope: transactionEnvelope, code: validationCode } = stored;
      const processed = create(ProcessedTransactionSchema, { transactionEnvelope, validationCode });
      return ok(toBinary(ProcessedTransactionSchema, processed));
    }
    case 'GetBlockByTxID': {
      const bytes = blocks.blockBytes(blocks.transaction(text)?.position.blockNum ?? -1);
      const why = unknownDetails(blocks, text) ?? `no such transaction ID [${text}] in index`;
      return bytes ? ok(bytes) : failed(`Failed to get block for txID ${text}, error ${why}`);
    }
    default:
      return failed(`Requested function ${name} not found.`);
  }
}

const snapshotInfo = (lastBlock: number) => ({ lastBlockInSnapshot: BigInt(lastBlock) });

function chainInfo(blocks: BlockStore): Uint8Array {
  const { height, lastHash, previousHash, base } = blocks;
  const info = create(BlockchainInfoSchema, {
    height: BigInt(height),
    currentBlockHash: lastHash,
    previousBlockHash: previousHash,
    ...(base && { bootstrappingSnapshotInfo: create(BootstrappingSnapshotInfoSchema, snapshotInfo(base.lastBlock)) }),
  });
  return toBinary(BlockchainInfoSchema, info);
}
