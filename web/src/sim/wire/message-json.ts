/**
 * Messages as readable trees: the nested bytes of Fabric's messages opened the way `configtxlator proto_decode` does.
 *
 * Field names are the proto names; bytes that hold nothing known are base64, certificates stay PEM text.
 *
 * @fabric internal/configtxlator, common/tools/protolator
 */
import { type DescMessage, fromBinary, type MessageShape, toJson } from '@bufbuild/protobuf';
import { base64, fromUtf8, hex } from './bytes.ts';
import { blockEnvelopes, blockHash, commitHash, transactionsFilter } from './block.ts';
import {
  type Block,
  BlockSchema,
  ChannelHeaderSchema,
  type Envelope,
  EnvelopeSchema,
  HeaderType,
  PayloadSchema,
  SignatureHeaderSchema,
} from './gen/common/common_pb.ts';
import { ConfigEnvelopeSchema, ConfigUpdateEnvelopeSchema, ConfigUpdateSchema } from './gen/common/configtx_pb.ts';
import { SerializedIdentitySchema } from './gen/msp/identities_pb.ts';
import { SeekInfoSchema } from './gen/orderer/ab_pb.ts';
import { ChaincodeEventSchema, ChaincodeInvocationSpecSchema } from './gen/peer/chaincode_pb.ts';
import { FilteredBlockSchema } from './gen/peer/events_pb.ts';
import {
  ChaincodeActionSchema,
  ChaincodeHeaderExtensionSchema,
  ChaincodeProposalPayloadSchema,
  type Endorsement,
  ProposalResponsePayloadSchema,
  ProposalResponseSchema,
  ProposalSchema,
  SignedProposalSchema,
} from './gen/peer/proposal_pb.ts';
import { ChaincodeActionPayloadSchema, TransactionSchema, TxValidationCode } from './gen/peer/transaction_pb.ts';
import { HeaderSchema } from './gen/common/common_pb.ts';
import { decodeReadWriteSet } from './transaction.ts';
import { KVRWSetSchema, HashedRWSetSchema } from './gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';

export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [name: string]: Tree };

const plain = <Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): Tree =>
  toJson(schema, message, { useProtoFieldName: true, alwaysEmitImplicit: true });

/** `open` with the decoded message, or base64 when the bytes are not one. */
function opened<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  open: (message: MessageShape<Desc>) => Tree,
): Tree {
  try {
    return open(fromBinary(schema, bytes));
  } catch {
    return base64(bytes);
  }
}

const read = (schema: DescMessage, bytes: Uint8Array): Tree =>
  opened(schema, bytes, (message) => plain(schema, message));

/** Text where the bytes are printable, else base64. */
function textOrBase64(bytes: Uint8Array): Tree {
  const text = fromUtf8(bytes);
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? base64(bytes) : text;
}

const identity = (bytes: Uint8Array): Tree =>
  opened(SerializedIdentitySchema, bytes, ({ mspid, idBytes }) => ({ mspid, id_bytes: fromUtf8(idBytes) }));

const signatureHeader = (bytes: Uint8Array): Tree =>
  opened(SignatureHeaderSchema, bytes, ({ creator, nonce }) => ({ creator: identity(creator), nonce: hex(nonce) }));

const headerTypeName = (type: number): string =>
  Object.entries(HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);

const channelHeader = (bytes: Uint8Array): Tree =>
  opened(ChannelHeaderSchema, bytes, (header) => ({
    type: headerTypeName(header.type),
    version: header.version,
    timestamp: header.timestamp ? Number(header.timestamp.seconds) : null,
    channel_id: header.channelId,
    tx_id: header.txId,
    epoch: Number(header.epoch),
    extension: read(ChaincodeHeaderExtensionSchema, header.extension),
  }));

export const envelopeTree = (bytes: Uint8Array): Tree => opened(EnvelopeSchema, bytes, envelopeMessageTree);

function envelopeMessageTree(envelope: Envelope): Tree {
  return { payload: payloadTree(envelope.payload), signature: base64(envelope.signature) };
}

const payloadTree = (bytes: Uint8Array): Tree =>
  opened(PayloadSchema, bytes, ({ header, data }) => {
    const channel = header?.channelHeader ?? new Uint8Array(0);
    const type = opened(ChannelHeaderSchema, channel, (message) => message.type);
    return {
      header: {
        channel_header: channelHeader(channel),
        signature_header: signatureHeader(header?.signatureHeader ?? new Uint8Array(0)),
      },
      data: dataTree(type, data),
    };
  });

function dataTree(type: Tree, data: Uint8Array): Tree {
  switch (type) {
    case HeaderType.CONFIG:
      return read(ConfigEnvelopeSchema, data);
    case HeaderType.CONFIG_UPDATE:
      return opened(ConfigUpdateEnvelopeSchema, data, ({ configUpdate, signatures }) => ({
        config_update: read(ConfigUpdateSchema, configUpdate),
        signatures: signatures.map((signature) => ({
          signature_header: signatureHeader(signature.signatureHeader),
          signature: base64(signature.signature),
        })),
      }));
    case HeaderType.ENDORSER_TRANSACTION:
      return transactionTree(data);
    case HeaderType.DELIVER_SEEK_INFO:
      return read(SeekInfoSchema, data);
    default:
      return base64(data);
  }
}

