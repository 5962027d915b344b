/** What `npm run sim` prints of a simulation: a line for each fact, or a summary for other programs. */
import type { ChannelLedger } from '../web/src/sim/ledger/commit.ts';
import type { OrdererState } from '../web/src/sim/orderer/orderer-state.ts';
import type { PeerState } from '../web/src/sim/peer/peer-state.ts';
import { nodesOf } from '../web/src/sim/topology/nodes.ts';
import type { Entry } from '../web/src/sim/trace/facts.ts';
import { digestOf } from '../web/src/sim/trace/digest.ts';
import { fromUtf8, hex } from '../web/src/sim/wire/bytes.ts';
import type { Simulation } from '../web/src/sim/worker/simulation.ts';

const MICROS = 1_000_000;

/** `time  node  fact  details`, one line. */
export function traceLine({ at, node, fact }: Entry): string {
  const { type, ...details } = fact;
  return `${(at / MICROS).toFixed(6).padStart(12)}  ${node.padEnd(24)}  ${type}  ${JSON.stringify(details)}`;
}

/** Where every node of a network stands, a line each, and what went wrong. */
export function networkLines(simulation: Simulation): readonly string[] {
  const { topology, generation } = simulation.recording;
  const anchors = anchorPeersIn(simulation);
  const lines = nodesOf(topology).map(({ id, role, mspId }) => {
    const where = heightsOf(simulation, id, role).map(({ channel, height }) => `${channel}: ${height} blocks`);
    const anchor = anchors.has(id) ? ['anchor peer'] : [];
    return `${id.padEnd(28)}  ${role.padEnd(7)}  ${mspId.padEnd(12)}  ${[...where, ...anchor].join(', ')}`.trimEnd();
  });
  const failures = networkFailures(simulation);
  const seconds = (simulation.now / MICROS).toFixed(1);
  return [...lines, ...failures, `network of ${generation} after ${seconds} seconds, ${failures.length} failures`];
}

const anchorPeersIn = ({ entries }: Simulation): ReadonlySet<string> =>
  new Set(entries.flatMap(({ fact }) => (fact.type === 'anchorPeersSet' ? fact.peers : [])));

/** What a tool said no to, and what nobody said no to and yet has not happened. */
export function networkFailures(simulation: Simulation): readonly string[] {
  const refused = simulation.entries.flatMap(({ node, fact }) =>
    fact.type === 'commandFailed' ? [`${node}: ${fact.command} failed: ${fact.text}`] : [],
  );
  const anchors = anchorPeersIn(simulation);
  const missing = simulation.recording.commands.flatMap(({ command }) =>
    command.type === 'setAnchorPeer' && !anchors.has(command.peer) ? [`${command.peer} is no anchor peer`] : [],
  );
  return [...refused, ...missing];
}

function heightsOf(simulation: Simulation, node: string, role: string) {
  const state = simulation.stateOf(node);
  if (state && role === 'peer')
    return Object.entries((state as PeerState).disk.ledgers).map(([channel, { blocks }]) => ({
      channel,
      height: blocks.height,
    }));
  if (!state || role !== 'orderer') return [];
  return Object.values((state as OrdererState).chains).map(({ channel, disk }) => ({
    channel,
    height: disk.blocks.height,
  }));
}

interface TransactionSummary {
  readonly txid: string;
  readonly channel: string;
  readonly block: number;
  readonly code: string;
}

/** Transactions with their codes, and where every node stands on every channel. */
export function summaryOf(simulation: Simulation): object {
  const transactions = new Map<string, TransactionSummary>();
  const failures: object[] = [];
  for (const { at, node, fact } of simulation.entries) {
    if (fact.type === 'commandFailed')
      failures.push({ seconds: at / MICROS, node, command: fact.command, text: fact.text });
    if (fact.type !== 'blockCommitted') continue;
    for (const [index, { txid, code }] of fact.verdicts.entries()) {
      const { channel, number } = fact;
      transactions.set(`${channel} ${number} ${index}`, { txid, channel, block: number, code });
    }
  }
  return {
    seconds: simulation.now / MICROS,
    entries: simulation.entries.length,
    digest: digestOf(simulation.entries),
    blocks: blocksOf(simulation),
    transactions: [...transactions.values()].sort((a, b) => a.channel.localeCompare(b.channel) || a.block - b.block),
    failures,
    nodes: nodesOf(simulation.recording.topology).flatMap((node) => nodeSummary(simulation, node.id, node.role)),
  };
}

interface BlockSummary {
  readonly channel: string;
  readonly number: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly transactions: number;
}

/** The first blocks of channels, and every block some orderer has written, once. */
function blocksOf(simulation: Simulation): readonly BlockSummary[] {
  const blocks = new Map<string, BlockSummary>();
  for (const { fact } of simulation.entries) {
    if (fact.type === 'genesisBlockCreated' || fact.type === 'channelCreated') {
      const { channel, hash } = fact;
      blocks.set(`${channel} ${hash}`, { channel, number: 0, hash, previousHash: '', transactions: 1 });
    }
    if (fact.type !== 'blockWritten') continue;
    const { channel, number, hash, previousHash, txids } = fact;
    blocks.set(`${channel} ${hash}`, { channel, number, hash, previousHash, transactions: txids.length });
  }
  return [...blocks.values()];
}

/** Public keys of the chaincodes and their values as text; what belongs to Fabric itself is only counted. */
function stateOf({ state }: ChannelLedger): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const own = [...state.namespaces()].filter((name) => name !== '' && !name.startsWith('_') && !name.includes('$$'));
  return Object.fromEntries(
    own.map((name) => [
      name,
      Object.fromEntries([...state.range(name, '', '')].map(([key, { value }]) => [key, fromUtf8(value)])),
    ]),
  );
}

function nodeSummary(simulation: Simulation, node: string, role: string): object[] {
  const state = simulation.stateOf(node);
  const up = simulation.isUp(node);
  if (!state || (role !== 'peer' && role !== 'orderer')) return [{ node, role, up }];
  if (role === 'orderer') {
    const channels = Object.values((state as OrdererState).chains).map((chain) => ({
      channel: chain.channel,
      height: chain.disk.blocks.height,
      hash: hex(chain.disk.blocks.lastHash),
      ...(chain.kind === 'etcdraft' && {
        raft: { role: chain.raft.volatile.role, term: chain.raft.durable.hardState.term },
      }),
      ...(chain.kind === 'BFT' && { bft: { view: chain.bft.viewNumber, leader: chain.bft.view.leader } }),
    }));
    return [{ node, role, up, channels }];
  }
  const channels = Object.entries((state as PeerState).disk.ledgers).map(([channel, ledger]) => ({
    channel,
    height: ledger.blocks.height,
    hash: hex(ledger.blocks.lastHash),
    commitHash: ledger.commitHash ? hex(ledger.commitHash) : null,
    keys: Object.fromEntries(
      [...ledger.state.namespaces()].map((namespace) => [namespace, ledger.state.keyCount(namespace)]),
    ),
    state: stateOf(ledger),
  }));
  return [{ node, role, up, channels }];
}
