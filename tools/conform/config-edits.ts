/**
 * Recorded config updates went through `configtxlator`: decode, edit with jq, encode, compute the difference. The edit
 * itself is not in the transcript, but the update it led to is; here it is made again on our configuration.
 */
import type { HostPort } from '../../web/src/sim/channel/channel-spec.ts';
import {
  type ConfigEdit,
  updateByEdit,
  withAnchorPeers,
  withApplicationOrgGroup,
} from '../../web/src/sim/channel/config-edits.ts';
import type { Result } from '../../web/src/sim/kernel/result.ts';
import type { ConfigGroup, ConfigUpdate } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { unsignedUpdate } from './config-commands.ts';
import type { ConfigDesk } from './config-desk.ts';
import { compareTrees, configUpdateJson } from './config-json.ts';
import { option, type RecordedStep } from './config-steps.ts';
import type { Tally } from './tally.ts';

/** As much of configtxlator's JSON as an edit is found in. */
export interface GroupJson {
  readonly version?: string;
  readonly groups?: Readonly<Record<string, GroupJson>>;
  readonly policies?: Readonly<Record<string, { readonly version?: string }>>;
  readonly values?: Readonly<Record<string, { readonly version?: string; readonly value?: unknown }>>;
}

export interface UpdateJson {
  readonly channel_id?: string;
  readonly read_set?: GroupJson;
  readonly write_set?: GroupJson;
}

export const applicationOf = (root: GroupJson | undefined): GroupJson | undefined => root?.groups?.['Application'];

/** The first update decoded at or after `index`. */
export function decodedUpdate(steps: readonly RecordedStep[], index: number): UpdateJson | undefined {
  const step = steps.slice(index).find((candidate) => isDecodedUpdate(candidate));
  const [content] = Object.values(step?.files ?? {});
  return content === undefined ? undefined : (JSON.parse(content) as UpdateJson);
}

const isDecodedUpdate = (step: RecordedStep): boolean =>
  step.argv?.[1] === 'proto_decode' && option(step, '--type') === 'common.ConfigUpdate' && step.files !== undefined;

/** Organisations the update adds. */
export function addedOrganizations({ read_set, write_set }: UpdateJson): readonly string[] {
  const before = applicationOf(read_set)?.groups ?? {};
  return Object.keys(applicationOf(write_set)?.groups ?? {}).filter((name) => !before[name]);
}

/** Makes the group of an organisation that joins. */
export type NewOrganization = (name: string) => Result<ConfigGroup, string>;

/** Follows the configtxlator steps of a transcript, one update after the other. */
export class UpdateWorkshop {
  private readonly desk: ConfigDesk;
  private readonly steps: readonly RecordedStep[];
  private readonly newOrganization: NewOrganization;
  private update: ConfigUpdate | undefined;

  constructor(desk: ConfigDesk, steps: readonly RecordedStep[], newOrganization: NewOrganization) {
    this.desk = desk;
    this.steps = steps;
    this.newOrganization = newOrganization;
  }

  /** True when the step was one of configtxlator's. */
  follow(tally: Tally, index: number): boolean {
    const step = this.steps[index];
    if (step?.argv?.[0] !== 'configtxlator') return false;
    const type = option(step, '--type');
    const output = option(step, '--output') ?? '';
    if (step.argv[1] === 'compute_update') this.compute(tally, step, index);
    else if (step.argv[1] === 'proto_encode' && type === 'common.Envelope' && this.update)
      this.desk.files.set(output, unsignedUpdate(this.update));
    return true;
  }

  private compute(tally: Tally, step: RecordedStep, index: number): void {
    this.update = undefined;
    const recorded = decodedUpdate(this.steps, index);
    const channelId = option(step, '--channel_id') ?? '';
    const channel = this.desk.channel(channelId);
    if (step.exit !== 0 || !recorded || !channel) return;
    const update = updateByEdit(channel.bundle, (root) => this.edit(root, recorded));
    tally.holds(step.id, update.ok ? undefined : update.error);
    if (!update.ok) return;
    this.update = update.value;
    compareTrees(tally, step.id, configUpdateJson(update.value), recorded);
  }

  private edit(root: ConfigGroup, recorded: UpdateJson): Result<ConfigGroup, string> {
    const anchors = Object.entries(applicationOf(recorded.write_set)?.groups ?? {}).flatMap(([mspId, group]) => {
      const value = group.values?.['AnchorPeers']?.value as { readonly anchor_peers?: HostPort[] } | undefined;
      return value?.anchor_peers ? [withAnchorPeers(mspId, value.anchor_peers)] : [];
    });
    const added = addedOrganizations(recorded).map((name): ConfigEdit => {
      const group = this.newOrganization(name);
      return (before) => (group.ok ? withApplicationOrgGroup(name, group.value)(before) : group);
    });
    let tree: Result<ConfigGroup, string> = { ok: true, value: root };
    for (const edit of [...added, ...anchors]) if (tree.ok) tree = edit(tree.value);
    return tree;
  }
}
