/**
 * Replays how an organisation was added to a running channel. The transcript says which channel that was: its members,
 * and the versions of their groups, stand in the read set of the recorded update.
 */
import { toBinary } from '@bufbuild/protobuf';
import {
  APPLICATION_POLICIES,
  applicationOrgPolicies,
  CHANNEL_POLICIES,
  DEFAULT_BATCH_SIZE,
  DEFAULT_BATCH_TIMEOUT_MICROS,
  DEFAULT_CAPABILITIES,
  DEFAULT_RAFT_OPTIONS,
  ORDERER_POLICIES,
  ordererOrgPolicies,
} from '../../web/src/sim/channel/channel-defaults.ts';
import {
  anchorPeersValue,
  genesisBlock,
  newApplicationOrgGroup,
  newChannelGroup,
} from '../../web/src/sim/channel/genesis.ts';
import type { OrganizationMaterial } from '../../web/src/sim/identity/crypto-material.ts';
import { mspConfigOf } from '../../web/src/sim/identity/fabric-msp-config.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { encodeBlock } from '../../web/src/sim/wire/block.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { ConfigGroup } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { MSPConfigSchema } from '../../web/src/sim/wire/gen/msp/msp_config_pb.ts';
import { compareAnswer, runCommand } from './config-commands.ts';
import { ConfigDesk } from './config-desk.ts';
import {
  addedOrganizations,
  applicationOf,
  decodedUpdate,
  type GroupJson,
  UpdateWorkshop,
  type UpdateJson,
} from './config-edits.ts';
import { compareTrees, configGroupJson } from './config-json.ts';
import { generate, NOW_UNIX_SECONDS } from './config-material.ts';
import { domainIn, option, readSteps, type RecordedStep } from './config-steps.ts';
import { type ConformOutcome, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/**
 * @param dir holds `steps.json`
 * @throws UnusableInput when it does not, or when no update that adds an organisation was recorded
 */
export function conformAddOrg(dir: string): ConformOutcome {
  const tally = new Tally();
  const steps = readSteps(dir, 'steps.json');
  const update = decodedUpdate(steps, 0);
  if (!update || addedOrganizations(update).length === 0)
    throw new UnusableInput(`${dir} holds no decoded update that adds an organisation.`);
  const network = new Network(steps, update);
  const { desk } = network;
  const workshop = new UpdateWorkshop(desk, steps, (name) => newApplicationOrgGroup(network.applicationOrg(name)));
  let skipped = 0;
  for (const [index, step] of steps.entries()) {
    if (workshop.follow(tally, index)) continue;
    const printed = option(step, '-printOrg');
    if (step.argv?.[0] === 'configtxgen' && printed !== undefined) {
      const group = newApplicationOrgGroup(network.applicationOrg(printed));
      if (group.ok) compareTrees(tally, step.id, configGroupJson(group.value), JSON.parse(step.stdout ?? ''));
      continue;
    }
    const answer = runCommand(desk, step, undefined);
    if (answer) compareAnswer(tally, step, answer, false);
    else skipped++;
  }
  tally.remark(`${skipped} steps are not about the configuration, skipped`);
  compareResult(tally, desk, update);
  return tally.outcome();
}

/** After all: the members that were there and those that came, as the write set describes them. */
function compareResult(tally: Tally, desk: ConfigDesk, { channel_id: channelId = '', write_set }: UpdateJson): void {
  const application = desk.channel(channelId)?.bundle.root.groups['Application'];
  const recorded = applicationOf(write_set);
  tally.equal('result', 'version', String(application?.version), recorded?.version);
  const members = Object.keys(application?.groups ?? {}).toSorted();
  tally.equal('result', 'members', members, Object.keys(recorded?.groups ?? {}).toSorted());
  for (const name of addedOrganizations({ write_set: write_set ?? {} }).filter((org) => !isNamedOnly(recorded, org))) {
    const group = application?.groups[name];
    if (group) compareTrees(tally, `result ${name}`, configGroupJson(group), recorded?.groups?.[name]);
  }
}

/** A member that stays is written by its version alone. */
const isNamedOnly = (application: GroupJson | undefined, name: string): boolean =>
  Object.keys(application?.groups?.[name]?.values ?? {}).length === 0;

/** The network behind the transcript, with keys of our own. */
class Network {
  readonly desk: ConfigDesk;
  private readonly domains: ReadonlyMap<string, string>;

  constructor(steps: readonly RecordedStep[], update: UpdateJson) {
    const application = applicationOf(update.read_set);
    const members = Object.keys(application?.groups ?? {});
    this.domains = domainsIn(steps, [...members, ...addedOrganizations(update)]);
    this.desk = new ConfigDesk(
      generate({
        ordererOrgs: [ordererOrg(steps)],
        peerOrgs: [...this.domains].map(([mspId, domain]) => ({ name: mspId, domain, mspId, peers: 1, users: 2 })),
      }),
    );
    this.start(steps, update.channel_id ?? '', members, application ?? {});
  }

  applicationOrg(name: string) {
    const organization = this.desk.crypto.peerOrganizations.find(({ mspId }) => mspId === name);
    if (!organization) throw new UnusableInput(`The transcript does not say where ${name} is at home.`);
    return { ...definitionOf(organization), name, policies: applicationOrgPolicies(name), anchorPeers: [] };
  }

  private start(steps: readonly RecordedStep[], channelId: string, members: readonly string[], versions: GroupJson) {
    const [ordererOrganization] = this.desk.crypto.ordererOrganizations;
    invariant(ordererOrganization, 'an orderer organisation');
    const { mspId, nodes } = ordererOrganization;
    const endpoints = nodes.map(({ name }) => ({ host: name, port: 7050 }));
    const tree = newChannelGroup({
      channelId,
      capabilities: [DEFAULT_CAPABILITIES.channel],
      policies: CHANNEL_POLICIES,
      orderer: {
        type: 'etcdraft',
        addresses: [],
        batchSize: DEFAULT_BATCH_SIZE,
        batchTimeoutMicros: DEFAULT_BATCH_TIMEOUT_MICROS,
        capabilities: [DEFAULT_CAPABILITIES.orderer],
        policies: ORDERER_POLICIES,
        options: DEFAULT_RAFT_OPTIONS,
        consenters: nodes.map(({ name, tls }) => {
          const cert = utf8(tls.certPem);
          return { host: name, port: 7050, clientTlsCert: cert, serverTlsCert: cert };
        }),
        organizations: [
          {
            ...definitionOf(ordererOrganization),
            name: 'OrdererOrg',
            policies: ordererOrgPolicies(mspId),
            ordererEndpoints: endpoints.map(({ host, port }) => `${host}:${port}`),
          },
        ],
      },
      application: {
        organizations: members.map((name) => this.applicationOrg(name)),
        capabilities: [DEFAULT_CAPABILITIES.application],
        policies: APPLICATION_POLICIES,
      },
    });
    invariant(tree.ok, tree.ok ? '' : tree.error);
    const application = tree.value.groups['Application'];
    if (application) this.age(application, versions);
    const genesis = genesisBlock(channelId, tree.value, new Uint8Array(24), { seconds: NOW_UNIX_SECONDS, nanos: 0 });
    const started = this.desk.startChannel(genesis);
    invariant(started.exit === 0, started.error ?? '');
    // The new organisation tries the genesis block that the others keep, before it may fetch one.
    for (const step of steps)
      if (step.argv?.[2] === 'join' && step.exit === 0)
        this.desk.files.set(option(step, '-b') ?? '', encodeBlock(genesis));
  }

  /** Members whose group is past version 0 have set their anchor peers; the rest is version numbers. */
  private age(application: ConfigGroup, { groups = {}, policies = {}, values = {} }: GroupJson): void {
    for (const [name, { version = '0' }] of Object.entries(groups)) {
      const group = application.groups[name];
      if (!group) continue;
      group.version = BigInt(version);
      const host = `peer0.${this.domains.get(name) ?? name}`;
      if (group.version > 0n) group.values['AnchorPeers'] = anchorPeersValue([{ host, port: 7051 }]);
    }
    for (const [kind, recorded] of [['policies', policies] as const, ['values', values] as const])
      for (const [name, { version = '0' }] of Object.entries(recorded)) {
        const element = application[kind][name];
        if (element) element.version = BigInt(version);
      }
  }
}

const definitionOf = (organization: OrganizationMaterial) => ({
  mspId: organization.mspId,
  mspConfig: toBinary(MSPConfigSchema, mspConfigOf(organization)),
});

/** MSP id → domain, from the administrators' own folders; who never acts gets a domain of his name. */
function domainsIn(steps: readonly RecordedStep[], members: readonly string[]): ReadonlyMap<string, string> {
  const domains = new Map<string, string>();
  for (const { env = {} } of steps) {
    const domain = domainIn(env['CORE_PEER_MSPCONFIGPATH']);
    if (domain) domains.set(env['CORE_PEER_LOCALMSPID'] ?? '', domain);
  }
  return new Map(members.map((name) => [name, domains.get(name) ?? `${name.toLowerCase()}.example.com`]));
}

/** The orderers the commands speak to. */
function ordererOrg(steps: readonly RecordedStep[]) {
  const cafile = steps.map((step) => option(step, '--cafile')).find((path) => path !== undefined);
  const domain = domainIn(cafile) ?? 'example.com';
  const hosts = steps.flatMap((step) => option(step, '-o', '--orderer')?.split(':')[0] ?? []);
  const named = hosts.filter((host) => host.endsWith(`.${domain}`)).map((host) => host.slice(0, -domain.length - 1));
  const orderers = [...new Set(named.length > 0 ? named : ['orderer'])];
  return { name: 'Orderer', domain, mspId: 'OrdererMSP', orderers };
}
