/**
 * Proposals that real peers answered, asked again of the peers of a whole network: status, text, payload and the
 * read-write set as it was endorsed. Nothing is submitted, so every row sees the same state.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { base64, fromUtf8, hex } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import type { QueryReads } from '../../web/src/sim/wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { ChaincodeActionSchema, ProposalResponsePayloadSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import { loadSimulationParts, readContractFolder } from '../node-lab.ts';
import { ChaincodeNetwork, FIRST_PEERS, type NetworkCall, type NetworkOutcome, peerOf } from './chaincode-network.ts';

const MATERIAL = path.join(import.meta.dirname, '../chaincode/testdata');

interface Row {
  readonly function?: string;
  readonly args: readonly string[];
  readonly chaincode?: string;
  readonly channel?: string;
  readonly note?: string;
  readonly identity: string;
  readonly peer: string;
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly rwset?: readonly RecordedNamespace[];
}

interface RecordedRead {
  readonly key: string;
  readonly version: unknown;
}

interface RecordedNamespace {
  readonly ns: string;
  readonly reads: readonly RecordedRead[];
  readonly writes: readonly unknown[];
  readonly metadataWrites?: readonly unknown[];
  readonly collections?: readonly {
    readonly collection: string;
    readonly pvtRwsetHash: string;
    readonly hashedWrites: readonly unknown[];
  }[];
  readonly rangeQueries?: readonly {
    readonly start: string;
    readonly end: string;
    readonly reads?: readonly RecordedRead[];
  }[];
}

const rows = JSON.parse(readFileSync(path.join(MATERIAL, 'simulation.json'), 'utf8')) as readonly Row[];

/** Why a row is not asked here. */
function excluded({ function: name, args, message, chaincode, channel, note = '' }: Row): string | undefined {
  if (name === undefined) return 'every client of the lab names a function';
  if (['call', 'callPut', 'pvtRange'].includes(name)) return 'recorded with an earlier revision of the probe';
  if (['history', 'txTime', 'now'].includes(name)) return 'shows the txids and times of the recording';
  if (name === 'big') return 'the value was cut in the recording';
  if (name === 'crash' || name === 'hang') return 'a query goes on to other peers, or waits';
  if (name.startsWith('pvt') && !args[0]?.startsWith('_implicit')) return 'the lab deploys without collections';
  if (chaincode !== undefined || channel !== undefined) return 'another chaincode or channel';
  if (note.startsWith('a new cert')) return 'a certificate that was not kept';
  return message.includes('not found on channel') ? 'no such chaincode' : undefined;
}

const withoutTxid = (text: string): string => text.replace(/[0-9a-f]{64}/g, '<txid>');

let network: ChaincodeNetwork;

const callOf = (
  name: string,
  args: readonly string[],
  identity = 'Org1MSP:User1',
  peer = 'peer0.Org1',
): NetworkCall => {
  const [mspId = '', user = ''] = identity.split(':');
  const [host = '', org = ''] = peer.split('.');
  return {
    chaincode: 'lab',
    organizations: [],
    hasTransientData: false,
    host: peerOf(host, org)?.id ?? '',
    mspId,
    user,
    function: name,
    args,
    transient: {},
  };
};

beforeAll(async () => {
  const definition = { name: 'lab', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
  const folder = readContractFolder(path.join(MATERIAL, 'probe'));
  const parts = await loadSimulationParts();
  const started = ChaincodeNetwork.start({ folder, label: 'lab_1.0', definition, installedOn: FIRST_PEERS }, parts);
  if (typeof started === 'string') throw new Error(started);
  network = started;
  const state = { sim_1: 'one', sim_2: 'two', sim_3: 'three', sim_out: '0' };
  for (const [key, value] of Object.entries(state)) network.submit(callOf('put', [key, value]));
  network.submit(callOf('ckPut', ['T', '["x","1"]', '5']));
}, 60_000);

/** A read or write set with versions as what they tell in any network: there or not there. */
const shownRead = ({ key, version }: RecordedRead) => ({ key, exists: version !== null });

function shownRecorded(recorded: RecordedNamespace) {
  const { ns, reads, writes, metadataWrites = [], rangeQueries = [], collections = [] } = recorded;
  const ranges = rangeQueries.map(({ start, end, reads: found = [] }) => ({ start, end, reads: found.map(shownRead) }));
  const hashed = collections.map(({ collection, pvtRwsetHash, hashedWrites }) => ({
    collection,
    pvtRwsetHash,
    hashedWrites,
  }));
  return { ns, reads: reads.map(shownRead), writes, metadataWrites, ranges, hashed };
}

function shownOurs({ namespace, kv, collections }: NamespaceReadWriteSet) {
  const read = ({ key, version }: QueryReads['kvReads'][number]) => ({ key, exists: version !== undefined });
  return {
    ns: namespace,
    reads: kv.reads.map(read),
    writes: kv.writes.map(({ key, isDelete, value }) => ({
      key,
      isDelete,
      ...(!isDelete && { value: fromUtf8(value) }),
    })),
    metadataWrites: kv.metadataWrites.map(({ key, entries }) => ({
      key,
      entries: entries.map(({ name, value }) => ({ name, value: base64(value) })),
    })),
    ranges: kv.rangeQueriesInfo.map(({ startKey, endKey, readsInfo }) => ({
      start: startKey,
      end: endKey,
      reads: readsInfo.case === 'rawReads' ? readsInfo.value.kvReads.map(read) : [],
    })),
    hashed: collections.map(({ collection, pvtRwsetHash, hashed }) => ({
      collection,
      pvtRwsetHash: hex(pvtRwsetHash),
      hashedWrites: hashed.hashedWrites.map(({ keyHash, valueHash, isDelete, isPurge }) => ({
        keyHash: hex(keyHash),
        isDelete,
        isPurge,
        ...(!isDelete && { valueHash: hex(valueHash) }),
      })),
    })),
  };
}

/** What the endorsed payload of an answer holds. */
function simulated(outcome: NetworkOutcome & { type: 'answered' }) {
  const payload = decode(ProposalResponsePayloadSchema, outcome.response.payload);
  const action = payload.ok ? decode(ChaincodeActionSchema, payload.value.extension) : payload;
  const sets = action.ok ? decodeReadWriteSet(action.value.results) : action;
  invariant(sets.ok, 'an endorsement can be read');
  return sets.value.map(shownOurs);
}

describe('peers of the network answer as real ones', () => {
  for (const row of rows.filter((one) => excluded(one) === undefined)) {
    const title = `${row.function ?? ''} ${JSON.stringify(row.args).slice(0, 60)} ${row.note ?? ''} ${row.identity}`;
    it(title, () => {
      const outcome = network.evaluate({
        ...callOf(row.function ?? '', row.args, row.identity, row.peer),
        transient: row.transient ?? {},
      });
      if (outcome.type !== 'answered') {
        invariant(outcome.type === 'failed', 'a query is not submitted');
        const told = withoutTxid(outcome.error.details[0]?.message ?? '');
        expect(told).toBe(withoutTxid(`chaincode response ${row.status}, ${row.message}`));
        return;
      }
      const { response } = outcome.response;
      expect({
        status: response?.status,
        message: response?.message,
        payload: fromUtf8(response?.payload ?? new Uint8Array(0)),
      }).toEqual({ status: row.status, message: row.message, payload: row.payload });
      expect(simulated(outcome)).toEqual((row.rwset ?? []).map(shownRecorded));
    });
  }

  it('leaves few rows out', () => {
    expect(rows.filter((row) => excluded(row) === undefined).length).toBeGreaterThan(60);
  });
});
