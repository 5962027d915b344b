/**
 * The policies of a channel's config tree, found by path: `/Channel/Application/Writers`.
 *
 * @fabric common/policies/policy.go (ManagerImpl)
 */
import { fromBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import {
  type ImplicitMetaPolicy,
  ImplicitMetaPolicySchema,
  Policy_PolicyType,
  type Policy as PolicyProto,
} from '../wire/gen/common/policies_pb.ts';
import { implicitMetaPolicy } from './implicit-meta.ts';
import type { Policy, SatisfiesPrincipal } from './policy.ts';
import { decodeSignaturePolicy, signaturePolicy } from './signature-policy.ts';

/** A group of the config tree as far as policies go; a `common.ConfigGroup` is one. */
export interface PolicyTree {
  readonly policies: Readonly<Record<string, { readonly policy?: PolicyProto | undefined }>>;
  readonly groups: Readonly<Record<string, PolicyTree>>;
}

export interface FoundPolicy<Identity> {
  /** Rejects everyone when there is no such policy. */
  readonly policy: Policy<Identity>;
  readonly found: boolean;
}

export interface PolicyManager<Identity> {
  /** Path of the group, without a slash before it: `Channel/Application`. */
  readonly path: string;
  /** `id` is absolute (`/Channel/Application/Writers`) or relative to this group (`Org1MSP/Admins`). */
  getPolicy(id: string): FoundPolicy<Identity>;
  /** The manager of the group at `path` below this one; undefined when there is none. */
  manager(path: readonly string[]): PolicyManager<Identity> | undefined;
  /** Names of all policies that can be asked for from here, relative, sorted. */
  policyNames(): readonly string[];
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Compiles every policy of `tree`. The error is Fabric's text for the first one that is refused.
 *
 * @param path name of the root group, `Channel` for a channel config
 */
export function createPolicyManager<Identity>(
  path: string,
  tree: PolicyTree,
  satisfiesPrincipal: SatisfiesPrincipal<Identity>,
): Result<PolicyManager<Identity>, string> {
  const managers = new Map<string, PolicyManager<Identity>>();
  for (const name of Object.keys(tree.groups).sort()) {
    const group = tree.groups[name];
    if (!group) continue;
    const manager = createPolicyManager(`${path}/${name}`, group, satisfiesPrincipal);
    if (!manager.ok) return manager;
    managers.set(name, manager.value);
  }
  const policies = new Map<string, Policy<Identity>>();
  for (const name of Object.keys(tree.policies).sort()) {
    const compiled = compile(name, path, tree.policies[name]?.policy, managers, satisfiesPrincipal);
    if (!compiled.ok) return compiled;
    policies.set(name, compiled.value);
  }
  for (const [group, manager] of managers)
    for (const name of manager.policyNames()) policies.set(`${group}/${name}`, manager.getPolicy(name).policy);
  return ok(managerOf(path, policies, managers));
}

function managerOf<Identity>(
  path: string,
  policies: ReadonlyMap<string, Policy<Identity>>,
  managers: ReadonlyMap<string, PolicyManager<Identity>>,
): PolicyManager<Identity> {
  const self: PolicyManager<Identity> = {
    path,
    getPolicy(id) {
      // Only the beginning of an absolute path is compared; what is stripped is as long as our own path and one slash.
      if (id.startsWith('/') && !id.startsWith(`/${path}`)) return reject(id);
      const relative = id.startsWith('/') ? id.slice(path.length + 2) : id;
      const policy = policies.get(relative);
      return policy ? { policy, found: true } : reject(relative);
    },
    manager([first, ...rest]) {
      return first === undefined ? self : managers.get(first)?.manager(rest);
    },
    policyNames: () => [...policies.keys()].sort(),
  };
  return self;
}

const reject = <Identity>(name: string): FoundPolicy<Identity> => ({
  policy: { evaluate: () => ({ kind: 'noSuchPolicy', satisfied: false, name }) },
  found: false,
});

function compile<Identity>(
  name: string,
  path: string,
  policy: PolicyProto | undefined,
  managers: ReadonlyMap<string, PolicyManager<Identity>>,
  satisfiesPrincipal: SatisfiesPrincipal<Identity>,
): Result<Policy<Identity>, string> {
  if (!policy) return failed(`policy ${name} at path ${path} was nil`);
  if (policy.type === Policy_PolicyType.IMPLICIT_META) {
    const definition = decodeImplicitMeta(policy.value);
    if (!definition.ok) return failed(`implicit policy ${name} at path ${path} did not compile: ${definition.error}`);
    const { subPolicy } = definition.value;
    const branches = [...managers].map(([group, manager]) => ({ group, policy: manager.getPolicy(subPolicy).policy }));
    return ok(implicitMetaPolicy(definition.value, branches));
  }
  if (policy.type !== Policy_PolicyType.SIGNATURE)
    return failed(`policy ${name} at path ${path} has unknown policy type: ${policy.type}`);
  const compiled = decodeSignaturePolicy(policy.value);
  if (!compiled.ok) return failed(`policy ${name} at path ${path} did not compile: ${compiled.error}`);
  return ok(signaturePolicy(compiled.value, satisfiesPrincipal));
}

function decodeImplicitMeta(bytes: Uint8Array): Result<ImplicitMetaPolicy, string> {
  try {
    return ok(fromBinary(ImplicitMetaPolicySchema, bytes));
  } catch (error) {
    return failed(
      `Error unmarshalling to ImplicitMetaPolicy: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
