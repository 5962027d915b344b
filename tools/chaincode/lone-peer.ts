/**
 * One peer with one chaincode and no network around it: endorses calls in a row against a fixed state. For tests and
 * for trying out a contract; the peer role does the same among its other duties.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { invariant, ok } from '../../web/src/sim/kernel/result.ts';
import type { KeyModification } from '../../web/src/sim/ledger/history.ts';
import { StateDb } from '../../web/src/sim/ledger/state-db.ts';
import { TxSimulator } from '../../web/src/sim/ledger/tx-simulator.ts';
import { fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { SerializedIdentitySchema } from '../../web/src/sim/wire/gen/msp/identities_pb.ts';
import { type ChaincodeEvent, ChaincodeEventSchema } from '../../web/src/sim/wire/gen/peer/chaincode_pb.ts';
import { SignedProposalSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { newProposal } from '../../web/src/sim/wire/proposal.ts';
import {
  abandonTransaction,
  beginTransaction,
  EXECUTE_TIMED_OUT,
  type HostEvent,
  type HostState,
  NEW_HOST,
  onChaincodeMessage,
  STREAM_TERMINATED,
} from '../../web/src/sim/chaincode/chaincode-host.ts';
import type { ContainerMemo, ContainerState, ContainerStep } from '../../web/src/sim/chaincode/container-memo.ts';
import type { ContainerSpec } from '../../web/src/sim/chaincode/sandbox.ts';
import type { CollectionPermission } from '../../web/src/sim/chaincode/transaction-context.ts';

export interface LonePeerOptions {
  readonly channelId: string;
  /** Name of the chaincode. */
  readonly namespace: string;
  readonly state?: StateDb;
  readonly collections?: readonly string[];
  readonly permission?: CollectionPermission;
  readonly history?: (namespace: string, key: string) => Iterable<KeyModification>;
}

export interface LoneCall {
  /** Function name first; empty for no arguments at all. */
  readonly args: readonly string[];
  readonly mspId: string;
  /** PEM. */
  readonly certificate: string;
  readonly transient?: Readonly<Record<string, string>>;
}

export interface LoneResult {
  readonly txId: string;
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
  readonly event: ChaincodeEvent | undefined;
  readonly simulator: TxSimulator | undefined;
  readonly gas: number;
}

const EXECUTE_TIMEOUT_MICROS = 30_000_000;

const allowAll: CollectionPermission = (simulator) => ({ simulator, access: ok({ read: true, write: true }) });

export class LonePeer {
  /** What the chaincode logged. */
  readonly log: string[] = [];
  nowMicros = 0;
  private readonly memo: ContainerMemo;
  private readonly spec: ContainerSpec;
  private readonly options: LonePeerOptions;
  private container: ContainerState | undefined;
  private host: HostState = NEW_HOST;
  private calls = 0;
  private gas = 0;
  private wakeInMicros: number | undefined;

  constructor(memo: ContainerMemo, spec: ContainerSpec, options: LonePeerOptions) {
    this.memo = memo;
    this.spec = spec;
    this.options = options;
  }

  /** Endorses a call; starts the chaincode first if it is not running. */
  endorse(call: LoneCall): LoneResult {
    const identity = create(SerializedIdentitySchema, { mspid: call.mspId, idBytes: utf8(call.certificate) });
    const nonce = sha256(utf8(`${this.spec.seed} ${this.calls++}`)).subarray(0, 24);
    const transient = Object.fromEntries(Object.entries(call.transient ?? {}).map(([key, text]) => [key, utf8(text)]));
    const args = call.args.map(utf8);
    const seconds = Math.floor((this.spec.startUnixMicros + this.nowMicros) / 1e6);
    const { txId, proposalBytes } = newProposal(
      { channelId: this.options.channelId, chaincodeName: this.options.namespace, args, transient },
      toBinary(SerializedIdentitySchema, identity),
      nonce,
      { seconds, nanos: 0 },
    );
    const failed = this.launch();
    if (failed !== undefined) return this.failure(txId, failed);
    const proposal = toBinary(SignedProposalSchema, create(SignedProposalSchema, { proposalBytes }));
    return this.execute(txId, args, proposal);
  }

