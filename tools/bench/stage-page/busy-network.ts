/** A hundred nodes and a thousand messages under way at every moment, as facts: the stage does not know that nobody simulated them. */
import type { Topology } from '../../../web/src/sim/protocol/topology-spec.ts';
import { nodesOf } from '../../../web/src/sim/topology/nodes.ts';
import type { Entry, Fact, MessageKind } from '../../../web/src/sim/trace/facts.ts';

const ORGS = 10;
const SECOND = 1_000_000;
const KINDS: readonly MessageKind[] = ['proposal', 'endorsement', 'envelope', 'block', 'raft', 'gossip'];

const names = (stem: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${stem}${String(index)}`);

/** 10 orderers and 10 organisations of 7 peers, a client and a CA. */
export const HUNDRED_NODES: Topology = {
  ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: names('orderer', 10) },
  peerOrgs: names('Org', ORGS).map((name) => ({
    name,
    mspId: `${name}MSP`,
    domain: `${name.toLowerCase()}.example.com`,
    peers: 7,
    users: 1,
    clients: ['client'],
    ca: true,
  })),
  channels: [
    {
      id: 'mychannel',
      orgs: names('Org', ORGS),
      batchTimeoutMicros: 2 * SECOND,
      maxMessageCount: 10,
      absoluteMaxBytes: 1_000_000,
      preferredMaxBytes: 500_000,
    },
  ],
};

/** Who talks to whom: orderers among themselves, peers to an orderer and within their organisation, clients to their peers. */
function linesOf(nodes: ReturnType<typeof nodesOf>): readonly (readonly [from: string, to: string])[] {
  const orderers = nodes.filter(({ role }) => role === 'orderer');
  return nodes.flatMap((node, index) => {
    const own = nodes.filter(({ org, role }) => org === node.org && (role === 'peer' || role === 'orderer'));
    const others = own.filter(({ id }) => id !== node.id);
    const orderer = orderers[index % orderers.length];
    const reached = node.role === 'peer' && orderer ? [...others, orderer] : node.role === 'ca' ? [] : others;
    return reached.map(({ id }) => [node.id, id] as const);
  });
}

/** All nodes are up at 0; then `perSecond` messages leave a second, each a second on its way, for `seconds` of simulated time. */
export function busyTrace(perSecond: number, seconds: number): readonly Entry[] {
  const nodes = nodesOf(HUNDRED_NODES);
  const lines = linesOf(nodes);
  const entries: Entry[] = [];
  const add = (at: number, node: string, fact: Fact): void => {
    entries.push({ seq: entries.length, at, node, cause: null, fact });
  };
  for (const { id, role } of nodes) add(0, id, { type: 'nodeStarted', role });
  for (let message = 0; message < perSecond * seconds; message++) {
    const at = Math.floor((message * SECOND) / perSecond);
    // A step without a common divisor: every line gets its turn before one comes again.
    const [from, to] = lines[(message * 211) % lines.length] ?? ['', ''];
    add(at, from, {
      type: 'messageSent',
      message,
      to,
      kind: KINDS[message % KINDS.length] ?? 'gossip',
      label: 'proposal',
      arrivesAt: at + SECOND,
      size: 1_000,
      channel: 'mychannel',
    });
  }
  return entries;
}
