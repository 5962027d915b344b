/**
 * Edits of the consensus type: who orders, and whether the channel is open for work. Only Raft's consenters are in its
 * metadata.
 *
 * @fabric docs/source/raft_configuration.md, docs/source/kafka_raft_migration.md (maintenance mode)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { decode } from '../wire/decode.ts';
import type { ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import {
  type ConfigMetadata,
  ConfigMetadataSchema,
  type Consenter,
  ConsenterSchema,
} from '../wire/gen/orderer/etcdraft_pb.ts';
import { type ConsensusType, ConsensusType_State, ConsensusTypeSchema } from '../wire/gen/orderer/configuration_pb.ts';
import type { RaftConsenter } from './channel-spec.ts';
import { type ConfigEdit, type Edited, editGroup, setValue } from './config-edits.ts';
import { GROUP, newValue, readValue, VALUE } from './config-tree.ts';

function editConsensusType(root: ConfigGroup, change: (current: ConsensusType) => ConsensusType | string): Edited {
  return editGroup(root, [GROUP.orderer], (group) => {
    const current = readValue(group, VALUE.consensusType, ConsensusTypeSchema);
    if (!current.ok) return current;
    const next = change(current.value ?? create(ConsensusTypeSchema));
    if (typeof next === 'string') return { ok: false, error: next };
    return setValue(VALUE.consensusType, newValue(ConsensusTypeSchema, next))(group);
  });
}

const editConsenters =
  (change: (consenters: readonly Consenter[]) => readonly Consenter[]): ConfigEdit =>
  (root) =>
    editConsensusType(root, (type) => {
      if (type.type !== 'etcdraft') return `consenters of consensus type ${type.type} cannot be changed here`;
      const metadata = decode(ConfigMetadataSchema, type.metadata);
      if (!metadata.ok) return metadata.error;
      const next: ConfigMetadata = { ...metadata.value, consenters: [...change(metadata.value.consenters)] };
      return { ...type, metadata: toBinary(ConfigMetadataSchema, next) };
    });

/** Adds a consenter at the end of the list; one of the same address is replaced, as when its certificate is renewed. */
export const withConsenter = (consenter: RaftConsenter): ConfigEdit =>
  editConsenters((consenters) => {
    const added = create(ConsenterSchema, consenter);
    const isThere = consenters.some(({ host, port }) => host === consenter.host && port === consenter.port);
    if (!isThere) return [...consenters, added];
    return consenters.map((other) => (other.host === consenter.host && other.port === consenter.port ? added : other));
  });

export const withoutConsenter = (host: string): ConfigEdit =>
  editConsenters((consenters) => consenters.filter((consenter) => consenter.host !== host));

/** Opens (or ends) maintenance: meanwhile only the orderers' administrators may change anything. */
export const withMaintenance =
  (on: boolean): ConfigEdit =>
  (root) =>
    editConsensusType(root, (type) => ({
      ...type,
      state: on ? ConsensusType_State.MAINTENANCE : ConsensusType_State.NORMAL,
    }));
