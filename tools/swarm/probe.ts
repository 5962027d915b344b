/** Liveness: on every channel a last transaction is taken, ordered, and committed by every peer that may read it. */
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Simulation } from '../../web/src/sim/worker/simulation.ts';
import { peersOf } from './bring-up.ts';
import { CHAINCODE, clientOf, type OrderingKind, type SwarmNetwork } from './network.ts';
import type { Watch } from './watch.ts';

/**
 * How often a client tries before it gives up, and how long it waits each time. With Kafka the first envelope may wait for
 * the second: nobody posts anew what was to cut its block. Under BFT nothing is said twice before a leader has been silent
 * for a minute, and each change of view may take longer than the one before.
 */
const PATIENCE: Readonly<Record<OrderingKind, { readonly attempts: number; readonly wait: Micros }>> = {
  etcdraft: { attempts: 2, wait: 40 * SECOND },
  kafka: { attempts: 2, wait: 40 * SECOND },
  BFT: { attempts: 4, wait: 130 * SECOND },
};

/**
 * A peer looks for the private data of a block for a minute, block by block, whether or not anybody has them still: that
 * is no failure, only slow.
 */
const PRIVATE_PATIENCE: Micros = 3_600 * SECOND;

/** With a block at hand that is not committed yet. */
const isBusy = (simulation: Simulation, peer: string, channel: string): boolean =>
  ((simulation.stateOf(peer) as PeerState).channels[channel]?.inbox.length ?? 0) > 0;

/** Peers that are on the channel and belong to an organisation that is a member now. */
export function readersOf(simulation: Simulation, channel: string): readonly string[] {
  const peers = nodesOf(simulation.recording.topology).filter(({ role }) => role === 'peer');
  const states = peers.map((peer) => ({ peer, state: simulation.stateOf(peer.id) as PeerState }));
  const joined = states.filter(({ state }) => state.channels[channel]);
  const newest = joined.reduce<(typeof joined)[number] | undefined>(
    (best, one) => (heightOf(one.state, channel) > (best ? heightOf(best.state, channel) : -1) ? one : best),
    undefined,
  );
  const members = newest?.state.channels[channel]?.bundle.application?.organizations.map(({ mspId }) => mspId) ?? [];
  return joined.flatMap(({ peer }) => (members.includes(peer.mspId) ? [peer.id] : []));
}

const heightOf = (state: PeerState, channel: string): number => state.disk.ledgers[channel]?.blocks.height ?? 0;

/** @returns a sentence for each channel that does not work */
export function probe(network: SwarmNetwork, simulation: Simulation, watch: Watch): readonly string[] {
  return network.topology.channels.flatMap(({ id, orgs }) => probeChannel(network, simulation, watch, id, orgs) ?? []);
}

function probeChannel(
  network: SwarmNetwork,
  simulation: Simulation,
  watch: Watch,
  channel: string,
  founders: readonly string[],
): string | undefined {
  const readers = readersOf(simulation, channel);
  const areBusy = (): boolean => readers.some((peer) => isBusy(simulation, peer, channel));
  if (areBusy()) watch.runWhile(simulation.now + PRIVATE_PATIENCE, areBusy);
  const members = founders.filter((org) => peersOf(network, org).some((peer) => readers.includes(peer)));
  const endorsers = members.flatMap((org) => peersOf(network, org).slice(0, 1));
  const [org = ''] = members;
  const reasons: string[] = [];
  const { attempts, wait } = PATIENCE[network.kind];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const from = simulation.entries.length;
    const call = { chaincode: CHAINCODE, function: 'put', args: ['probe', String(attempt)], transient: {}, endorsers };
    const client = clientOf(org);
    const performed = simulation.perform({ type: 'submitTransaction', client, identity: 'User1', channel, ...call });
    if (!performed.ok) return `${channel}: the probe could not be sent: ${performed.error.code}`;
    const index = performed.value;
    const until = simulation.now + wait;
    watch.runWhile(until, () => !isCommitted(simulation, from, index, channel, readers));
    // A peer that was cut off learns only now what it has missed.
    if (areBusy()) watch.runWhile(simulation.now + PRIVATE_PATIENCE, areBusy);
    if (isCommitted(simulation, from, index, channel, readers)) return undefined;
    reasons.push(stateOfProbe(simulation, from, index, channel, readers));
  }
  return `${channel}: does not work after healing: ${reasons.join('; then ')}`;
}

/** The transaction of command `index` and the code its client was told; by which peers its block is committed. */
function progressOf(simulation: Simulation, from: number, index: number, channel: string) {
  const { entries } = simulation;
  let block = -1;
  let code = '';
  let text = '';
  const committed = new Set<string>();
  let txid = '';
  for (let seq = from; seq < entries.length; seq++) {
    const entry = entries[seq];
    if (!entry) continue;
    const { node, fact } = entry;
    if (fact.type === 'proposalCreated' && txid === '' && fact.channel === channel && fact.args[0] === 'probe')
      txid = fact.txid;
    if (fact.type === 'commitStatusReceived' && fact.txid === txid) ({ block, code } = fact);
    if (fact.type === 'commandFailed' && fact.index === index) ({ text } = fact);
    if (fact.type === 'blockCommitted' && fact.channel === channel && fact.verdicts.some((one) => one.txid === txid))
      committed.add(node);
  }
  return { block, code, text, committed, txid };
}

function isCommitted(
  simulation: Simulation,
  from: number,
  index: number,
  channel: string,
  readers: readonly string[],
): boolean {
  const { code, committed } = progressOf(simulation, from, index, channel);
  return code === 'VALID' && readers.every((peer) => committed.has(peer));
}

function stateOfProbe(
  simulation: Simulation,
  from: number,
  index: number,
  channel: string,
  readers: readonly string[],
): string {
  const { code, text, committed, txid } = progressOf(simulation, from, index, channel);
  const missing = readers.filter((peer) => !committed.has(peer));
  return `transaction ${txid.slice(0, 8)} of command ${String(index)}: status "${code}", ${text === '' ? 'no error' : `error "${text}"`}, not committed by ${missing.join(', ') || 'nobody'}`;
}
