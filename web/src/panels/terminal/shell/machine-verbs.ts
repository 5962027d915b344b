/**
 * What an administrator does to the machines themselves: `docker`, and what is typed inside a container.
 *
 * @simplified Of the texts of docker only the common ones are known; what it says of anything else is not imitated.
 */
import { nodesOf } from '../../../view/network.ts';
import type { Command, NodeId } from '../../lab-types.ts';
import { readOptions, type Flags } from './flags.ts';
import { firewallRules, interfaceState, MILLIS_OF_FACTOR } from './link-looks.ts';
import { type Desk, give, note, type Outcome, type Outcomes, unable, type Verb, wrong } from './verb.ts';

const known = (node: string, { topology }: Desk): boolean => nodesOf(topology).some(({ id }) => id === node);

/** In the words of docker's daemon. */
const noContainer = (node: string): Outcome => wrong(`Error response from daemon: No such container: ${node}`);

interface MachineVerb {
  readonly words: readonly string[];
  readonly flags?: Flags;
  readonly command: (node: NodeId) => Command;
  /** Of a name nobody has. */
  readonly unknown?: (node: string) => Outcome;
}

/** A verb for machines, one after the other. */
const onNodes = ({ words, command, flags = {}, unknown = noContainer }: MachineVerb): Verb => ({
  words,
  flags,
  takes: 'node',
  run: ({ rest }, desk) => {
    if (rest.length === 0) return unable('dockerNeedsNode', { command: words.join(' ') });
    const nobody = rest.find((node) => !known(node, desk));
    return nobody === undefined ? rest.map((node) => give(command(node))) : unknown(nobody);
  },
});

const NETWORK = 'fabric_lab';

const network = (verb: 'connect' | 'disconnect'): Verb => ({
  words: ['docker', 'network', verb],
  flags: {},
  takes: 'node',
  arguments: `${NETWORK} CONTAINER`,
  run: ({ rest }, desk) => {
    const [name, node] = rest;
    if (name === undefined || node === undefined)
      return unable('dockerNeedsNode', { command: `docker network ${verb} ${NETWORK}` });
    if (name !== NETWORK) return wrong(`Error response from daemon: network ${name} not found`);
    return known(node, desk) ? give({ type: 'isolateNode', node, isolated: verb === 'disconnect' }) : noContainer(node);
  },
});

/** `netem loss 20% delay 50ms` as a share and a factor of the usual latency. */
function netem(words: readonly string[]): { readonly loss: number; readonly latencyFactor: number } | null {
  const after = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const loss = /^(\d+(?:\.\d+)?)%$/.exec(after('loss') ?? '0%')?.[1];
  const delay = /^(\d+(?:\.\d+)?)ms$/.exec(after('delay') ?? `${MILLIS_OF_FACTOR}ms`)?.[1];
  if (loss === undefined || delay === undefined || Number(delay) === 0) return null;
  return { loss: Number(loss) / 100, latencyFactor: Number(delay) / MILLIS_OF_FACTOR };
}

/** What an operator looks at inside of a machine, and where the lab shows it. */
function lookedInside(node: NodeId, [tool = '', ...words]: readonly string[]): Outcome {
  const isSnapshot = words.some((word) => word.includes('/snapshots'));
  if (tool === 'mkdir' && isSnapshot) return note('snapshotCopied');
  if (isSnapshot) return note('snapshotFiles', { node });
  const isOfKafka = /^(?:kafka-\S+|zkServer)\.sh$/.test(tool);
  return isOfKafka ? note('insideOf', { tool, node }) : unable('onlyNetworkTools', { tool });
}

