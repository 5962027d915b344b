/**
 * One call of `_lifecycle`, and how its functions are declared: each takes one serialized `lifecycle.…Args` and answers
 * with one serialized `lifecycle.…Result`.
 *
 * @fabric core/chaincode/lifecycle/scc.go (Invocation), core/dispatcher/dispatcher.go
 */
import { create, type DescMessage, type MessageInitShape, type MessageShape, toBinary } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../../channel/bundle.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { TxSimulator } from '../../ledger/tx-simulator.ts';
import { decode } from '../../wire/decode.ts';
import type { ChannelState, InstalledPackage, PackageParser } from './installed-packages.ts';
import type { SimulatorCursor } from './lifecycle-state.ts';
import { UNREADABLE } from './state-codec.ts';

/** The peer and the call, as far as the lifecycle looks at them. */
export interface LifecycleContext {
  /** The peer's own organisation. */
  readonly mspId: string;
  /** Undefined in a call that concerns no channel. */
  readonly channel: { readonly bundle: ChannelBundle; readonly simulator: TxSimulator } | undefined;
  /** Whether the creator of the proposal may use a resource (`_lifecycle/InstallChaincode`); the error is Fabric's text. */
  readonly authorize: (resource: string) => Result<void, string>;
  readonly packages: Iterable<InstalledPackage>;
  /** All channels the peer is on. */
  readonly channels: Iterable<ChannelState>;
  readonly parsePackage: PackageParser;
}

/** The context, and the places where a function leaves what it read, wrote and installed. */
export interface Invocation {
  readonly context: LifecycleContext;
  readonly channel: ChannelCall | undefined;
  installed: InstalledPackage | undefined;
}

export interface ChannelCall {
  readonly bundle: ChannelBundle;
  readonly cursor: SimulatorCursor;
}

/** A text, which gets the name of the function before it, or the words of a 404. */
export type Failure = string | { readonly notFound: string };

export interface Operation {
  readonly name: string;
  readonly run: (args: Uint8Array, invocation: Invocation) => Result<Uint8Array, Failure>;
}

export const failed = <E extends Failure>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
});

/** A function of the name `args` has without its ending. */
export function operation<Args extends DescMessage, Answer extends DescMessage>(
  args: Args,
  answer: Answer,
  run: (args: MessageShape<Args>, invocation: Invocation) => Result<MessageInitShape<Answer>, Failure>,
): Operation {
  const name = args.name.slice(0, -'Args'.length);
  return {
    name,
    run(bytes, invocation) {
      const decoded = decode(args, bytes);
      if (!decoded.ok) return failed(`could not decode input arg for *lifecycle.Invocation.${name}: ${UNREADABLE}`);
      const result = run(decoded.value, invocation);
      return result.ok ? ok(toBinary(answer, create(answer, result.value))) : result;
    },
  };
}

/** {@link operation} for what makes sense on a channel only. */
export const channelOperation = <Args extends DescMessage, Answer extends DescMessage>(
  args: Args,
  answer: Answer,
  run: (args: MessageShape<Args>, call: ChannelCall, ownMspId: string) => Result<MessageInitShape<Answer>, Failure>,
): Operation =>
  operation(args, answer, (message, { channel, context }) =>
    channel ? run(message, channel, context.mspId) : failed("no application config for channel ''"),
  );
