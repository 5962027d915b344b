/**
 * What happened in recorded scenarios besides endorsing and sending: definitions and configurations that change in
 * between, looks at private data. A recording only marks the place; what was done follows from the scenario's name.
 */
import {
  type ConfigEdit,
  updateByEdit,
  withBatchSize,
  withPolicy,
  withRevocationLists,
} from '../../web/src/sim/channel/config-edits.ts';
import { signConfigUpdateFile, unsignedConfigUpdate } from '../../web/src/sim/channel/config-update-file.ts';
import { signWith } from '../../web/src/sim/identity/signing-identity.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { approvedParameters, chaincodeDefinition } from '../../web/src/sim/peer/lifecycle/definitions.ts';
import { drawFrom } from '../../web/src/sim/topology/workspace.ts';
import { fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { buildRevocationList } from '../../web/src/sim/wire/crl.ts';
import { timestampOfMicros } from '../../web/src/sim/wire/envelope.ts';
import type { Definition } from './conflicts-client.ts';
import type { Play, Replay } from './conflicts-play.ts';
import { type RecordedTransaction, type Scenario, seen } from './conflicts-scenario.ts';

export type Action = (replay: Replay, play: Play) => void;

/** The second channel chaincodes of the recording call into; undefined when none does. */
export function otherChannelOf(scenarios: readonly Scenario[]): string | undefined {
  for (const { txs } of scenarios)
    for (const { function: name, args, endorsement = [] } of txs)
      if (name.startsWith('call') && args[1] && endorsement.some(({ status }) => status === 200)) return args[1];
  return undefined;
}

/** The channel a transaction is for, where it is not the one of the recording. */
export function transactionChannel(
  { scenario, txs, channel }: Scenario,
  tx: RecordedTransaction,
  other: string | undefined,
): string | undefined {
  if (scenario === 'endorser-not-joined-to-channel') return other;
  if (scenario === 'same-txid-on-two-channels-is-not-shared' && tx === txs[0]) return other;
  return tx.channel ?? channel;
}

/** The actions of a scenario in order; missing ones do nothing. */
export function actionsOf(scenario: Scenario): readonly Action[] {
  const named = ACTIONS[scenario.scenario];
  const looks = scenario.blocks.flatMap((block) => {
    const action = seen(block, 'action');
    return isLook(action) ? [look(action)] : [];
  });
  return named ? [named] : looks;
}

/** Done before the first step. */
export const preparationOf = (scenario: Scenario): Action | undefined =>
  scenario.scenario === 'certificate-unrevoked-works-again' ? (replay, play) => revoke(replay, play, []) : undefined;

const ACTIONS: Readonly<Record<string, Action>> = {
  'upgrade-between-endorsement-and-submit': (replay, play) => upgrade(replay, play, { version: '2.0' }),
  'upgrade-commit-and-invoke-in-one-block': upgradeInOneBlock,
  'policy-changed-between-endorsement-and-submit': (replay, play) =>
    upgrade(replay, play, { signaturePolicy: `OR('${replay.client.topology.peerOrgs[0]?.mspId ?? ''}.peer')` }),
  'policy-back-to-majority': (replay, play) => upgrade(replay, play, {}),
  'two-approvals-of-one-org-in-one-block': approveTwice,
  'call-other-channel-write-is-dropped': lookAtOtherChannel,
  'channel-endorsement-policy-any': (replay) => setEndorsement(replay, 'ANY'),
  'channel-endorsement-policy-all': (replay) => setEndorsement(replay, 'ALL'),
  'channel-endorsement-policy-majority-again': (replay) => setEndorsement(replay, 'MAJORITY'),
  'config-update-cuts-pending-batch': updateInBetween,
  'certificate-revoked-between-endorsement-and-submit': (replay, play) =>
    revoke(replay, play, play.scenario.txs.slice(0, 1)),
};

const firstPeer = ({ client }: Replay): string => client.firstPeers()[0] ?? '';

/** The next definition of the scenario's chaincode. */
function nextDefinition(replay: Replay, name: string, change: Partial<Definition>): Definition {
  const current = chaincodeDefinition(replay.client.network.ledger(firstPeer(replay), replay.channel).state, name);
  const { collections } = replay;
  return { name, version: current?.version ?? '1.0', sequence: (current?.sequence ?? 0) + 1, collections, ...change };
}

function upgrade(replay: Replay, { scenario }: Play, change: Partial<Definition>): void {
  replay.client.deploy(replay.channel, nextDefinition(replay, scenario.chaincode, change));
}

interface WhatAndCode {
  readonly what: string;
  readonly code: string;
}

function upgradeInOneBlock(replay: Replay, play: Play): void {
  const { client, channel, tally } = replay;
  const { scenario, envelopes } = play;
  const definition = nextDefinition(replay, scenario.chaincode, {});
  client.approveAll(channel, definition);
  const admin = client.signer(`${client.topology.peerOrgs[0]?.mspId ?? ''}:Admin`);
  const endorsed = client.endorse(client.commitment(channel, definition), admin, client.firstPeers());
  const committing = client.envelopeOf(endorsed);
  const recorded = scenario.blocks.flatMap((block) => (seen(block, 'txs') as readonly WhatAndCode[] | undefined) ?? []);
  const sent = recorded.map(({ what }) => (what === 'CommitChaincodeDefinition' ? committing : envelopes.get(what)));
  const { blocks } = client.sendAll(
    channel,
    sent.flatMap((bytes) => bytes ?? []),
  );
  const codes = blocks.map(({ transactions }) => transactions.map(({ code }) => code));
  tally.equal(scenario.scenario, 'blocks', codes, [recorded.map(({ code }) => code)]);
}

function approveTwice(replay: Replay, { scenario }: Play): void {
  const { client, channel, tally } = replay;
  const [org] = client.topology.peerOrgs;
  invariant(org, 'there is an organisation');
  const name = 'approvedtwice';
  const envelopes = ['x1', 'x2'].flatMap((version) => {
    const call = client.approval(channel, { name, version, sequence: 1 });
    const endorsed = client.endorse(call, client.signer(`${org.mspId}:Admin`), [firstPeer(replay)]);
    return client.envelopeOf(endorsed) ?? [];
  });
  const { blocks } = client.sendAll(channel, envelopes);
  const codes = blocks.map(({ transactions }) => transactions.map(({ code }) => code));
  for (const block of scenario.blocks) {
    tally.equal(scenario.scenario, 'blocks', codes, [seen(block, 'codes')]);
    const { state } = client.network.ledger(firstPeer(replay), channel);
    const version = approvedParameters(state, org.mspId, name, 1)?.version;
    tally.equal(
      scenario.scenario,
      'approved version',
      version,
      (seen(block, 'queryapproved') as { readonly version?: string } | undefined)?.version,
    );
  }
}

function lookAtOtherChannel(replay: Replay, { scenario }: Play): void {
  const { client, tally, other } = replay;
  const call = { channelId: other ?? '', chaincodeName: scenario.chaincode, args: ['get', 'k'].map(utf8) };
  const response = client.query(call, replay.firstUser, firstPeer(replay))?.response;
  const recorded = scenario.blocks.flatMap((block) => seen(block, 'value_on_other_channel_afterwards') ?? []);
  tally.equal(
    scenario.scenario,
    'value on the other channel',
    [fromUtf8(response?.payload ?? new Uint8Array(0))],
    recorded,
  );
}

/** The update, signed by the administrators of `mspIds`. */
function configUpdate(replay: Replay, edit: ConfigEdit, mspIds: readonly string[]): Uint8Array {
  const { client, channel } = replay;
  const chain = client.network.orderer(client.orderer).chains[channel];
  invariant(chain, 'the orderer runs the channel');
  const update = updateByEdit(chain.bundle, edit);
  invariant(update.ok, update.ok ? '' : update.error);
  let file = unsignedConfigUpdate(update.value);
  for (const mspId of mspIds) {
    const admin = client.signer(`${mspId}:Admin`);
    const nonce = (what: string) => drawFrom('conform')(`${what} ${client.network.now} ${mspId}`).slice(0, 24);
    const signed = signConfigUpdateFile(file, {
      signer: { creator: admin.serialized, sign: (bytes) => signWith(admin, bytes) },
      nonces: [nonce('update'), nonce('envelope')],
      timestamp: timestampOfMicros(client.network.unixMicros),
    });
    invariant(signed.ok, 'a file of our own can be signed');
    file = signed.value;
  }
  return file;
}

/** Sends the update and waits for its block. */
function reconfigure(replay: Replay, edit: ConfigEdit, mspIds: readonly string[]): void {
  const { client, channel } = replay;
  const height = client.height(channel);
  const answer = client.network.broadcast(client.orderer, channel, configUpdate(replay, edit, mspIds));
  invariant(answer?.status === 200, `config update: ${answer?.status ?? ''} ${answer?.info ?? ''}`);
  client.network.awaitHeight(client.peersOf(channel), channel, height + 1);
}

const allOrgs = ({ client }: Replay): readonly string[] => client.topology.peerOrgs.map(({ mspId }) => mspId);

function setEndorsement(replay: Replay, rule: string): void {
  const policy = { type: 'ImplicitMeta', rule: `${rule} Endorsement` } as const;
  reconfigure(replay, withPolicy('/Channel/Application/Endorsement', policy), allOrgs(replay));
}

function updateInBetween(replay: Replay, play: Play): void {
  const { client, channel, tally } = replay;
  const { scenario, envelopes } = play;
  const [first, second, third] = scenario.txs.map(({ id }) => envelopes.get(id));
  invariant(first && second && third, 'all three were endorsed');
  const { mspId } = client.topology.ordererOrg;
  const size = { maxMessageCount: 10, absoluteMaxBytes: 99 * 1024 * 1024, preferredMaxBytes: 600 * 1024 };
  const update = configUpdate(replay, withBatchSize(size), [mspId]);
  const before = client.height(channel);
  for (const envelope of [first, second, update, third]) client.network.broadcast(client.orderer, channel, envelope);
  const ids = new Map(scenario.txs.map(({ id }) => [envelopes.get(id), id]));
  const blocks = client.awaitEnvelopes(channel, before, [first, second, third]).map(({ transactions }) =>
    transactions.map(({ envelope, code }) => {
      const id = [...ids].find(([bytes]) => bytes && Buffer.compare(bytes, envelope) === 0)?.[1];
      return id === undefined ? 'CONFIG' : `${id}:${code}`;
    }),
  );
  const recorded = scenario.blocks.flatMap(
    (block) => (seen(block, 'blocks') ?? []) as readonly { readonly txs: unknown }[],
  );
  tally.equal(
    scenario.scenario,
    'blocks',
    blocks,
    recorded.map(({ txs }) => txs),
  );
}

/** Puts a list that revokes the certificates of who signed `txs` into their organisation's MSP. */
function revoke(replay: Replay, { scenario }: Play, txs: readonly RecordedTransaction[]): void {
  const { client } = replay;
  const mspId = scenario.txs[0]?.identity.split(':')[0] ?? '';
  const org = client.identities.organization(mspId);
  invariant(org, `${mspId} has a CA`);
  const now = Math.floor(client.network.unixMicros / 1_000_000);
  const revoked = txs.map(({ identity }) => ({
    serialNumber: client.signer(identity).certificate.serialNumber,
    revokedAt: now - 1,
  }));
  const list = buildRevocationList(
    { revoked, thisUpdate: now - 1, nextUpdate: now + 86_400 },
    org.ca.certificate,
    org.ca.privateKey,
  );
  reconfigure(replay, withRevocationLists(mspId, revoked.length > 0 ? [utf8(list)] : []), [mspId]);
}

interface Look {
  readonly pvtGet?: string;
  readonly pvtHash?: string;
}

const isLook = (action: unknown): action is Look => typeof action === 'object' && action !== null && 'pvtGet' in action;

/** Reads what the first transaction wrote, and its hash. */
const look =
  (recorded: Look): Action =>
  (replay, { scenario }) => {
    const [collection = '', key = ''] = scenario.txs[0]?.args ?? [];
    for (const name of ['pvtGet', 'pvtHash'] as const) {
      const value = recorded[name];
      if (value !== undefined) replay.compareState(scenario, `${name} ${collection} ${key}`, value);
    }
  };
