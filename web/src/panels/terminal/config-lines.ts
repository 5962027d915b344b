/**
 * Changing a channel's configuration by hand: fetch it, change it, compute the update, hand the file round for
 * signatures, submit it.
 */
import type { Command, CommandOf, NodeId, Topology } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';
import { signaturePolicyJson } from './signature-policy-json.ts';

type Change = CommandOf<'prepareConfigUpdate'>['change'];

/** What jq is given: its program, and options before it. */
interface Edit {
  /** Lines before that make a file the program reads. */
  readonly before: readonly CommandParts[];
  readonly options: string;
  readonly program: string;
}

const GROUP = '.channel_group.groups';
const APPLICATION = `${GROUP}.Application`;
const ORDERER = `${GROUP}.Orderer`;
const SECTIONS = { channel: '.channel_group', orderer: ORDERER, application: APPLICATION } as const;

/** Where the tools work: addresses, how an orderer is named, and the network. */
interface Desk {
  readonly at: Addresses;
  readonly orderer: CommandParts;
  readonly topology: Topology;
}

type Environment = CommandLines['environment'];

/** The commands of this family; null: not one of them. `asAdmin` gives the variables of a client's administrator. */
export function configLines(
  command: Command,
  desk: Desk,
  asAdmin: (client: NodeId) => Environment,
): CommandLines | null {
  const { orderer, topology } = desk;
  const file = (name: string): string => `channel-artifacts/${name}.tx`;
  switch (command.type) {
    case 'setAnchorPeer':
      return { environment: asAdmin(command.client), lines: anchorPeerLines(command, desk) };
    case 'prepareConfigUpdate':
      return {
        environment: asAdmin(command.client),
        lines: editLines({ ...command, output: file(command.update) }, desk),
      };
    case 'signConfigUpdate':
      return {
        environment: signingEnvironment(command.org, topology),
        lines: [[`peer channel signconfigtx -f ${file(command.update)}`]],
      };
    case 'submitConfigUpdate':
      return {
        environment: asAdmin(command.client),
        lines: [['peer channel update', ...orderer, `-c ${onlyChannel(topology)}`, `-f ${file(command.update)}`]],
      };
    default:
      return null;
  }
}

/** The file knows its channel; the command line names it all the same. */
const onlyChannel = ({ channels, systemChannel }: Topology): string =>
  channels.length === 1 && !systemChannel ? (channels[0]?.id ?? '') : '"$CHANNEL"';

interface ConfigEdit {
  readonly client: NodeId;
  readonly channel: string;
  readonly change: Change;
  /** The file the unsigned update ends in. */
  readonly output: string;
}

/** Fetches the newest configuration as `config.json`, edits it and computes the update. */
function editLines({ client, channel, change, output }: ConfigEdit, desk: Desk): readonly CommandParts[] {
  const { at, orderer, topology } = desk;
  const file = (name: string): string => `channel-artifacts/${at.mspId(client)}${name}`;
  const { before, options, program } = editOf(change, at, topology);
  const envelope = `{payload:{header:{channel_header:{channel_id:"${channel}",type:2}},data:{config_update:.}}}`;
  return [
    [`peer channel fetch config ${file('config_block.pb')}`, ...orderer, `-c ${channel}`],
    [
      'configtxlator proto_decode',
      `--input ${file('config_block.pb')}`,
      '--type common.Block',
      `| jq '.data.data[0].payload.data.config' > ${file('config.json')}`,
    ],
    ...before,
    [`jq ${options}${quoted(program)}`, `${file('config.json')} > ${file('modified_config.json')}`],
    encoded(file('config.json'), 'common.Config', file('original.pb')),
    encoded(file('modified_config.json'), 'common.Config', file('modified.pb')),
    [
      `configtxlator compute_update --channel_id ${channel}`,
      `--original ${file('original.pb')}`,
      `--updated ${file('modified.pb')}`,
      `--output ${file('update.pb')}`,
    ],
    [
      'configtxlator proto_decode',
      `--input ${file('update.pb')}`,
      '--type common.ConfigUpdate',
      `| jq '${envelope}' > ${file('update_env.json')}`,
    ],
    encoded(file('update_env.json'), 'common.Envelope', output),
  ];
}

function anchorPeerLines({ client, channel, peer }: CommandOf<'setAnchorPeer'>, desk: Desk): readonly CommandParts[] {
  const { at, orderer, topology } = desk;
  const mspId = at.mspId(client);
  const output = `channel-artifacts/${mspId}anchors.tx`;
  const org = topology.peerOrgs.find((one) => one.mspId === mspId)?.name ?? '';
  return [
    ...editLines({ client, channel, change: { kind: 'anchorPeers', org, peers: [peer] }, output }, desk),
    ['peer channel update', ...orderer, `-c ${channel}`, `-f ${output}`],
  ];
}

/** What `peer channel signconfigtx` needs to know of the organisation that signs. */
function signingEnvironment(org: string, { ordererOrg, peerOrgs }: Topology): Environment {
  const kind = org === ordererOrg.name ? 'orderer' : 'peer';
  const { mspId, domain } = [ordererOrg, ...peerOrgs].find(({ name }) => name === org) ?? ordererOrg;
  return {
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: `crypto-config/${kind}Organizations/${domain}/users/Admin@${domain}/msp`,
  };
}

const encoded = (input: string, type: string, output: string): CommandParts => [
  'configtxlator proto_encode',
  `--input ${input}`,
  `--type ${type}`,
  `--output ${output}`,
];

const programOnly = (program: string): Edit => ({ before: [], options: '', program });

