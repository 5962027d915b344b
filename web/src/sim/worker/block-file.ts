/**
 * Reads a block from a file, of this network or of any other: opened, not judged. Signatures are counted and not
 * verified, because who may sign is written in the configuration of a channel we may not have.
 *
 * @fabric protoutil/blockutils.go, internal/configtxlator
 */
import { refuse, type Result } from '../kernel/result.ts';
import { summarise } from '../peer/read-write-summary.ts';
import type { BlockFile, BlockFileTransaction } from '../protocol/block-file.ts';
import {
  blockChannelId,
  blockDataHash,
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSignedData,
  checkWellFormed,
  commitHash,
  decodeBlock,
  isConfigBlock,
  ordererMetadata,
  previousHash,
  transactionsFilter,
} from '../wire/block.ts';
import { equalBytes, fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { type Block, HeaderType } from '../wire/gen/common/common_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { blockTree } from '../wire/message-json.ts';
import { type DecodedTransaction, decodeTransaction } from '../wire/transaction.ts';

/** Larger than any block the default of Fabric's orderers allows (`AbsoluteMaxBytes` 10 MB), with room to spare. */
const LARGEST = 64_000_000;

const HASH_LENGTH = 32;

const nameIn = (names: Readonly<Record<string, unknown>>, value: number): string =>
  Object.entries(names).find(([, known]) => known === value)?.[0] ?? String(value);

function mspIdOf(identity: Uint8Array): string {
  const read = decode(SerializedIdentitySchema, identity);
  return read.ok ? read.value.mspid : '';
}

/** Arguments are text in practice; what is not is shown by its length. */
function argument(bytes: Uint8Array): string {
  const text = fromUtf8(bytes);
  return text.includes('\ufffd') ? `<${bytes.length}>` : text;
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].filter((value) => value !== '');

const UNREADABLE: BlockFileTransaction = {
  txid: '',
  type: '',
  code: null,
  timestamp: null,
  creatorMspId: '',
  chaincode: '',
  function: '',
  args: [],
  endorserMspIds: [],
  rwset: null,
  defect: '',
};

type Called = Pick<BlockFileTransaction, 'chaincode' | 'function' | 'args' | 'endorserMspIds' | 'rwset' | 'defect'>;

function calledIn({ action }: DecodedTransaction): Called {
  if (!action) return UNREADABLE;
  if (!action.ok) return { ...UNREADABLE, defect: action.error.text };
  const { chaincodeInvoked, chaincodeCalled, args, endorsements, outcome } = action.value;
  const [name, ...rest] = args.map(argument);
  return {
    chaincode: chaincodeInvoked ?? chaincodeCalled ?? '',
    function: name ?? '',
    args: rest,
    endorserMspIds: distinct(endorsements.map(({ endorser }) => mspIdOf(endorser))),
    rwset: outcome.ok ? summarise(outcome.value.namespaces) : null,
    defect: outcome.ok ? '' : outcome.error.text,
  };
}

function transactionOf(envelope: Uint8Array, code: string | null): BlockFileTransaction {
  const read = decodeTransaction(envelope);
  if (!read.ok) return { ...UNREADABLE, code, defect: read.error.text };
  const { timestamp } = read.value.envelope.channelHeader;
  return {
    ...calledIn(read.value),
    txid: read.value.txId,
    type: nameIn(HeaderType, read.value.type),
    code,
    timestamp: timestamp ? timestamp.seconds * 1_000_000 + Math.floor(timestamp.nanos / 1_000) : null,
    creatorMspId: mspIdOf(read.value.creator),
  };
}

/** The filter of a block no peer has judged is empty, or as the orderer left it: all NOT_VALIDATED. */
function codesOf(block: Block): readonly (string | null)[] {
  const filter = transactionsFilter(block);
  const isJudged = filter.some((code) => code !== TxValidationCode.NOT_VALIDATED);
  return blockEnvelopes(block).map((_, index) => {
    const code = filter[index];
    return !isJudged || code === undefined ? null : nameIn(TxValidationCode, code);
  });
}

/** Any few bytes may be read as some message: a block has a header with hashes of the right length, and data. */
function isBlock(block: Block): boolean {
  const previous = previousHash(block);
  const dataHash = block.header?.dataHash ?? new Uint8Array(0);
  return (previous.length === 0 || previous.length === HASH_LENGTH) && dataHash.length === HASH_LENGTH;
}

export function readBlockFile(bytes: Uint8Array): Result<BlockFile> {
  if (bytes.length === 0) return refuse('blockFileEmpty');
  if (bytes.length > LARGEST) return refuse('blockFileTooLarge', { megabytes: LARGEST / 1_000_000 });
  const decoded = decodeBlock(bytes);
  if (!decoded.ok) return refuse('notABlock', { text: decoded.error });
  const block = decoded.value;
  if (!isBlock(block)) return refuse('notABlock', { text: 'block header is invalid' });
  const envelopes = blockEnvelopes(block);
  const channel = blockChannelId(block);
  const metadata = ordererMetadata(block);
  const signed = blockSignedData(block, []);
  const commit = commitHash(block);
  const codes = codesOf(block);
  const dataHash = block.header?.dataHash ?? new Uint8Array(0);
  const computed = blockDataHash(envelopes);
  return {
    ok: true,
    value: {
      number: blockNumber(block),
      channel: channel.ok ? channel.value : '',
      hash: hex(blockHash(block)),
      previousHash: hex(previousHash(block)),
      dataHash: hex(dataHash),
      computedDataHash: hex(equalBytes(computed, dataHash) ? dataHash : computed),
      commitHash: commit ? hex(commit) : null,
      config: isConfigBlock(block),
      lastConfig: metadata.ok ? metadata.value.lastConfig : null,
      signerMspIds: signed.ok ? distinct(signed.value.map(({ identity }) => mspIdOf(identity))) : [],
      signatures: signed.ok ? signed.value.length : 0,
      defect: checkWellFormed(block) ?? '',
      transactions: envelopes.map((envelope, index) => transactionOf(envelope, codes[index] ?? null)),
      json: blockTree(block),
      size: bytes.length,
    },
  };
}