const transactionTree = (bytes: Uint8Array): Tree =>
  opened(TransactionSchema, bytes, ({ actions }) => ({
    actions: actions.map(({ header, payload }) => ({
      header: signatureHeader(header),
      payload: opened(ChaincodeActionPayloadSchema, payload, ({ chaincodeProposalPayload, action }) => ({
        chaincode_proposal_payload: proposalPayloadTree(chaincodeProposalPayload),
        action: {
          proposal_response_payload: responsePayloadTree(action?.proposalResponsePayload ?? new Uint8Array(0)),
          endorsements: (action?.endorsements ?? []).map(endorsementTree),
        },
      })),
    })),
  }));

const endorsementTree = ({ endorser, signature }: Endorsement): Tree => ({
  endorser: identity(endorser),
  signature: base64(signature),
});

const proposalPayloadTree = (bytes: Uint8Array): Tree =>
  opened(ChaincodeProposalPayloadSchema, bytes, ({ input, TransientMap }) => ({
    input: opened(ChaincodeInvocationSpecSchema, input, ({ chaincodeSpec }) => ({
      chaincode_id: chaincodeSpec?.chaincodeId?.name ?? '',
      args: (chaincodeSpec?.input?.args ?? []).map(textOrBase64),
      is_init: chaincodeSpec?.input?.isInit ?? false,
    })),
    TransientMap: Object.fromEntries(Object.entries(TransientMap).map(([name, value]) => [name, textOrBase64(value)])),
  }));

const responsePayloadTree = (bytes: Uint8Array): Tree =>
  opened(ProposalResponsePayloadSchema, bytes, ({ proposalHash, extension }) => ({
    proposal_hash: hex(proposalHash),
    extension: opened(ChaincodeActionSchema, extension, (action) => ({
      results: readWriteTree(action.results),
      events: action.events.length > 0 ? read(ChaincodeEventSchema, action.events) : null,
      response: {
        status: action.response?.status ?? 0,
        message: action.response?.message ?? '',
        payload: textOrBase64(action.response?.payload ?? new Uint8Array(0)),
      },
      chaincode_id: { name: action.chaincodeId?.name ?? '', version: action.chaincodeId?.version ?? '' },
    })),
  }));

function readWriteTree(results: Uint8Array): Tree {
  const namespaces = decodeReadWriteSet(results);
  if (!namespaces.ok) return base64(results);
  return namespaces.value.map(({ namespace, kv, collections }) => ({
    namespace,
    rwset: {
      ...(plain(KVRWSetSchema, kv) as Record<string, Tree>),
      writes: kv.writes.map(({ key, isDelete, value }) => ({ key, is_delete: isDelete, value: textOrBase64(value) })),
    },
    collection_hashed_rwset: collections.map(({ collection, hashed, pvtRwsetHash }) => ({
      collection_name: collection,
      hashed_rwset: plain(HashedRWSetSchema, hashed),
      pvt_rwset_hash: hex(pvtRwsetHash),
    })),
  }));
}

export const signedProposalTree = (bytes: Uint8Array): Tree =>
  opened(SignedProposalSchema, bytes, ({ proposalBytes, signature }) => ({
    proposal: opened(ProposalSchema, proposalBytes, ({ header, payload }) => ({
      header: opened(HeaderSchema, header, (message) => ({
        channel_header: channelHeader(message.channelHeader),
        signature_header: signatureHeader(message.signatureHeader),
      })),
      payload: proposalPayloadTree(payload),
    })),
    signature: base64(signature),
  }));

export const proposalResponseTree = (bytes: Uint8Array): Tree =>
  opened(ProposalResponseSchema, bytes, ({ version, response, payload, endorsement }) => ({
    version,
    response: {
      status: response?.status ?? 0,
      message: response?.message ?? '',
      payload: textOrBase64(response?.payload ?? new Uint8Array(0)),
    },
    payload: payload.length > 0 ? responsePayloadTree(payload) : null,
    endorsement: endorsement ? endorsementTree(endorsement) : null,
  }));

export const filteredBlockTree = (bytes: Uint8Array): Tree => read(FilteredBlockSchema, bytes);

/** The block with its hashes, transactions opened, and validation codes by name. */
export function blockTree(block: Block): Tree {
  const codes = transactionsFilter(block);
  const committed = commitHash(block);
  return {
    header: {
      number: Number(block.header?.number ?? 0n),
      previous_hash: hex(block.header?.previousHash ?? new Uint8Array(0)),
      data_hash: hex(block.header?.dataHash ?? new Uint8Array(0)),
      header_hash: hex(blockHash(block)),
    },
    data: { data: blockEnvelopes(block).map(envelopeTree) },
    metadata: {
      transactions_filter: codes.map(
        (code) => Object.entries(TxValidationCode).find(([, value]) => value === code)?.[0] ?? code,
      ),
      commit_hash: committed ? hex(committed) : null,
      metadata: (block.metadata?.metadata ?? []).map((slot) => base64(slot)),
    },
  };
}

export const blockBytesTree = (bytes: Uint8Array): Tree => opened(BlockSchema, bytes, blockTree);
