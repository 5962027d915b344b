/** What an administrator types to break a network of containers and to mend it: `docker`, `iptables`, `tc`. */
import type { Command, CommandOf, NodeId, Topology } from '../lab-types.ts';
import type { CommandParts } from './command-parts.ts';

const drop = (rule: 'A' | 'D', here: NodeId, there: NodeId): CommandParts => [
  `docker exec ${here}`,
  `iptables -${rule} OUTPUT -d ${there} -j DROP`,
];

/** tc-netem as a delay of 10 ms for each factor: the usual latency of the lab is some milliseconds. */
function netem(node: NodeId, loss: number, factor: number): CommandParts {
  if (loss === 0 && factor === 1) return [`docker exec ${node}`, 'tc qdisc del dev eth0 root'];
  const parts = [loss === 0 ? '' : ` loss ${Math.round(loss * 100)}%`, factor === 1 ? '' : ` delay ${factor * 10}ms`];
  return [`docker exec ${node}`, `tc qdisc replace dev eth0 root netem${parts.join('')}`];
}

function linkLines(command: CommandOf<'setLink'>): readonly CommandParts[] {
  const { from, to, up, loss, latencyFactor, oneWay = false } = command;
  const ends: readonly (readonly [NodeId, NodeId])[] = oneWay
    ? [[from, to]]
    : [
        [from, to],
        [to, from],
      ];
  if (!up) return ends.map(([here, there]) => drop('A', here, there));
  if (loss === 0 && latencyFactor === 1) return ends.map(([here, there]) => drop('D', here, there));
  return ends.map(([here]) => netem(here, loss, latencyFactor));
}

function partitionLines({ groups, parted }: CommandOf<'partitionNetwork'>): readonly CommandParts[] {
  return groups.flatMap((group, index) =>
    groups
      .flatMap((others, place) => (place === index ? [] : others))
      .flatMap((there) => group.map((here) => drop(parted ? 'A' : 'D', here, there))),
  );
}

const SECOND = 1_000_000;

/** A shell that waits in the background, counted from the beginning of the recording. */
const planned = ({ faults }: CommandOf<'planFaults'>, topology: Topology): readonly CommandParts[] =>
  faults.map(({ at, until, command, leaderOf }) => {
    const what = faultLines(command, topology)
      .map((parts) => parts.join(' '))
      .join('; ');
    const aim = leaderOf === undefined ? '' : `  # the leader of ${leaderOf}`;
    const end = until === null ? '' : `  # until ${until / SECOND} s`;
    return [`(sleep ${at / SECOND}; ${what}) &${aim}${end}`];
  });

export function faultLines(command: Command, topology: Topology): readonly CommandParts[] {
  switch (command.type) {
    case 'crashNode':
      return [[`docker kill ${command.node}`]];
    case 'stopNode':
      return [[`docker stop ${command.node}`]];
    case 'restartNode':
      return [[`docker start ${command.node}`]];
    case 'isolateNode':
      return [[`docker network ${command.isolated ? 'disconnect' : 'connect'} fabric_lab ${command.node}`]];
    case 'setLink':
      return linkLines(command);
    case 'degradeNode':
      return [netem(command.node, command.loss, command.latencyFactor)];
    case 'partitionNetwork':
      return partitionLines(command);
    case 'healNetwork':
      return [['docker ps -q', '| xargs -I{} docker exec {} iptables -F OUTPUT']];
    case 'planFaults':
      return planned(command, topology);
    default:
      return [[]];
  }
}
