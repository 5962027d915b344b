/**
 * Which chaincode events and which filtered blocks a listener of real Fabric received, and what one of ours receives of
 * the same transactions.
 */
import { readFileSync } from 'node:fs';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import type { Fact } from '../../web/src/sim/trace/facts.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { probeContract, readReplayArguments, topologyOf } from './conflicts-material.ts';
import { GatewayNetwork } from './gateway-network.ts';
import { type ConformOutcome, readJson, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

interface SentTransaction {
  readonly function: string;
  readonly args: readonly string[];
  readonly txid: string;
}

export interface EventsRecording {
  readonly sent: readonly {
    readonly what: string;
    readonly txs: readonly SentTransaction[];
    readonly result: readonly { readonly block: number; readonly txs: readonly string[] }[];
  }[];
  readonly chaincode_events_received: readonly {
    readonly blockNumber: string;
    readonly txid: string;
    readonly chaincodeName: string;
    readonly eventName: string;
    readonly payload: string;
  }[];
  readonly filtered_blocks_received: readonly {
    readonly channelId: string;
    readonly number: number;
    readonly filteredTransactionsList: readonly {
      readonly txid: string;
      readonly type: number;
      readonly txValidationCode: number;
      readonly transactionActions: {
        readonly chaincodeActionsList: readonly {
          readonly chaincodeEvent: {
            readonly chaincodeId: string;
            readonly eventName: string;
            readonly payload: string;
          };
        }[];
      };
    }[];
  }[];
}

/** A case is one step, one event or one block received. `args` is the command line after `events`. */
export async function conformEvents(args: readonly string[]): Promise<ConformOutcome> {
  const given = readReplayArguments('events', args);
  const recorded = readRecording(given.file);
  const text = readFileSync(given.file, 'utf8');
  const channel = recorded.filtered_blocks_received[0]?.channelId ?? 'mychannel';
  const name = recorded.chaincode_events_received[0]?.chaincodeName ?? 'lab';
  const topology = topologyOf(`${text} "peer0.Org1" "peer0.Org2"`, [channel]);
  const definition = { name, version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
  const network = GatewayNetwork.start(probeContract(given, text), definition, topology, await loadSimulationParts());
  return replayEvents(network, name, recorded);
}

function readRecording(file: string): EventsRecording {
  const content = readJson(file) as Partial<EventsRecording> | null;
  const { sent, chaincode_events_received: events, filtered_blocks_received: blocks } = content ?? {};
  if (!Array.isArray(sent) || !Array.isArray(events) || !Array.isArray(blocks))
    throw new UnusableInput(`${file} is not a recording of events: it lacks "sent" or what was received.`);
  return content as EventsRecording;
}

/** Listens, sends all transactions, and compares what was heard. */
export function replayEvents(network: GatewayNetwork, chaincode: string, recorded: EventsRecording): ConformOutcome {
  const tally = new Tally();
  const { simulation, channel } = network;
  const client = network.nodes.find(({ role }) => role === 'client')?.id;
  invariant(client, 'the topology has clients');
  const listen = { type: 'listenEvents', client, identity: 'User1', channel } as const;
  network.perform({ ...listen, kind: 'chaincode', chaincode, from: 'newest' });
  const from = simulation.entries.length;
  const standIns = new Map<string, string>();
  let offset: number | undefined;
  for (const { what, txs, result } of recorded.sent) {
    const invalid = result.some(({ txs: codes }) => codes.some((code) => !code.endsWith(':VALID')));
    const seen = send(network, client, chaincode, txs, invalid);
    const numbered = seen.map(({ block }) => block);
    offset ??= (numbered[0] ?? 0) - (result[0]?.block ?? 0);
    txs.forEach(({ txid }, i) => standIns.set(seen[i]?.txid ?? '', txid));
    const shift = offset;
    const ours = seen.map(({ txid, code, block }) => `${block - shift} ${standIns.get(txid) ?? txid}:${code}`);
    tally.equal(
      what,
      'blocks',
      ours,
      result.flatMap(({ block, txs: codes }) => codes.map((code) => `${block} ${code}`)),
    );
  }
  const heard = simulation.entries.slice(from).map(({ fact }) => fact);
  const shift = offset ?? 0;
  const start = (recorded.filtered_blocks_received[0]?.number ?? 0) + shift;
  // Filtered blocks are asked for after the fact, from the block the recorded listener began with.
  const before = simulation.entries.length;
  network.perform({ ...listen, kind: 'filtered', chaincode: '', from: String(start) });
  simulation.runUntil(simulation.now + SECOND);
  const blocks = simulation.entries.slice(before).map(({ fact }) => fact);
  compareChaincodeEvents(tally, heard, recorded, standIns, shift);
  compareFilteredBlocks(tally, blocks, recorded, standIns, shift);
  return tally.outcome();
}

interface Landed {
  readonly txid: string;
  readonly code: string;
  readonly block: number;
}

/** Sends transactions at one time; those recorded as invalid with the endorsement of one organisation only. */
function send(
  network: GatewayNetwork,
  client: string,
  chaincode: string,
  txs: readonly SentTransaction[],
  invalid: boolean,
): readonly Landed[] {
  const { simulation, channel } = network;
  const mspId = network.nodes.find(({ id }) => id === client)?.mspId ?? '';
  const from = simulation.entries.length;
  const given = txs.map(({ function: name, args }) =>
    network.give({
      type: 'submitTransaction',
      client,
      identity: 'User1',
      channel,
      chaincode,
      function: name,
      args,
      transient: {},
      endorsers: null,
      via: 'gateway',
      ...(invalid && { organizations: [mspId] }),
    }),
  );
  for (const index of given) runUntilSettled(simulation, index);
  simulation.runUntil(simulation.now + SECOND);
  const facts = simulation.entries.slice(from).map(({ fact }) => fact);
  return facts
    .flatMap((fact) => (fact.type === 'proposalCreated' ? [fact.txid] : []))
    .map((txid) => {
      const status = facts.find((fact) => fact.type === 'commitStatusReceived' && fact.txid === txid);
      return status?.type === 'commitStatusReceived'
        ? { txid, code: status.code, block: status.block }
        : { txid, code: 'none', block: -1 };
    });
}

/** Transactions of one moment may be ordered otherwise than they were then. */
const ordered = (lines: readonly string[]): readonly string[] => [...lines].sort();

function compareChaincodeEvents(
  tally: Tally,
  facts: readonly Fact[],
  { chaincode_events_received: recorded }: EventsRecording,
  standIns: ReadonlyMap<string, string>,
  shift: number,
): void {
  const ours = facts.flatMap((fact) =>
    fact.type === 'chaincodeEventReceived' && fact.payload !== ''
      ? [`${fact.block - shift} ${standIns.get(fact.txid) ?? fact.txid} ${fact.chaincode} ${fact.name} ${fact.payload}`]
      : [],
  );
  const theirs = recorded.map(
    ({ blockNumber, txid, chaincodeName, eventName, payload }) =>
      `${blockNumber} ${txid} ${chaincodeName} ${eventName} ${payload}`,
  );
  compareLines(tally, 'chaincode event', ours, theirs);
}

function compareFilteredBlocks(
  tally: Tally,
  facts: readonly Fact[],
  { filtered_blocks_received: recorded }: EventsRecording,
  standIns: ReadonlyMap<string, string>,
  shift: number,
): void {
  const line = (number: number, transactions: readonly string[]) => `${number} ${ordered(transactions).join('; ')}`;
  const ours = facts.flatMap((fact) =>
    fact.type === 'blockEventReceived' && fact.kind === 'filtered'
      ? [
          line(
            fact.number - shift,
            fact.transactions.map(({ txid, code, events }) => {
              const told = events.map(({ chaincode, name }) => `${chaincode} ${name}`);
              return [standIns.get(txid) ?? txid, code, ...told].join(' ');
            }),
          ),
        ]
      : [],
  );
  const codeName = (code: number) => Object.entries(TxValidationCode).find(([, value]) => value === code)?.[0] ?? '';
  const theirs = recorded.map(({ number, filteredTransactionsList }) =>
    line(
      number,
      filteredTransactionsList.map(({ txid, txValidationCode, transactionActions }) => {
        const told = transactionActions.chaincodeActionsList.map(
          ({ chaincodeEvent }) => `${chaincodeEvent.chaincodeId} ${chaincodeEvent.eventName}`,
        );
        return [txid.slice(0, 12), codeName(txValidationCode), ...told].join(' ');
      }),
    ),
  );
  compareLines(tally, 'filtered block', ours, theirs);
}

function compareLines(tally: Tally, what: string, ours: readonly string[], theirs: readonly string[]): void {
  const [mine, recorded] = [ordered(ours), ordered(theirs)];
  for (let i = 0; i < Math.max(mine.length, recorded.length); i++)
    tally.equal(`${what} ${i}`, 'what was received', mine[i], recorded[i]);
}
