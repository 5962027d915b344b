/**
 * The system chaincode `_lifecycle`: how chaincode gets onto peers and channels.
 *
 * @fabric core/chaincode/lifecycle/scc.go (Invoke)
 * @simplified Lists of definitions come by name; real peers list them in no order, so that their endorsements of such a
 *   query hardly ever agree.
 */
import type { ChannelBundle } from '../../channel/bundle.ts';
import { hasLifecycleV20 } from '../../channel/capabilities.ts';
import type { TxSimulator } from '../../ledger/tx-simulator.ts';
import { EMPTY, fromUtf8 } from '../../wire/bytes.ts';
import type { ChaincodeResponse } from '../../wire/proposal.ts';
import type { InstalledPackage } from './installed-packages.ts';
import { failed, type Invocation, type LifecycleContext } from './invocation.ts';
import { OPERATIONS } from './lifecycle-functions.ts';
import { LIFECYCLE_NAMESPACE, SimulatorCursor } from './lifecycle-state.ts';

export interface LifecycleOutcome {
  /** The simulator with all reads and writes of the call; undefined without a channel. */
  readonly simulator: TxSimulator | undefined;
  readonly response: ChaincodeResponse;
  /** What a successful InstallChaincode leaves to be kept on disk. */
  readonly installed?: InstalledPackage;
}

const response = (status: number, message: string, payload: Uint8Array = EMPTY): ChaincodeResponse => ({
  status,
  message,
  payload,
});

/** Runs one function. `args` are the name of the function and its serialized argument. */
export function invokeLifecycle(args: readonly Uint8Array[], context: LifecycleContext): LifecycleOutcome {
  const cursor = context.channel && new SimulatorCursor(context.channel.simulator);
  const channel = context.channel && cursor && { bundle: context.channel.bundle, cursor };
  const invocation: Invocation = { context, channel, installed: undefined };
  const answer = respond(args, invocation);
  return {
    simulator: cursor?.simulator,
    response: answer,
    ...(invocation.installed && { installed: invocation.installed }),
  };
}

function respond(args: readonly Uint8Array[], invocation: Invocation): ChaincodeResponse {
  const [nameBytes, argument] = args;
  if (!nameBytes) return response(500, 'lifecycle scc must be invoked with arguments');
  if (!argument || args.length !== 2)
    return response(500, `lifecycle scc operations require exactly two arguments but received ${args.length}`);
  const unusable = invocation.channel && channelFlaw(invocation.channel.bundle);
  if (unusable !== undefined) return response(500, unusable);
  const name = fromUtf8(nameBytes);
  const allowed = invocation.context.authorize(`${LIFECYCLE_NAMESPACE}/${name}`);
  if (!allowed.ok) return response(500, `Failed to authorize invocation due to failed ACL check: ${allowed.error}`);
  const operation = OPERATIONS.get(name);
  const result = operation
    ? operation.run(argument, invocation)
    : failed(`receiver *lifecycle.Invocation.${name} does not exist`);
  if (result.ok) return response(200, '', result.value);
  if (typeof result.error !== 'string') return response(404, result.error.notFound);
  return response(500, `failed to invoke backing implementation of '${name}': ${result.error}`);
}

function channelFlaw({ channelId, application }: ChannelBundle): string | undefined {
  if (!application) return `could not get application config for channel '${channelId}'`;
  if (hasLifecycleV20(application.capabilities)) return undefined;
  return `cannot use new lifecycle for channel '${channelId}' as it does not have the required capabilities enabled`;
}