  private execute(txId: string, args: readonly Uint8Array[], proposal: Uint8Array): LoneResult {
    const { channelId, namespace, state = StateDb.EMPTY, collections, permission = allowAll, history } = this.options;
    const simulator = TxSimulator.begin(state, txId, (same) => ({ simulator: same, collections }));
    const capabilities = { keyLevelEndorsement: true, purgePrivateData: true };
    const rest = { simulator, isInit: false, permission, capabilities, ...(history && { history }) };
    const begun = beginTransaction(this.host, { channelId, txId, namespace, ...rest }, args, proposal);
    invariant(begun.ok, 'calls come one at a time');
    this.host = begun.value.host;
    this.gas = 0;
    const event = this.converse([begun.value.message]);
    if (event?.type === 'completed') {
      const { response, context } = event;
      const decoded = event.event.length > 0 ? decode(ChaincodeEventSchema, event.event) : undefined;
      return {
        txId,
        status: response.status,
        message: response.message,
        payload: response.payload,
        event: decoded?.ok ? decoded.value : undefined,
        simulator: context.simulator,
        gas: this.gas,
      };
    }
    this.host = abandonTransaction(this.host, channelId, txId);
    const stopped = this.container?.status === 'exited' || this.container?.status === 'out-of-memory';
    if (stopped) this.container = undefined;
    const why = `failed to execute transaction ${txId}: error sending: ${stopped ? STREAM_TERMINATED : EXECUTE_TIMED_OUT}`;
    return this.failure(txId, `error in simulation: ${event?.type === 'failed' ? event.text : why}`);
  }

  private failure(txId: string, message: string): LoneResult {
    const nothing = { payload: utf8(''), event: undefined, simulator: undefined };
    return { txId, status: 500, message, gas: this.gas, ...nothing };
  }

  /** Text of the failure, undefined when the chaincode is up. */
  private launch(): string | undefined {
    if (this.container) return undefined;
    this.host = NEW_HOST;
    const first = this.take(this.memo.start(this.spec, this.nowMicros));
    this.deliver(first, []);
    if (this.host.phase === 'ready') return undefined;
    const { code } = this.lastExit ?? { code: 1 };
    this.container = undefined;
    const reason = `chaincode registration failed: container exited with ${code}`;
    return `error in simulation: failed to execute transaction: could not launch chaincode ${this.spec.ccid}: ${reason}`;
  }
  private lastExit: { readonly code: number } | undefined;

  private take(step: ContainerStep): readonly Uint8Array[] {
    this.container = step.state;
    this.wakeInMicros = step.wakeInMicros;
    this.gas += step.output.gas;
    this.log.push(...step.output.log);
    this.lastExit = step.output.exit;
    return step.output.messages;
  }

  /** Passes messages to and fro until both sides are silent. */
  private deliver(fromChaincode: readonly Uint8Array[], toChaincode: readonly Uint8Array[]): HostEvent | undefined {
    let last: HostEvent | undefined;
    const forHost = [...fromChaincode];
    const forChaincode = [...toChaincode];
    for (;;) {
      const message = forHost.shift();
      if (message) {
        const step = onChaincodeMessage(this.host, message);
        this.host = step.host;
        forChaincode.push(...step.replies);
        last = step.event ?? last;
        continue;
      }
      const reply = forChaincode.shift();
      if (!reply || !this.container) return last;
      forHost.push(...this.take(this.memo.step(this.container, reply, this.nowMicros)));
    }
  }

  private converse(toChaincode: readonly Uint8Array[]): HostEvent | undefined {
    const deadline = this.nowMicros + EXECUTE_TIMEOUT_MICROS;
    let event = this.deliver([], toChaincode);
    while (!event && this.container?.status === 'running' && this.wakeInMicros !== undefined) {
      if (this.nowMicros + this.wakeInMicros > deadline) break;
      this.nowMicros += this.wakeInMicros;
      event = this.deliver(this.take(this.memo.step(this.container, 'timer', this.nowMicros)), []);
    }
    if (!event && this.container?.status !== 'exited') this.nowMicros = deadline;
    return event;
  }
}

/** Payload as text, for tests and the console. */
export const payloadText = ({ payload }: LoneResult): string => fromUtf8(payload);
