/** The configuration of a channel as a tree, each element compared with the configuration before. */
import { mapConfig, type ConfigElement, type ConfigMap } from '../channel/config-map.ts';
import { ROOT_GROUP } from '../channel/config-tree.ts';
import { policyOfElement } from '../channel/mod-policy.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '../ledger/block-transactions.ts';
import type { StateDb } from '../ledger/state-db.ts';
import { configInState } from '../peer/join-channel.ts';
import type { ConfigChange, ConfigInside, ConfigNode } from '../protocol/inside-config.ts';
import { blockEnvelopes, ordererMetadata } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { type Config, ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { policyLine } from './channel-config-summary.ts';
import { seatOf } from './channel-seats.ts';
import { type ValueLines, valueLines } from './config-lines.ts';
import type { Simulation } from './simulation.ts';

interface Wanted {
  readonly node: string;
  readonly channel: string;
  readonly number: number | null;
}

interface ConfigBlock {
  readonly number: number;
  readonly config: Config;
}

export function configInside(simulation: Simulation, { node, channel, number }: Wanted): Result<ConfigInside> {
  const seat = seatOf(simulation, node, channel);
  const history = seat ? configBlocks(seat.blocks, seat.state) : [];
  const index = number === null ? history.length - 1 : history.findIndex((one) => one.number === number);
  const current = history[index];
  if (!current) return refuse('unknownConfig', { node, channel, number: number ?? seat?.blocks.lastConfigNumber ?? 0 });
  const before = history[index - 1];
  const now = mapConfig(current.config.channelGroup, ROOT_GROUP);
  const then = before ? mapConfig(before.config.channelGroup, ROOT_GROUP) : undefined;
  if (!now.ok) return refuse('unknownConfig', { node, channel, number: current.number });
  const root = now.value.get(`[Group]  /${ROOT_GROUP}`);
  if (!root) return refuse('unknownConfig', { node, channel, number: current.number });
  return ok({
    node,
    channel,
    number: current.number,
    sequence: Number(current.config.sequence),
    history: history.map((one) => ({ number: one.number, sequence: Number(one.config.sequence) })),
    comparedWith: before?.number ?? null,
    root: nodeOf(root, { now: now.value, then: then?.ok ? then.value : undefined }),
  });
}

/**
 * Oldest first; each block names the config block before it, so that the others need not be read. A peer that began with a
 * snapshot has the configuration of then in its state, until a config block brings a newer one.
 */
function configBlocks(blocks: BlockStore, state: StateDb | undefined): readonly ConfigBlock[] {
  const found: ConfigBlock[] = [];
  for (let number = blocks.lastConfigNumber; number >= blocks.first; ) {
    const config = configOf(blocks, number);
    if (config) found.unshift({ number, config });
    const before = blocks.block(number - 1);
    const metadata = before && ordererMetadata(before);
    const next = metadata?.ok ? metadata.value.lastConfig : 0;
    if (number === 0) break;
    number = Math.min(next, number - 1);
  }
  if (found.length > 0 || !state) return found;
  const stored = state.get(CONFIG_NAMESPACE, CONFIG_KEY);
  const config = configInState(state);
  return stored && config ? [{ number: stored.version.blockNum, config }] : found;
}

function configOf(blocks: BlockStore, number: number): Config | undefined {
  const block = blocks.block(number);
  const [envelope] = block ? blockEnvelopes(block) : [];
  const parsed = envelope && parseEnvelope(envelope);
  const config = parsed?.ok ? decode(ConfigEnvelopeSchema, parsed.value.data) : undefined;
  return config?.ok ? config.value.config : undefined;
}

interface Two {
  readonly now: ConfigMap;
  /** undefined: there was none before, and nothing counts as changed. */
  readonly then: ConfigMap | undefined;
}

const PREFIX = { group: '[Group]  ', value: '[Value]  ', policy: '[Policy] ' } as const;

const pathOf = ({ path, key }: ConfigElement): string => `/${[...path, key].join('/')}`;
const keyOf = (element: ConfigElement): string => `${PREFIX[element.kind]}${pathOf(element)}`;

const ORDER = { group: 0, value: 1, policy: 2 } as const;

/** What stands directly below a group, now or before; groups first. */
function membersOf(path: string, { now, then }: Two): readonly ConfigElement[] {
  const below = new Map<string, ConfigElement>();
  for (const map of [then, now])
    for (const [key, element] of map ?? []) if (`/${element.path.join('/')}` === path) below.set(key, element);
  return [...below.values()].sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.key < b.key ? -1 : 1));
}

function nodeOf(element: ConfigElement, two: Two): ConfigNode {
  const key = keyOf(element);
  const path = pathOf(element);
  const old = two.then?.get(key);
  const said = saidBy(element);
  const oldSaid = old && saidBy(old);
  const children = element.kind === 'group' ? membersOf(path, two).map((member) => nodeOf(member, two)) : [];
  const change = changeOf(element, two, said.lines, oldSaid?.lines, children);
  const version = Number(element.element.version);
  return {
    kind: element.kind,
    name: element.key,
    path,
    version,
    modPolicy: element.element.modPolicy,
    modPolicyPath: element.element.modPolicy === '' ? '' : policyOfElement(element),
    lines: said.lines,
    certificates: said.certificates,
    change,
    before:
      old && oldSaid && change === 'changed' ? { version: Number(old.element.version), lines: oldSaid.lines } : null,
    children,
  };
}

const NOTHING: ValueLines = { lines: [], certificates: [] };

function saidBy(element: ConfigElement): ValueLines {
  if (element.kind === 'value') return valueLines(element.key, element.element.value);
  if (element.kind === 'group' || !element.element.policy) return NOTHING;
  return { lines: [policyLine('', element.element.policy).rule], certificates: [] };
}

function changeOf(
  element: ConfigElement,
  { now, then }: Two,
  lines: readonly string[],
  before: readonly string[] | undefined,
  children: readonly ConfigNode[],
): ConfigChange {
  if (!then) return 'same';
  const key = keyOf(element);
  const old = then.get(key);
  if (!old) return 'added';
  if (!now.has(key)) return 'removed';
  const { version, modPolicy } = element.element;
  const same =
    version === old.element.version && modPolicy === old.element.modPolicy && lines.join('\n') === before?.join('\n');
  if (!same) return 'changed';
  return children.some(({ change }) => change !== 'same') ? 'within' : 'same';
}
