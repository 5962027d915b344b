/**
 * A policy of a channel: as it was decided about a transaction, or as it would be decided if certain members signed. For
 * the second they do sign something, so that the same evaluation answers as everywhere else.
 */
import type { ClientState } from '../client/client-state.ts';
import { CHANNEL_ACLS, policyPathFor } from '../channel/acls.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import { mapConfig } from '../channel/config-map.ts';
import { ROOT_GROUP } from '../channel/config-tree.ts';
import { policyOfElement } from '../channel/mod-policy.ts';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { policiesAsked } from '../peer/endorsement-policies.ts';
import type { PolicyInside, PossibleSigner } from '../protocol/inside-policy.ts';
import type { InsideTarget } from '../protocol/inside.ts';
import type { PolicyPicture } from '../protocol/policy-picture.ts';
import { nodesOf } from '../topology/nodes.ts';
import { utf8 } from '../wire/bytes.ts';
import type { SignedData } from '../wire/envelope.ts';
import { commonName } from '../wire/x509-name.ts';
import { type ChannelSeat, seatOf, seatsOf } from './channel-seats.ts';
import { fingerprintOf } from './known-certificates.ts';
import { applicationPolicyPicture, pathPicture, type Question } from './policy-evaluation.ts';
import { transactionPictures } from './policy-pictures.ts';
import { signatureSet } from './policy-signatures.ts';
import type { Simulation } from './simulation.ts';

type Wanted = Extract<InsideTarget, { readonly type: 'policy' }>;

export function policyInside(simulation: Simulation, wanted: Wanted): Result<PolicyInside> {
  const { node, channel, path, txid } = wanted;
  const seat = withBundle([seatOf(simulation, node, channel), ...seatsOf(simulation, channel)], path);
  if (!seat) return refuse('unknownPolicy', { name: path, channel });
  const base = { channel, name: path, txid, guards: guardedBy(seat.bundle, path) };
  if (txid !== null) {
    const holder = holderOf([seatOf(simulation, node, channel), ...seatsOf(simulation, channel)], txid);
    const pictures = transactionPictures(simulation, holder ?? node, channel, txid).filter(({ name }) => name === path);
    if (pictures.length === 0) return refuse('unknownPolicy', { name: path, channel });
    return ok({ ...base, pictures, signers: [] });
  }
  const members = signersOf(simulation, seat.bundle);
  const chosen = members.filter(({ fingerprint }) => wanted.signers.includes(fingerprint));
  const pictures = supposed(
    seat,
    path,
    chosen.map(({ signedData }) => signedData),
  );
  if (pictures.length === 0) return refuse('unknownPolicy', { name: path, channel });
  const signers = members.map(({ signedData: _, ...member }) => ({
    ...member,
    signed: chosen.some(({ fingerprint }) => fingerprint === member.fingerprint),
  }));
  return ok({ ...base, pictures, signers });
}

/** Who has the transaction in a block, the node asked about first: a client has none. */
const holderOf = (seats: readonly (ChannelSeat | undefined)[], txid: string): string | undefined =>
  seats.find((seat) => seat?.blocks.transaction(txid) !== undefined)?.node;

type Configured = ChannelSeat & { readonly bundle: ChannelBundle };

/** The first that has a configuration; what is no path is a chaincode, which only a peer knows. */
function withBundle(seats: readonly (ChannelSeat | undefined)[], path: string): Configured | undefined {
  for (const seat of seats)
    if (seat?.bundle && (path.startsWith('/') || seat.state)) return { ...seat, bundle: seat.bundle };
  return undefined;
}

function supposed(
  { bundle, state }: Configured,
  path: string,
  signedData: readonly SignedData[],
): readonly PolicyPicture[] {
  if (path.startsWith('/')) {
    if (!bundle.policyManager.getPolicy(path).found) return [];
    return [pathPicture(bundle, path, { purpose: purposeOf(path), element: null, asked: 'later' }, signedData)];
  }
  const asked = state && policiesAsked(path, undefined, { state, bundle });
  if (!asked?.ok) return [];
  const question: Question = { purpose: 'endorsement', element: path, asked: 'later' };
  return asked.value.map(({ policy }) => applicationPolicyPicture(bundle, path, policy, question, signedData));
}

const PURPOSES: Readonly<Record<string, PolicyPicture['purpose']>> = {
  Readers: 'readers',
  Writers: 'writers',
  Endorsement: 'endorsement',
  LifecycleEndorsement: 'lifecycle',
  BlockValidation: 'blockValidation',
};

const purposeOf = (path: string): PolicyPicture['purpose'] => PURPOSES[path.split('/').at(-1) ?? ''] ?? 'modification';

/** What only this policy lets change, and the resources of a peer behind it. */
function guardedBy(bundle: ChannelBundle, path: string): readonly string[] {
  const map = mapConfig(bundle.root, ROOT_GROUP);
  const elements = map.ok ? [...map.value].filter(([, element]) => policyOfElement(element) === path) : [];
  const resources = Object.keys(CHANNEL_ACLS).filter((resource) => policyPathFor(bundle, resource) === path);
  return [...elements.map(([key]) => key), ...resources];
}

type Signer = PossibleSigner & { readonly signedData: SignedData };

const STATEMENT = utf8('would this policy be satisfied?');

/** Everyone whose key is in the network and whom the channel knows: nodes, administrators, users. */
function signersOf(simulation: Simulation, bundle: ChannelBundle): readonly Signer[] {
  const signers = new Map<string, Signer>();
  for (const { name, identity } of signingIdentities(simulation)) {
    const fingerprint = fingerprintOf(identity.certificate);
    if (signers.has(fingerprint)) continue;
    const signedData = { data: STATEMENT, identity: identity.serialized, signature: signWith(identity, STATEMENT) };
    const [picture] = signatureSet([signedData], bundle.mspManager).pictures;
    if (!picture?.valid) continue;
    signers.set(fingerprint, {
      fingerprint,
      name,
      mspId: picture.mspId,
      role: picture.role,
      signed: false,
      signedData,
    });
  }
  return [...signers.values()];
}

function* signingIdentities(
  simulation: Simulation,
): Generator<{ readonly name: string; readonly identity: SigningIdentity }> {
  const { crypto } = simulation.files;
  for (const { admin, users, nodes } of [...(crypto?.ordererOrganizations ?? []), ...(crypto?.peerOrganizations ?? [])])
    yield* [...nodes, admin, ...users];
  for (const { id, role } of nodesOf(simulation.recording.topology)) {
    const state = role === 'client' ? (simulation.stateOf(id) as ClientState | undefined) : undefined;
    for (const identity of Object.values(state?.disk.wallet ?? {}))
      yield { name: commonName(identity.certificate.subject), identity };
  }
}
