/**
 * Edits of who orders a BFT channel: the consenter mapping, and with it the policy that says how many of them must have
 * signed a block.
 *
 * @fabric docs/source/bft_configuration.md, common/policies/bft.go
 */
import { OrderersSchema } from '../wire/gen/common/configuration_pb.ts';
import type { ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import { ConsensusTypeSchema } from '../wire/gen/orderer/configuration_pb.ts';
import type { BftConsenter } from './channel-spec.ts';
import { type ConfigEdit, editGroup } from './config-edits.ts';
import { GROUP, readValue, VALUE } from './config-tree.ts';
import { bftBlockValidation, consenterMapping } from './genesis.ts';

export function isBft(root: ConfigGroup): boolean {
  const group = root.groups[GROUP.orderer];
  const type = group && readValue(group, VALUE.consensusType, ConsensusTypeSchema);
  return type?.ok === true && type.value?.type === 'BFT';
}

const editMapping =
  (change: (consenters: readonly BftConsenter[]) => readonly BftConsenter[]): ConfigEdit =>
  (root) =>
    editGroup(root, [GROUP.orderer], (group) => {
      const current = readValue(group, VALUE.orderers, OrderersSchema);
      if (!current.ok) return current;
      const consenters = change(current.value?.consenterMapping ?? []);
      const [mapping, policy] = [consenterMapping(consenters), bftBlockValidation(consenters)];
      const values = {
        ...group.values,
        [VALUE.orderers]: { ...mapping, version: versionOf(group.values[VALUE.orderers]) },
      };
      const before = group.policies['BlockValidation'];
      const policies = { ...group.policies, BlockValidation: { ...policy, version: versionOf(before) } };
      return { ok: true, value: { ...group, values, policies } };
    });

/** An edit leaves versions alone: what has changed is counted later. */
const versionOf = (element: { readonly version: bigint } | undefined): bigint => element?.version ?? 0n;

/** Ids are never used again while a higher one is there. */
export const withBftConsenter = (consenter: Omit<BftConsenter, 'id'>): ConfigEdit =>
  editMapping((consenters) => {
    const id = 1 + Math.max(0, ...consenters.map((other) => other.id));
    const isThere = consenters.some(({ host }) => host === consenter.host);
    if (!isThere) return [...consenters, { ...consenter, id }];
    return consenters.map((other) => (other.host === consenter.host ? { ...consenter, id: other.id } : other));
  });

export const withoutBftConsenter = (host: string): ConfigEdit =>
  editMapping((consenters) => consenters.filter((consenter) => consenter.host !== host));
