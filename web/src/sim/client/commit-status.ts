/**
 * Learning from filtered blocks what became of a transaction.
 *
 * @fabric core/peer/deliverevents.go (the sending side)
 */
import type { ActorId } from '../kernel/actor.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import type { FilteredBlock } from '../wire/gen/peer/events_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { seekEnvelope } from '../wire/seek.ts';
import { type ClientEffect, type ClientStepped, report, signerOf } from './client-effects.ts';
import { type ClientState, nextNonce, type Operation } from './client-state.ts';
import { membersOwnFirst } from './connection-profile.ts';

/** How long a peer that cannot be reached is waited for, as the SDKs and `peer --connTimeout` do by default. */
const CONNECTION_TIMEOUT: Micros = 3 * SECOND;

/** The name of a validation code. */
export const codeName = (code: number): string =>
  Object.entries(TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);

/** Settles the operations whose transaction stands in the block, and reports chaincode events. */
export function reportFilteredBlock(state: ClientState, peer: ActorId, block: FilteredBlock): ClientStepped {
  let operations = state.operations;
  const effects: ClientEffect[] = [];
  const waiting = new Map<string, Operation>();
  for (const operation of operations.values())
    if (operation.stage !== 'endorsing') waiting.set(operation.txid, operation);
  for (const transaction of block.filteredTransactions) {
    const { txid, txValidationCode } = transaction;
    const channel = block.channelId;
    const number = Number(block.number);
    const actions = transaction.Data.case === 'transactionActions' ? transaction.Data.value.chaincodeActions : [];
    for (const { chaincodeEvent } of actions)
      if (chaincodeEvent) {
        const { chaincodeId: chaincode, eventName: name } = chaincodeEvent;
        effects.push(
          report({ type: 'chaincodeEventReceived', channel, txid, chaincode, name, payload: '', block: number }),
        );
      }
    const operation = waiting.get(txid);
    if (!operation || txid === '') continue;
    const { index, task } = operation;
    const code = codeName(txValidationCode);
    effects.push(report({ type: 'commitStatusReceived', channel, txid, peer, code, block: number }));
    effects.push({ type: 'cancelTimer', timer: String(index) });
    const waited = task.type === 'approveChaincode' || task.type === 'commitChaincode';
    effects.push(
      waited && txValidationCode !== TxValidationCode.VALID
        ? report({
            type: 'commandFailed',
            command: task.type,
            index,
            text: `transaction invalidated with status (${code})`,
          })
        : report({ type: 'commandDone', command: task.type, index }),
    );
    operations = operations.delete(String(index));
  }
  return { state: { ...state, operations }, effects };
}

/** Opens the stream of filtered blocks a commit is learnt from, unless it is open. */
export function listenForCommits(
  before: ClientState,
  { channel, signer }: Pick<Operation, 'channel' | 'signer'>,
  now: Micros,
): ClientStepped {
  const peer = membersOwnFirst(before.disk.profile, channel)[0]?.peers[0];
  if (channel === '' || before.listening.has(channel) || !peer) return { state: before, effects: [] };
  const { nonce, state } = nextNonce(before);
  const timestamp = timestampOfMicros(state.disk.epochUnixMicros + now);
  const envelope = seekEnvelope(channel, 'newest', nonce, signerOf(signer), timestamp);
  return {
    state: { ...state, listening: state.listening.set(channel, peer) },
    effects: [
      // A request that is lost must not leave the client deaf: it would believe that it listens, and never ask again.
      { type: 'send', to: peer, message: { type: 'eventsSeek', channel, envelope }, patience: CONNECTION_TIMEOUT },
    ],
  };
}
