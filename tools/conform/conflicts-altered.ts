/**
 * Alterations of what endorsers signed, after they signed: the endorsements stay, the payload is another.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { KVRWSetSchema } from '../../web/src/sim/wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import {
  NsReadWriteSetSchema,
  type TxReadWriteSet,
  TxReadWriteSetSchema,
} from '../../web/src/sim/wire/gen/ledger/rwset/rwset_pb.ts';
import { ChaincodeEventSchema } from '../../web/src/sim/wire/gen/peer/chaincode_pb.ts';
import {
  type ChaincodeAction,
  ChaincodeActionSchema,
  ProposalResponsePayloadSchema,
} from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import type { ChaincodeActionPayload } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { altered } from './conflicts-headers.ts';

export type ActionChange = (payload: ChaincodeActionPayload) => void;

/** By the scenario's name; undefined for one that alters nothing here. */
export function alteredAction(scenario: string): ActionChange | undefined {
  const bytes = EXTENSIONS[scenario];
  const change = CHANGES[scenario];
  if (!bytes && !change) return undefined;
  return ({ action }) => {
    if (!action) return;
    action.proposalResponsePayload = altered(
      ProposalResponsePayloadSchema,
      action.proposalResponsePayload,
      (payload) => {
        payload.extension = bytes
          ? bytes()
          : altered(ChaincodeActionSchema, payload.extension, change ?? (() => undefined));
      },
    );
  };
}

const GARBAGE = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff);

const EXTENSIONS: Readonly<Record<string, () => Uint8Array>> = {
  'altered-extension-empty': () => new Uint8Array(0),
  'altered-extension-garbage': () => GARBAGE,
  'altered-response-payload-garbage': () => GARBAGE,
};

const results =
  (change: (set: TxReadWriteSet) => void) =>
  (action: ChaincodeAction): void => {
    action.results = altered(TxReadWriteSetSchema, action.results, change);
  };

/** One more namespace, in which a key is written. */
const writeInto = (namespace: string) =>
  results((set) => {
    const rwset = toBinary(KVRWSetSchema, create(KVRWSetSchema, { writes: [{ key: 'forged', value: utf8('1') }] }));
    set.nsRwset = [...set.nsRwset, create(NsReadWriteSetSchema, { namespace, rwset })];
  });

const CHANGES: Readonly<Record<string, (action: ChaincodeAction) => void>> = {
  'altered-nothing': () => undefined,
  'altered-results-empty': (action) => {
    action.results = new Uint8Array(0);
  },
  'altered-results-garbage': (action) => {
    action.results = GARBAGE;
  },
  'altered-chaincode-name': (action) => {
    if (action.chaincodeId) action.chaincodeId.name = 'basic';
  },
  'altered-chaincode-name-unknown': (action) => {
    if (action.chaincodeId) action.chaincodeId.name = 'ghostcc';
  },
  'altered-chaincode-version': (action) => {
    if (action.chaincodeId) action.chaincodeId.version = '99';
  },
  'altered-chaincode-id-missing': (action) => {
    delete action.chaincodeId;
  },
  'altered-response-status-500': (action) => {
    if (action.response) action.response.status = 500;
  },
  'altered-response-payload': (action) => {
    if (action.response) action.response.payload = utf8('another answer');
  },
  'altered-event-of-other-chaincode': (action) => {
    const event = create(ChaincodeEventSchema, { chaincodeId: 'othercc', eventName: 'forged' });
    action.events = toBinary(ChaincodeEventSchema, event);
  },
  'altered-writes-into-lscc': writeInto('lscc'),
  'altered-writes-into-qscc': writeInto('qscc'),
  'altered-writes-into-_lifecycle': writeInto('_lifecycle'),
  'altered-writes-into-unknown-namespace': writeInto('nosuchcc'),
  'altered-writes-into-other-chaincode': writeInto('basic'),
  'altered-same-namespace-twice': results((set) => {
    const last = set.nsRwset.at(-1);
    if (last) set.nsRwset = [...set.nsRwset, create(NsReadWriteSetSchema, last)];
  }),
};
