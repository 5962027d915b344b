/** How messages, commands, nodes and links are told. */
import type { CommandType } from '../sim/protocol/commands.ts';
import type { FactOf } from '../sim/trace/facts.ts';
import { type FactTextKey, type Sentence, sentence } from './sentence.ts';
import { shortened, type Stories, type Teller } from './story-teller.ts';

function messageKey(fact: FactOf<'messageSent'>): FactTextKey {
  if (fact.lost !== undefined) return 'messageSent.lost';
  if (fact.kind === 'block' && fact.block !== undefined) return 'messageSent.blockNumbered';
  if (fact.label === 'gossipBlock') return 'messageSent.gossipBlock';
  if (fact.label === 'gossipAlive') return 'messageSent.gossipAlive';
  if (fact.label === 'privateData') return 'messageSent.privateData';
  if (fact.label === 'privateDataRequest') return 'messageSent.privateDataRequest';
  if (fact.label === 'privateDataResponse') return 'messageSent.privateDataResponse';
  if (fact.kind === 'ca' && fact.label.endsWith('Response')) return 'messageSent.caResponse';
  if (fact.kind === 'raft') return raftKey(fact.label);
  if (fact.kind === 'bft') return bftKey(fact.label);
  if (fact.kind === 'kafka') return kafkaKey(fact.label);
  return `messageSent.${fact.kind}`;
}

function raftKey(label: string): FactTextKey {
  if (/vote/i.test(label)) return 'messageSent.raftVote';
  if (/heartbeat/i.test(label)) return 'messageSent.raftHeartbeat';
  return label === 'raftAppend' || label === 'raftSnapshot' ? `messageSent.${label}` : 'messageSent.raft';
}

function bftKey(label: string): FactTextKey {
  switch (label) {
    case 'bftPrePrepare':
    case 'bftPrepare':
    case 'bftCommit':
    case 'bftViewChange':
    case 'bftHeartBeat':
      return `messageSent.${label}`;
    default:
      return 'messageSent.bft';
  }
}

function kafkaKey(label: string): FactTextKey {
  if (/^zooKeeper(Notification|Vote)$/.test(label)) return 'messageSent.zooKeeperVote';
  if (/Ping/.test(label)) return 'messageSent.zooKeeperPing';
  if (label.startsWith('zooKeeper')) return 'messageSent.zooKeeper';
  if (label === 'kafkaProduce' || label === 'kafkaFetch') return `messageSent.${label}`;
  if (label === 'kafkaFetchResponse' || label === 'kafkaLeaderAndIsr') return `messageSent.${label}`;
  return 'messageSent.kafka';
}

function linkSentence(fact: FactOf<'linkChanged'>, { nameOf }: Teller): Sentence {
  const { from, to, up, loss, latencyFactor } = fact;
  const ends = { from: nameOf(from), to: nameOf(to) };
  if (fact.oneWay) {
    if (!up) return sentence('linkChanged.oneWayDown', ends);
    return sentence(loss > 0 || latencyFactor !== 1 ? 'linkChanged.oneWayPoor' : 'linkChanged.oneWayNormal', ends);
  }
  if (!up) return sentence('linkChanged.down', ends);
  if (loss > 0) return sentence('linkChanged.lossy', { ...ends, percent: Math.round(loss * 100) });
  if (latencyFactor !== 1) return sentence('linkChanged.slow', { ...ends, factor: latencyFactor });
  return sentence('linkChanged.normal', ends);
}

function partitionSentence(fact: FactOf<'networkPartitioned'>, { nameOf }: Teller): Sentence {
  const groups = shortened(fact.groups.map((group) => group.map(nameOf).join(', ')).join(' | '));
  const key = fact.parted ? 'networkPartitioned.parted' : 'networkPartitioned.joined';
  return sentence(key, { groups, count: fact.groups.length });
}

/** A command by its label in the language told in. */
function commandSentence(key: FactTextKey, command: string, params: Sentence['params'] = {}): Sentence {
  return sentence(key, params, { command: `commands.${command as CommandType}` });
}

export const NODE_STORIES: Stories<
  | 'messageSent'
  | 'messageLost'
  | 'commandGiven'
  | 'commandFailed'
  | 'commandDone'
  | 'nodeStarted'
  | 'nodeCrashed'
  | 'nodeRestarted'
  | 'nodeStopped'
  | 'networkPartitioned'
  | 'networkHealed'
  | 'faultsPlanned'
  | 'plannedFaultSkipped'
  | 'linkChanged'
  | 'networkExtended'
  | 'cryptoGenerated'
  | 'genesisBlockCreated'
  | 'channelTransactionCreated'
> = {
  messageSent: (fact, { node, nameOf }) =>
    sentence(messageKey(fact), { node, to: nameOf(fact.to), block: fact.block ?? '' }),
  messageLost: (fact, { node, nameOf }) => sentence(`messageLost.${fact.reason}`, { node, from: nameOf(fact.from) }),
  commandGiven: ({ command }) => commandSentence('commandGiven', command),
  commandFailed: ({ command, text }) => commandSentence('commandFailed', command, { text: shortened(text) }),
  commandDone: ({ command }) => commandSentence('commandDone', command),
  nodeStarted: ({ role }, { node }) => sentence(`nodeStarted.${role}`, { node }),
  nodeCrashed: (_fact, { node }) => sentence('nodeCrashed', { node }),
  nodeRestarted: (_fact, { node }) => sentence('nodeRestarted', { node }),
  nodeStopped: (_fact, { node }) => sentence('nodeStopped', { node }),
  networkPartitioned: partitionSentence,
  networkHealed: () => sentence('networkHealed'),
  faultsPlanned: ({ faults }) =>
    faults.length === 0 ? sentence('faultsPlanned.none') : sentence('faultsPlanned.some', { count: faults.length }),
  plannedFaultSkipped: ({ command, code }) =>
    sentence(
      'plannedFaultSkipped',
      {},
      { command: `commands.${command as CommandType}`, why: `errors.${code as 'plannedNoLeader'}` },
    ),
  linkChanged: linkSentence,
  networkExtended: ({ kind, name }) => sentence(`networkExtended.${kind}`, { name }),
  cryptoGenerated: ({ org, files }) => sentence('cryptoGenerated', { org, files }),
  channelTransactionCreated: ({ channel, consortium }) =>
    sentence('channelTransactionCreated', { channel, consortium }),
  genesisBlockCreated: ({ channel }) => sentence('genesisBlockCreated', { channel }),
};
