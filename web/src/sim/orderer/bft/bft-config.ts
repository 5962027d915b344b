/**
 * Who takes part in SmartBFT, how many make a quorum, who leads which view, and the options of the channel.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/util.go, orderer/consensus/smartbft/util
 */
import { invariant } from '../../kernel/result.ts';
import type { Micros } from '../../kernel/time.ts';
import type { ViewMetadata } from './bft-message.ts';

export interface BftOptions {
  readonly requestBatchMaxCount: number;
  readonly requestBatchMaxBytes: number;
  readonly requestBatchMaxInterval: Micros;
  readonly requestPoolSize: number;
  readonly requestMaxBytes: number;
  readonly requestForwardTimeout: Micros;
  readonly requestComplainTimeout: Micros;
  readonly requestAutoRemoveTimeout: Micros;
  readonly viewChangeResendInterval: Micros;
  readonly viewChangeTimeout: Micros;
  readonly leaderHeartbeatTimeout: Micros;
  readonly leaderHeartbeatCount: number;
  readonly collectTimeout: Micros;
  readonly syncOnStart: boolean;
  readonly speedUpViewChange: boolean;
  /** After how many decisions the next consenter leads; 0: only a view change brings another leader. */
  readonly decisionsPerLeader: number;
}

export interface BftConfig {
  readonly self: number;
  /** Ids of the consenters, ascending. */
  readonly nodes: readonly number[];
  readonly options: BftOptions;
}

/** How many liars `n` consenters stand: the largest f with n ≥ 3f + 1. */
export const faultsOf = (n: number): number => Math.floor((n - 1) / 3);

/** So many that any two quorums share f + 1 consenters, one of whom is honest. */
export const quorumOf = (n: number): number => Math.ceil((n + faultsOf(n) + 1) / 2);

/** Who leads `view` after so many decisions in it. */
export function leaderOf(
  { nodes, options }: BftConfig,
  view: number,
  decisionsInView: number,
  blackList: readonly number[],
): number {
  const { decisionsPerLeader } = options;
  const first = decisionsPerLeader === 0 ? view : view + Math.floor(decisionsInView / decisionsPerLeader);
  for (let step = 0; step < nodes.length; step++) {
    const node = nodes[(first + step) % nodes.length];
    if (node !== undefined && (decisionsPerLeader === 0 || !blackList.includes(node))) return node;
  }
  invariant(false, `all ${nodes.length} nodes are blacklisted`);
}

/**
 * The blacklist a proposal in `view` carries: leaders that were passed over are added, at most f, the oldest leaves first.
 * Fabric's signatures do not say whose prepares were seen, so nobody gets off it by having helped.
 */
export function nextBlackList(
  config: BftConfig,
  previous: ViewMetadata,
  view: number,
  leader: number,
): readonly number[] {
  const { nodes, options } = config;
  if (options.decisionsPerLeader === 0) return [];
  const list =
    previous.viewId === view
      ? previous.blackList.filter((node) => nodes.includes(node))
      : [...previous.blackList, ...passedOver(config, previous, view, leader)];
  return list.slice(Math.max(0, list.length - faultsOf(nodes.length)));
}

function passedOver(config: BftConfig, previous: ViewMetadata, view: number, leader: number): readonly number[] {
  const offset = previous.latestSequence === 0 ? 0 : 1;
  const leaders: number[] = [];
  for (let before = previous.viewId; before < view; before++)
    leaders.push(leaderOf(config, before, previous.decisionsInView + offset, previous.blackList));
  return leaders.filter((node) => node !== leader);
}