/** A value of the tree as configtxlator prints it. */
const valueJson = (value: unknown, modPolicy = 'Admins') => ({ mod_policy: modPolicy, value, version: '0' });

function editOf(change: Change, at: Addresses, topology: Topology): Edit {
  const mspIdOf = (org: string): string => topology.peerOrgs.find(({ name }) => name === org)?.mspId ?? org;
  switch (change.kind) {
    case 'batchSize':
      return programOnly(batchSizeProgram(change));
    case 'batchTimeout':
      return programOnly(`${ORDERER}.values.BatchTimeout.value.timeout = "${change.micros / 1000}ms"`);
    case 'anchorPeers': {
      const anchor_peers = change.peers.map((peer) => ({ host: peer, port: at.port(peer) }));
      const anchors = { AnchorPeers: valueJson({ anchor_peers }) };
      return programOnly(`${APPLICATION}.groups.${mspIdOf(change.org)}.values += ${JSON.stringify(anchors)}`);
    }
    case 'addOrg':
      return newOrgEdit(mspIdOf(change.org));
    case 'removeOrg':
      return programOnly(`del(${APPLICATION}.groups.${mspIdOf(change.org)})`);
    case 'capabilities': {
      const capabilities = Object.fromEntries(change.capabilities.map((name) => [name, {}]));
      const value = JSON.stringify(capabilities);
      return programOnly(`${SECTIONS[change.level]}.values.Capabilities.value.capabilities = ${value}`);
    }
    case 'acl':
      return programOnly(aclProgram(change));
    case 'policy':
      return programOnly(policyProgram(change));
    case 'revocationList':
      return revocationEdit(mspIdOf(change.org));
    case 'addConsenter':
      return consenterEdit(at, change.node);
    case 'removeConsenter': {
      const consenters = `${ORDERER}.values.ConsensusType.value.metadata.consenters`;
      return programOnly(`${consenters} |= map(select(.host != "${change.node}"))`);
    }
    case 'consortium':
      return consortiumEdit(change.name, change.orgs.map(mspIdOf));
    case 'maintenance': {
      const state = change.on ? 'STATE_MAINTENANCE' : 'STATE_NORMAL';
      return programOnly(`${ORDERER}.values.ConsensusType.value.state = "${state}"`);
    }
  }
}

type ChangeOf<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

function batchSizeProgram({ maxMessageCount, absoluteMaxBytes, preferredMaxBytes }: ChangeOf<'batchSize'>): string {
  const size = {
    max_message_count: maxMessageCount,
    absolute_max_bytes: absoluteMaxBytes,
    preferred_max_bytes: preferredMaxBytes,
  };
  return `${ORDERER}.values.BatchSize.value = ${JSON.stringify(size)}`;
}

function aclProgram({ resource, policy }: ChangeOf<'acl'>): string {
  const acls = `${APPLICATION}.values.ACLs`;
  const key = JSON.stringify(resource);
  if (policy === '') return `del(${acls}.value.acls[${key}])`;
  return `${acls} |= (. // ${JSON.stringify(valueJson({ acls: {} }))}) | ${acls}.value.acls[${key}] = {"policy_ref":${JSON.stringify(policy)}}`;
}

function policyProgram({ path, type, rule }: ChangeOf<'policy'>): string {
  const names = path.split('/').slice(2);
  const groups = names.slice(0, -1).map((name) => `.groups.${name}`);
  const at = `.channel_group${groups.join('')}.policies.${names.at(-1) ?? ''}.policy`;
  const [quantity = '', subPolicy = ''] = rule.split(' ');
  const policy =
    type === 'ImplicitMeta'
      ? { type: 3, value: { rule: quantity, sub_policy: subPolicy } }
      : { type: 1, value: signaturePolicyJson(rule) };
  return `${at} = ${JSON.stringify(policy)}`;
}

function newOrgEdit(mspId: string): Edit {
  const json = `channel-artifacts/${mspId}.json`;
  return {
    before: [[`configtxgen -printOrg ${mspId}`, `> ${json}`]],
    options: `--slurpfile org ${json} `,
    program: `${APPLICATION}.groups["${mspId}"] = $org[0]`,
  };
}

function revocationEdit(mspId: string): Edit {
  const list = `${APPLICATION}.groups.${mspId}.values.MSP.value.config.revocation_list`;
  return { before: [], options: '--arg crl "$(base64 -w0 msp/crls/crl.pem)" ', program: `${list} = [$crl]` };
}

function consenterEdit(at: Addresses, node: NodeId): Edit {
  const [host = '', port = ''] = at.endpoint(node).split(':');
  const entry = `{host:"${host}",port:${port},client_tls_cert:$cert,server_tls_cert:$cert}`;
  return {
    before: [],
    options: `--arg cert "$(base64 -w0 ${at.tlsFile(node, 'server.crt')})" `,
    program: `${ORDERER}.values.ConsensusType.value.metadata.consenters += [${entry}]`,
  };
}

function consortiumEdit(name: string, mspIds: readonly string[]): Edit {
  const files = mspIds.map((mspId) => [mspId, `channel-artifacts/${mspId}.json`] as const);
  const groups = mspIds.map((mspId, index) => `"${mspId}":$org${index}[0]`).join(',');
  const consortium = `{groups:{${groups}},mod_policy:"/Channel/Orderer/Admins"}`;
  return {
    before: files.map(([mspId, json]) => [`configtxgen -printOrg ${mspId}`, `> ${json}`]),
    options: files.map(([, json], index) => `--slurpfile org${index} ${json} `).join(''),
    program: `${GROUP}.Consortiums.groups["${name}"] += ${consortium}`,
  };
}