/** What is typed inside a machine: its firewall, and the traffic control of its interface. */
function insideMachine(node: NodeId, [tool = '', ...words]: readonly string[], desk: Desk): Outcomes {
  const line = words.join(' ');
  if (tool === 'tc') {
    if (/^qdisc (?:show|list|ls)(?: dev eth0)?$/.test(line)) return interfaceState(node, desk);
    if (line.startsWith('qdisc del')) return give({ type: 'degradeNode', node, loss: 0, latencyFactor: 1 });
    const degraded = words.includes('netem') ? netem(words) : null;
    return degraded === null ? unable('onlyNetem') : give({ type: 'degradeNode', node, ...degraded });
  }
  if (tool !== 'iptables') return lookedInside(node, [tool, ...words]);
  if (line === '-S OUTPUT') return firewallRules(node, desk);
  const [rule, chain, dash, to = '', jump, target] = words;
  if ((rule !== '-A' && rule !== '-D') || chain !== 'OUTPUT' || dash !== '-d' || jump !== '-j' || target !== 'DROP')
    return unable('onlyDrop');
  if (!known(to, desk)) return unable('noSuchNode', { node: to });
  return give({ type: 'setLink', from: node, to, up: rule === '-D', loss: 0, latencyFactor: 1, oneWay: true });
}

const ROLLBACK: Flags = {
  channelID: { short: 'c', takes: 'text' },
  blockNumber: { short: 'b', takes: 'text', form: 'uint' },
};

/** A tool of a peer's image, run on the volume of a peer that is off. */
function onVolume(node: NodeId, words: readonly string[]): Outcome {
  const line = words.join(' ');
  if (line === 'peer node rebuild-dbs') return give({ type: 'rebuildDatabases', node });
  if (line === 'peer node reset') return give({ type: 'resetPeer', node });
  if (line.startsWith('ledgerutil verify')) return give({ type: 'verifyLedger', node });
  if (!line.startsWith('peer node rollback')) return unable('onlyLedgerTools', { line });
  const read = readOptions(words.slice(3), ROLLBACK);
  if (!read.ok) return 'text' in read ? wrong(`Error: ${read.text}`) : unable('idleOption', { option: read.idle });
  const { channelID: channel = '', blockNumber = '0' } = read.options.text;
  return channel === ''
    ? wrong('Error: Must supply channel ID')
    : give({ type: 'rollbackPeer', node, channel, block: Number(blockNumber) });
}

const VOLUME = /^-v\s*(.+):\/var\/hyperledger\/production$/;

/** `docker exec NODE …`, `docker compose exec NODE …` and `docker run --rm -v NODE:… IMAGE …`, whose own words come after. */
export function dockerLine(words: readonly string[], desk: Desk): Outcomes | null {
  const isCompose = words[1] === 'compose';
  if (words[isCompose ? 2 : 1] === 'exec') {
    const [node = '', ...inside] = words.slice(isCompose ? 3 : 2);
    if (known(node, desk)) return insideMachine(node, inside, desk);
    return isCompose ? wrong(`service "${node}" is not running`) : noContainer(node);
  }
  if (words[1] !== 'run') return null;
  const [, , , dash = '', volume = '', , ...tool] = words;
  const node = VOLUME.exec(`${dash} ${volume}`)?.[1] ?? '';
  return known(node, desk) ? onVolume(node, tool) : unable('onlyLedgerTools', { line: words.slice(2).join(' ') });
}

export const MACHINE_VERBS: readonly Verb[] = [
  onNodes({
    words: ['docker', 'compose', 'up'],
    flags: { detach: { short: 'd', takes: 'switch' } },
    command: (node) => ({ type: 'startNode', node }),
    unknown: (node) => wrong(`no such service: ${node}`),
  }),
  onNodes({ words: ['docker', 'kill'], command: (node) => ({ type: 'crashNode', node }) }),
  onNodes({ words: ['docker', 'stop'], command: (node) => ({ type: 'stopNode', node }) }),
  onNodes({
    words: ['docker', 'start'],
    command: (node) => ({ type: 'restartNode', node }),
    unknown: (node) =>
      wrong(`Error response from daemon: No such container: ${node}\nError: failed to start containers: ${node}`),
  }),
  network('connect'),
  network('disconnect'),
];
