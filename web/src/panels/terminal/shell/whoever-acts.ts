/**
 * Who a `peer` command acts as: what its environment variables name. And whom it asks.
 *
 * @fabric internal/peer/common/common.go (InitCmd, InitCrypto)
 */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId, Topology } from '../../lab-types.ts';
import type { Addresses } from '../addresses.ts';
import { asUser } from '../peer-environment.ts';
import { configPath, environmentPeer, type Reached, unreached } from './reach.ts';
import { type Desk, type Outcome, type Outcomes, unable, wrong } from './verb.ts';
import { HOME } from './working-tree.ts';

/** A new terminal: the administrator of the first organisation, asking its first peer; core.yaml is in the working directory. */
export function firstEnvironment(topology: Topology, at: Addresses): Readonly<Record<string, string>> {
  const peer = nodesOf(topology).find(({ role }) => role === 'peer')?.id;
  return { FABRIC_CFG_PATH: HOME, ...(peer === undefined ? {} : asUser(at, peer, 'Admin')) };
}

/** `Admin` of `…/users/Admin@org1.example.com/msp`, or the name of a wallet's folder. */
export function userOf(path: string): string | null {
  const folders = path.split('/').filter((part) => part !== '');
  const user = folders.at(-1) === 'msp' ? folders.at(-2) : folders.at(-1);
  return user === undefined ? null : (user.split('@')[0] ?? null);
}

interface Acting {
  readonly client: NodeId;
  readonly identity: string;
}

/** The machine of an organisation a line is carried out on; null where it has none. */
export function clientOf(mspId: string, desk: Desk): NodeId | null {
  const clients = nodesOf(desk.topology).filter((node) => node.role === 'client' && node.mspId === mspId);
  return desk.lastClient(mspId) ?? clients[0]?.id ?? null;
}

/** The domain of an organisation's own certificates; undefined: no organisation of the network has this MSP ID. */
export const domainOfMsp = ({ ordererOrg, peerOrgs }: Topology, mspId: string): string | undefined =>
  [ordererOrg, ...peerOrgs].find((org) => org.mspId === mspId)?.domain;

/** Whether certificates under `path` are those of the organisation. */
export const isOfDomain = (path: string, domain: string): boolean => path.split(/[/@]/).includes(domain);

const cannotRun = (why: string): Outcome => wrong(`ERRO [main] InitCmd -> Cannot run peer because ${why}`);

/** What core.yaml says where no variable does. */
const SAMPLE = { mspId: 'SampleOrg', mspConfigPath: 'msp' } as const;

const mspFolder = ({ environment }: Desk): string =>
  configPath(environment['CORE_PEER_MSPCONFIGPATH'] ?? SAMPLE.mspConfigPath);
const mspIdOf = ({ environment }: Desk): string => environment['CORE_PEER_LOCALMSPID'] ?? SAMPLE.mspId;

/** What every command of `peer` does before it looks at anything but its options; null: all is well. */
export function initCrypto(desk: Desk): Outcome | null {
  const path = mspFolder(desk);
  const folder = desk.path(path);
  if (!desk.isFolder(folder))
    return cannotRun(
      `cannot init crypto, specified path "${path}" does not exist or cannot be accessed: stat ${path}: no such file or directory`,
    );
  if (mspIdOf(desk) === '') return cannotRun('the local MSP must have an ID');
  const certificates = `${path}/signcerts`;
  return desk.isFolder(`${folder}/signcerts`)
    ? null
    : cannotRun(
        `could not load a valid signer certificate from directory ${certificates}: stat ${certificates}: no such file or directory`,
      );
}

type Signing =
  | { readonly type: 'acting'; readonly acting: Acting }
  /** The certificates are not of the organisation that is named: peers take their holder for nobody. */
  | { readonly type: 'stranger' }
  | { readonly type: 'unable'; readonly outcome: Outcome };

/** Who signs by the variables, after {@link initCrypto}. */
function signing(desk: Desk): Signing {
  const mspId = mspIdOf(desk);
  const folder = desk.path(mspFolder(desk));
  const domain = domainOfMsp(desk.topology, mspId);
  if (domain === undefined || !isOfDomain(folder, domain)) return { type: 'stranger' };
  const client = clientOf(mspId, desk);
  if (client === null) return { type: 'unable', outcome: unable('noMachine', { mspId }) };
  return { type: 'acting', acting: { client, identity: userOf(folder) ?? '' } };
}

/** How the commands of a family say what goes wrong before a peer has answered. */
export interface Manner {
  /** What the tool has logged by then, each line with its end. */
  readonly logged?: string;
  /** Before the words of who cannot connect. */
  readonly connecting: string;
  /** Around what a peer says of a signer it does not know; null: the lab does not know the tool's words for it. */
  readonly stranger: ((refusal: string) => string) | null;
  /** The channel the proposal is for; '' for none. */
  readonly channel?: string;
}

const stranger = ({ stranger: around, channel = '' }: Manner): Outcome =>
  around === null
    ? unable('stranger')
    : wrong(
        around(
          `rpc error: code = Unknown desc = error validating proposal: access denied: channel [${channel}] creator org unknown, creator is malformed`,
        ),
      );

/** As whoever the variables name, on a machine of its organisation. */
export function acting(desk: Desk, manner: Manner, then: (who: Acting) => Outcomes): Outcomes {
  const who = signing(desk);
  if (who.type === 'unable') return who.outcome;
  return who.type === 'stranger' ? stranger(manner) : then(who.acting);
}

/** As {@link acting}, of what can be read without a machine: the orderers' organisation may have none. `null`: there is none. */
export function reading(desk: Desk, manner: Manner, then: (client: NodeId | null) => Outcomes): Outcomes {
  const who = signing(desk);
  if (who.type === 'stranger') return stranger(manner);
  return then(who.type === 'unable' ? null : who.acting.client);
}

export interface Access {
  readonly client: NodeId;
  readonly node: NodeId;
  readonly identity?: string;
}

/** Who asks which peer; or what stands in the way. Whoever signs is looked at by the peer, after it was reached. */
export function asking(
  desk: Desk,
  manner: Manner,
  then: (access: Access) => Outcomes,
  reach: (desk: Desk) => Reached = environmentPeer,
): Outcomes {
  const who = signing(desk);
  if (who.type === 'unable') return who.outcome;
  const peer = reach(desk);
  if (!peer.ok) return unreached(manner.connecting, peer, manner.logged);
  if (who.type === 'stranger') return stranger(manner);
  return then({ client: who.acting.client, node: peer.node, ...signedBy(who.acting.identity) });
}

/** A field that is left out where it says what is usual. */
export const signedBy = (identity: string): { readonly identity?: string } =>
  identity === 'Admin' ? {} : { identity };
