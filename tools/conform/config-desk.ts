/**
 * An administrator's desk for replaying recorded command lines: configtxgen and `peer channel …` against orderers that
 * keep channels by the simulation's rules. There is no time and no network; an accepted update is in its block at once.
 */
import { checkAcl } from '../../web/src/sim/channel/acls.ts';
import { type ChannelBundle, createBundle, evaluatePolicy } from '../../web/src/sim/channel/bundle.ts';
import { createChannel, createdChannelBlock, ordererTransaction } from '../../web/src/sim/channel/channel-creation.ts';
import { POLICY } from '../../web/src/sim/channel/config-tree.ts';
import { signConfigUpdateFile } from '../../web/src/sim/channel/config-update-file.ts';
import { applyConfigEnvelope, configEnvelope } from '../../web/src/sim/channel/config-update.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import type { CryptoMaterial, Member } from '../../web/src/sim/identity/crypto-material.ts';
import { mspConfigOf } from '../../web/src/sim/identity/fabric-msp-config.ts';
import { rolePrincipal } from '../../web/src/sim/identity/msp-principal.ts';
import { Msp } from '../../web/src/sim/identity/msp.ts';
import { signWith } from '../../web/src/sim/identity/signing-identity.ts';
import { invariant, ok, type Result } from '../../web/src/sim/kernel/result.ts';
import { processMessage } from '../../web/src/sim/orderer/message-processor.ts';
import { joinChannel } from '../../web/src/sim/peer/join-channel.ts';
import type { PeerDisk } from '../../web/src/sim/peer/peer-state.ts';
import { blockChannelId, blockHash, decodeBlock, encodeBlock, newBlock } from '../../web/src/sim/wire/block.ts';
import { EMPTY, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { parseEnvelope, type SignedData, type Signer } from '../../web/src/sim/wire/envelope.ts';
import { type Block, Status } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { allOrganizations, NOW_UNIX_SECONDS } from './config-material.ts';

/** What a command came to: its exit code, and the words behind `Error: `. */
export interface Answer {
  readonly exit: number;
  readonly error?: string;
  /** For commands that tell it. */
  readonly height?: number;
}

export const DONE: Answer = { exit: 0 };

export const failure = (error: string): Answer => ({ exit: 1, error });

interface DeskChannel {
  bundle: ChannelBundle;
  readonly blocks: Block[];
}

/** A peer as far as channels go: what it joined, and as whom. */
interface DeskPeer {
  readonly member: Member;
  ledgers: PeerDisk['ledgers'];
  /** The configuration of the channel when it joined, for a peer that may not read what came later. */
  readonly joinedAs: Map<string, ChannelBundle>;
}

const TIMESTAMP = { seconds: NOW_UNIX_SECONDS, nanos: 0 };

const signerOf = ({ identity }: Member): Signer => ({
  creator: identity.serialized,
  sign: (message) => signWith(identity, message),
});

export class ConfigDesk {
  readonly files = new Map<string, Uint8Array>();
  readonly crypto: CryptoMaterial;
  private readonly channels = new Map<string, DeskChannel>();
  private readonly peers = new Map<string, DeskPeer>();
  private systemChannel: DeskChannel | undefined;
  private draws = 0;

  constructor(crypto: CryptoMaterial) {
    this.crypto = crypto;
  }

  channel(channelId: string): DeskChannel | undefined {
    return this.channels.get(channelId);
  }

  /** The channel of a recording that has one; undefined with none or several. */
  onlyChannel(): DeskChannel | undefined {
    const [only, ...others] = this.channels.values();
    return others.length > 0 ? undefined : only;
  }

  /** Orderers start with a channel: `osnadmin channel join`, or the bootstrap file of 2.x. */
  startChannel(genesis: Block): Answer {
    const channelId = blockChannelId(genesis);
    const parsed = parseEnvelope(genesis.data?.data[0] ?? EMPTY);
    const config = parsed.ok ? decode(ConfigEnvelopeSchema, parsed.value.data) : undefined;
    if (!channelId.ok || !config?.ok) return failure('block is not a config block');
    const bundle = createBundle(channelId.value, config.value.config);
    if (!bundle.ok) return failure(bundle.error);
    const channel = { bundle: bundle.value, blocks: [genesis] };
    this.channels.set(channelId.value, channel);
    if (bundle.value.consortiums) this.systemChannel = channel;
    return DONE;
  }

  private nonce(): Uint8Array {
    this.draws++;
    return sha256(utf8(`nonce ${this.draws}`)).slice(0, 24);
  }

  /** Something signed by `member`, whatever it is: enough to ask a policy about him. */
  private signedBy(member: Member): readonly SignedData[] {
    const data = this.nonce();
    return [{ data, identity: member.identity.serialized, signature: signWith(member.identity, data) }];
  }

  private orderer(): Signer {
    const node = this.crypto.ordererOrganizations[0]?.nodes[0];
    invariant(node, 'an orderer');
    return signerOf(node);
  }

  /** `peer channel signconfigtx`: the file comes back with one more signature, in an envelope signed anew. */
  sign(member: Member, file: string, channelId: string | undefined): Answer {
    const bytes = this.files.get(file);
    if (!bytes)
      return failure(`channel create configuration tx file not found open ${file}: no such file or directory`);
    const signed = this.signed(bytes, member, channelId);
    if (!signed.ok) return failure(signed.error);
    this.files.set(file, signed.value);
    return DONE;
  }

  private signed(bytes: Uint8Array, member: Member, expected: string | undefined): Result<Uint8Array, string> {
    const signing = { signer: signerOf(member), nonces: [this.nonce(), this.nonce()] as const, timestamp: TIMESTAMP };
    return signConfigUpdateFile(bytes, signing, expected);
  }

  /** `peer channel update` and, with the way to a new channel, `peer channel create`. */
  update(member: Member, file: string, channelId: string): Answer {
    const bytes = this.files.get(file);
    if (!bytes)
      return failure(`channel create configuration tx file not found open ${file}: no such file or directory`);
    const signed = this.signed(bytes, member, channelId);
    if (!signed.ok) return failure(signed.error);
    const channel = this.channels.get(channelId);
    const problem = channel ? this.order(channel, signed.value) : this.create(channelId, signed.value);
    return problem === undefined ? DONE : failure(`got unexpected status: ${problem}`);
  }

  private order(channel: DeskChannel, bytes: Uint8Array): string | undefined {
    const parsed = parseEnvelope(bytes);
    invariant(parsed.ok, 'an envelope of our own');
    const processed = processMessage(bytes, parsed.value, {
      bundle: channel.bundle,
      nowUnixMicros: NOW_UNIX_SECONDS * 1_000_000,
      nonce: this.nonce(),
      signer: this.orderer(),
    });
    if (!processed.ok) return `${statusName(processed.error.status)} -- ${processed.error.info}`;
    const written = parseEnvelope(processed.value.ordering.bytes);
    invariant(written.ok, 'a config envelope of our own');
    // As every peer does with the block: what the orderer made must be what the update means.
    const next = applyConfigEnvelope(channel.bundle, written.value.data);
    if (!next.ok) return `the config block would be refused: ${next.error}`;
    channel.bundle = next.value;
    append(channel, processed.value.ordering.bytes);
    return undefined;
  }

  private create(channelId: string, bytes: Uint8Array): string | undefined {
    if (!this.systemChannel) return 'NOT_FOUND -- channel does not exist';
    const made = createChannel(this.systemChannel.bundle, bytes);
    if (!made.ok) return `BAD_REQUEST -- ${made.error}`;
    const { configEnvelope: config, bundle } = made.value;
    const envelope = configEnvelope(channelId, config, this.nonce(), TIMESTAMP, this.orderer());
    const { channelId: systemId } = this.systemChannel.bundle;
    append(this.systemChannel, ordererTransaction(systemId, envelope, this.nonce(), TIMESTAMP, this.orderer()));
    this.channels.set(channelId, { bundle, blocks: [createdChannelBlock(envelope)] });
    return undefined;
  }

  /** `peer channel fetch oldest|newest|config|N`. */
  fetch(member: Member, which: string, file: string, channelId: string): Answer {
    const channel = this.channels.get(channelId);
    if (!channel) return failure("can't read the block: &{NOT_FOUND}");
    const isReader = evaluatePolicy(channel.bundle, POLICY.channelReaders, this.signedBy(member)).satisfied;
    if (!isReader) return failure("can't read the block: &{FORBIDDEN}");
    const number = which === 'oldest' ? 0 : /^\d+$/.test(which) ? Number(which) : channel.blocks.length - 1;
    const block = channel.blocks[number];
    if (!block) return failure("can't read the block: &{NOT_FOUND}");
    this.files.set(file, encodeBlock(block));
    return DONE;
  }

  private peer(address: string, member: Member): DeskPeer {
    const known = this.peers.get(address);
    if (known) return known;
    const peer: DeskPeer = { member, ledgers: {}, joinedAs: new Map() };
    this.peers.set(address, peer);
    return peer;
  }

  /** `peer channel join` at the peer behind `address`, which is one of the administrator's organisation. */
  join(member: Member, address: string, file: string): Answer {
    const bytes = this.files.get(file);
    if (!bytes) return failure(`genesis block file not found open ${file}: no such file or directory`);
    const refused = (text: string) => failure(`proposal failed (err: bad proposal response 500: ${text})`);
    const block = decodeBlock(bytes);
    const channelId = block.ok ? blockChannelId(block.value) : undefined;
    const denied = this.adminFlaw(member);
    if (denied !== undefined && channelId?.ok)
      return refused(
        `access denied for [JoinChain][${channelId.value}]: [Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [Admins]: [${denied}]]`,
      );
    const peer = this.peer(address, member);
    const joined = joinChannel({ ledgers: peer.ledgers } as PeerDisk, bytes, () => ok(undefined));
    if (!joined.ok) return refused(joined.error);
    peer.ledgers = { ...peer.ledgers, [joined.value.channelId]: joined.value.ledger };
    peer.joinedAs.set(joined.value.channelId, joined.value.channel.bundle);
    return DONE;
  }

  private adminFlaw({ identity }: Member): string | undefined {
    const organization = allOrganizations(this.crypto).find(({ mspId }) => mspId === identity.mspId);
    const msp = organization && Msp.fromEnvelope(mspConfigOf(organization));
    invariant(msp?.ok, `MSP ${identity.mspId}`);
    const verdict = msp.value.satisfiesPrincipal(identity, rolePrincipal(identity.mspId, 'ADMIN'));
    return verdict.ok ? undefined : verdict.error;
  }

  /** `peer channel getinfo`; a peer that may read the channel has caught up with it. */
  getInfo(member: Member, address: string, channelId: string): Answer {
    const refused = (text: string) => failure(`received bad response, status 500: ${text}`);
    const peer = this.peers.get(address);
    const joinedAs = peer?.joinedAs.get(channelId);
    const channel = this.channels.get(channelId);
    if (!peer || !joinedAs) return refused(`Invalid chain ID, ${channelId}`);
    const follows =
      channel && evaluatePolicy(channel.bundle, POLICY.channelReaders, this.signedBy(peer.member)).satisfied;
    const verdict = checkAcl(follows ? channel.bundle : joinedAs, 'qscc/GetChainInfo', this.signedBy(member));
    if (!verdict.ok) return refused(`access denied for [GetChainInfo][${channelId}]: [${verdict.error}]`);
    return { exit: 0, height: follows ? channel.blocks.length : 1 };
  }
}

const statusName = (status: Status): string =>
  Object.entries(Status).find(([, value]) => value === status)?.[0] ?? String(status);

function append(channel: DeskChannel, envelope: Uint8Array): void {
  const last = channel.blocks.at(-1);
  invariant(last, 'a genesis block');
  channel.blocks.push(newBlock(channel.blocks.length, blockHash(last), [envelope]));
}
