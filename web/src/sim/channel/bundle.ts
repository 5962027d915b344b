/**
 * The resources of a channel: everything that follows from one version of its configuration. A bundle never changes; a
 * config block replaces it by the next one.
 *
 * @fabric common/channelconfig/bundle.go, common/channelconfig/msp.go
 */
import type { Result } from '../kernel/result.ts';
import { type Identity, verifySignature } from '../identity/identity.ts';
import { Msp } from '../identity/msp.ts';
import { MspManager } from '../identity/msp-manager.ts';
import { type Explanation, failureText } from '../policy/policy.ts';
import { createPolicyManager, type PolicyManager } from '../policy/policy-manager.ts';
import { type IdentityVerifier, type SignedData, validIdentities } from '../policy/signed-data.ts';
import { equals } from '@bufbuild/protobuf';
import type { Config, ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import { type MSPConfig, MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { hasConsensusTypeMigration, unsupportedCapability } from './capabilities.ts';
import { GROUP, ROOT_GROUP, VALUE } from './config-tree.ts';
import {
  type ApplicationConfig,
  type ApplicationOrgConfig,
  type ChannelValues,
  type ConsortiumConfig,
  type OrdererConfig,
  type OrdererOrgConfig,
  type OrganizationConfig,
  readApplicationConfig,
  readChannelValues,
  readConsortiums,
  readOrdererConfig,
} from './config-values.ts';

/** An organisation of the channel, with the id of its MSP. */
type WithMspId<T> = T & { readonly mspId: string };

export interface ChannelBundle {
  readonly channelId: string;
  /** Grows by one with every config block. */
  readonly sequence: number;
  readonly config: Config;
  readonly root: ConfigGroup;
  readonly values: ChannelValues;
  readonly mspManager: MspManager;
  readonly policyManager: PolicyManager<Identity>;
  readonly orderer:
    | (Omit<OrdererConfig, 'organizations'> & { readonly organizations: readonly WithMspId<OrdererOrgConfig>[] })
    | undefined;
  readonly application:
    | (Omit<ApplicationConfig, 'organizations'> & {
        readonly organizations: readonly WithMspId<ApplicationOrgConfig>[];
      })
    | undefined;
  /** Only the system channel of 2.x has them. */
  readonly consortiums: readonly Consortium[] | undefined;
}

type Consortium = Omit<ConsortiumConfig, 'organizations'> & {
  readonly organizations: readonly WithMspId<OrganizationConfig>[];
};

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Builds and checks all resources of `config`; the error is Fabric's text. */
export function createBundle(channelId: string, config: Config | undefined): Result<ChannelBundle, string> {
  if (!config) return failed('channelconfig Config cannot be nil');
  const root = config.channelGroup;
  if (!root) return failed('config must contain a channel group');
  const early = capabilityOrderFlaw(root);
  if (early) return failed(early);
  const channelConfig = readChannelConfig(root);
  if (!channelConfig.ok) return failed(`initializing channelconfig failed: ${channelConfig.error}`);
  const { values, msps, orderer, application, consortiums } = channelConfig.value;
  const mspManager = MspManager.of(msps.msps());
  const policyManager = createPolicyManager<Identity>(ROOT_GROUP, root, (identity, principal) => {
    return mspManager.satisfiesPrincipal(identity, principal).ok;
  });
  if (!policyManager.ok) return failed(`initializing policymanager failed: ${policyManager.error}`);
  const sequence = Number(config.sequence);
  return {
    ok: true,
    value: {
      channelId,
      sequence,
      config,
      root,
      values,
      mspManager,
      policyManager: policyManager.value,
      orderer,
      application,
      consortiums,
    },
  };
}

/** Capabilities must be switched on for the orderers first, or they would order what they do not understand. */
function capabilityOrderFlaw(root: ConfigGroup): string | undefined {
  const orderer = root.groups[GROUP.orderer];
  if (!orderer || orderer.values[VALUE.capabilities]) return undefined;
  const text = (level: string) => `cannot enable ${level} capabilities without orderer support first`;
  if (root.values[VALUE.capabilities]) return text('channel');
  return root.groups[GROUP.application]?.values[VALUE.capabilities] ? text('application') : undefined;
}

type ChannelConfig = Pick<ChannelBundle, 'values' | 'orderer' | 'application' | 'consortiums'> & {
  readonly msps: MspCollection;
};

function readChannelConfig(root: ConfigGroup): Result<ChannelConfig, string> {
  const values = readChannelValues(root);
  if (!values.ok) return values;
  const msps = new MspCollection();
  let orderer: ChannelBundle['orderer'];
  let application: ChannelBundle['application'];
  let consortiums: ChannelBundle['consortiums'];
  for (const [name, group] of Object.entries(root.groups).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const wrap = (error: string) => failed(`could not create channel ${name} sub-group config: ${error}`);
    if (name === GROUP.application) {
      const config = readApplicationConfig(group);
      if (!config.ok) return wrap(config.error);
      const organizations = msps.propose(config.value.organizations);
      if (!organizations.ok) return wrap(organizations.error);
      application = { ...config.value, organizations: organizations.value };
    } else if (name === GROUP.orderer) {
      const config = readOrdererConfig(group, values.value.capabilities);
      if (!config.ok) return wrap(config.error);
      const organizations = msps.propose(config.value.organizations);
      if (!organizations.ok) return wrap(organizations.error);
      orderer = { ...config.value, organizations: organizations.value };
    } else if (name === GROUP.consortiums) {
      const config = proposeConsortiums(group, msps);
      if (!config.ok) return wrap(config.error);
      consortiums = config.value;
    } else return failed(`Disallowed channel group: ${name}`);
  }
  return { ok: true, value: { values: values.value, orderer, application, consortiums, msps } };
}

function proposeConsortiums(group: ConfigGroup, msps: MspCollection): Result<readonly Consortium[], string> {
  const configs = readConsortiums(group);
  if (!configs.ok) return configs;
  const consortiums: Consortium[] = [];
  for (const config of configs.value) {
    const organizations = msps.propose(config.organizations);
    if (!organizations.ok) return organizations;
    consortiums.push({ ...config, organizations: organizations.value });
  }
  return { ok: true, value: consortiums };
}

/** Lives while one bundle is built: an organisation in both groups must have the same MSP in both. */
class MspCollection {
  private readonly byId = new Map<string, { readonly config: MSPConfig; readonly msp: Msp }>();

  propose<T extends { readonly name: string; readonly mspConfig: MSPConfig }>(
    organizations: readonly T[],
  ): Result<readonly WithMspId<T>[], string> {
    const result: WithMspId<T>[] = [];
    for (const organization of organizations) {
      const { name, mspConfig } = organization;
      if (mspConfig.type !== 0) return failed(`Setup error: unsupported msp type ${mspConfig.type}`);
      const msp = Msp.fromEnvelope(mspConfig);
      if (!msp.ok) return failed(`setting up the MSP manager failed: ${msp.error}`);
      const { mspId } = msp.value;
      if (mspId === '') return failed(`MSP for org ${name} has empty MSP ID`);
      const existing = this.byId.get(mspId);
      if (existing && !equals(MSPConfigSchema, existing.config, mspConfig))
        return failed(`Attempted to define two different versions of MSP: ${mspId}`);
      if (!existing) this.byId.set(mspId, { config: mspConfig, msp: msp.value });
      result.push({ ...organization, mspId });
    }
    return { ok: true, value: result };
  }

  *msps(): Generator<Msp> {
    for (const { msp } of this.byId.values()) yield msp;
  }
}

/** The first capability this node would need and does not have, in Fabric's words. */
export function unsupportedCapabilityOf({ values, orderer, application }: ChannelBundle): string | undefined {
  return (
    unsupportedCapability('Channel', values.capabilities) ??
    unsupportedCapability('Orderer', orderer?.capabilities ?? []) ??
    unsupportedCapability('Application', application?.capabilities ?? [])
  );
}

/** How the MSPs of a channel answer what policies ask. */
export const identityVerifier = ({ mspManager }: ChannelBundle): IdentityVerifier<Identity> => ({
  deserialize(serialized) {
    const identity = mspManager.deserializeIdentity(serialized);
    return identity.ok ? identity.value : undefined;
  },
  key: (identity) => identity.mspId + identity.id,
  verify: (identity, data, signature) => verifySignature(identity, data, signature).ok,
});

/** What evaluating a policy over signatures came to. */
export interface PolicyVerdict {
  readonly satisfied: boolean;
  /** False when the path names no policy of this channel: nobody satisfies that. */
  readonly found: boolean;
  readonly explanation: Explanation;
  /** Those whose signatures were valid, as the explanation counts them. */
  readonly identities: readonly Identity[];
  /** Fabric's error text; undefined when satisfied. */
  readonly text: string | undefined;
}

/** Evaluates the policy at `path` (`/Channel/Application/Writers`) over `signedData`. */
export function evaluatePolicy(bundle: ChannelBundle, path: string, signedData: readonly SignedData[]): PolicyVerdict {
  const identities = validIdentities(signedData, identityVerifier(bundle));
  const { policy, found } = bundle.policyManager.getPolicy(path);
  const explanation = policy.evaluate(identities);
  return { satisfied: explanation.satisfied, found, explanation, identities, text: failureText(explanation) };
}

/**
 * Whether `next` may follow `current`: sections stay, MSP ids stay, the consensus type changes only where that is
 * allowed. Fabric's words, or undefined.
 *
 * @fabric common/channelconfig/bundle.go (ValidateNew)
 */
export function checkSuccessor(current: ChannelBundle, next: ChannelBundle): string | undefined {
  if (current.orderer) {
    if (!next.orderer) return 'current config has orderer section, but new config does not';
    const [before, after] = [current.orderer.consensusType, next.orderer.consensusType];
    if (before !== after && !hasConsensusTypeMigration(current.values.capabilities))
      return `attempted to change consensus type from ${before} to ${after}`;
    const flaw = changedMspId('orderer', current.orderer.organizations, next.orderer.organizations);
    if (flaw) return flaw;
  }
  if (current.application) {
    if (!next.application) return 'current config has application section, but new config does not';
    const flaw = changedMspId('application', current.application.organizations, next.application.organizations);
    if (flaw) return flaw;
  }
  return changedConsortiums(current.consortiums, next.consortiums);
}

/** A channel is the system channel from its first block on or never. */
function changedConsortiums(
  current: ChannelBundle['consortiums'],
  next: ChannelBundle['consortiums'],
): string | undefined {
  if (!current) return next && 'current config has no consortiums section, but new config does';
  if (!next) return 'current config has consortiums section, but new config does not';
  for (const { name, organizations } of current) {
    const successor = next.find((consortium) => consortium.name === name);
    const flaw = successor && changedMspId(`consortium ${name}`, organizations, successor.organizations);
    if (flaw) return flaw;
  }
  return undefined;
}

function changedMspId(
  section: string,
  current: readonly { readonly name: string; readonly mspId: string }[],
  next: readonly { readonly name: string; readonly mspId: string }[],
): string | undefined {
  for (const { name, mspId } of current) {
    const successor = next.find((organization) => organization.name === name);
    if (successor && successor.mspId !== mspId)
      return `${section} org ${name} attempted to change MSP ID from ${mspId} to ${successor.mspId}`;
  }
  return undefined;
}
