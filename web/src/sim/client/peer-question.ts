/**
 * A question a tool puts to one peer, signed by somebody of the wallet: the peer's answer, or that nobody listens there,
 * ends the command.
 *
 * @fabric internal/peer/common/peerclient.go, cmd/common/comm/client.go
 */
import type { SigningIdentity } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { EMPTY } from '../wire/bytes.ts';
import type { Message } from '../wire/messages.ts';
import { type ClientStepped, report } from './client-effects.ts';
import type { ClientState, Operation } from './client-state.ts';
import type { DiscoverTask } from './discover.ts';
import type { SnapshotTask } from './snapshot-task.ts';

type QuestionTask = DiscoverTask | SnapshotTask;
type Question<T extends QuestionTask> = Pick<Operation, 'index'> & { readonly task: T };

const TIMEOUT: Micros = 30 * SECOND;
/** Signing takes a client a moment. */
const WORK = { min: 300, max: 900 };

/** Sends what `messageFrom` makes with the signer; without such an identity the command fails. */
export function askPeer(
  before: ClientState,
  task: QuestionTask,
  index: number,
  messageFrom: (signer: SigningIdentity) => { readonly state: ClientState; readonly message: Message },
): ClientStepped {
  const identity = task.identity ?? 'Admin';
  const signer = Object.hasOwn(before.disk.wallet, identity) ? before.disk.wallet[identity] : undefined;
  if (!signer) return endQuestion(before, { task, index }, `identity ${identity} not found in the wallet`);
  const { state, message } = messageFrom(signer);
  const operation: Operation = {
    index,
    task,
    stage: 'endorsing',
    signer,
    channel: task.channel ?? '',
    txid: '',
    proposalBytes: EMPTY,
    label: task.type,
    asked: [task.node],
    answers: [],
    envelope: undefined,
    orderersTried: 0,
  };
  return {
    state: { ...state, operations: state.operations.set(String(index), operation) },
    effects: [
      { type: 'send', to: task.node, ...WORK, message },
      { type: 'setTimer', timer: String(index), min: TIMEOUT, max: TIMEOUT },
    ],
  };
}

/** The question `request` if it is still open and of the kind `isKind` knows. */
export function openQuestion<T extends QuestionTask>(
  state: ClientState,
  request: string,
  isKind: (task: Operation['task']) => task is T,
): Question<T> | undefined {
  const operation = state.operations.get(request);
  return operation && isKind(operation.task) ? { index: operation.index, task: operation.task } : undefined;
}

/** The peer answered and the tool prints `output`. */
export function questionAnswered(
  state: ClientState,
  question: Question<QuestionTask>,
  peer: ActorId,
  output: string,
): ClientStepped {
  const { type, channel } = question.task;
  const done = endQuestion(state, question, undefined);
  const answered = report({ type: 'peerQueried', channel: channel ?? '', txid: '', query: type, peer, output });
  return { state: done.state, effects: [answered, ...done.effects] };
}

/** `text` undefined: it ended well. */
export function endQuestion(
  state: ClientState,
  { task: { type }, index }: Question<QuestionTask>,
  text: string | undefined,
): ClientStepped {
  return {
    state: { ...state, operations: state.operations.delete(String(index)) },
    effects: [
      { type: 'cancelTimer', timer: String(index) },
      report(
        text === undefined
          ? { type: 'commandDone', command: type, index }
          : { type: 'commandFailed', command: type, index, text },
      ),
    ],
  };
}
