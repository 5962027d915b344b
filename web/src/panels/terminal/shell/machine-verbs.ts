/** Tools that make files or work on machines: `cryptogen`, `configtxgen`, `osnadmin`, `docker`, and tools of a peer that is off. */
import { nodesOf } from '../../../view/network.ts';
import type { Command, NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { baseName, type Desk, give, type Outcome, type Verb, wrong } from './verb.ts';
import { readOptions } from './flags.ts';

const known = (node: string, { topology }: Desk): boolean => nodesOf(topology).some(({ id }) => id === node);

/** In the words of docker's daemon. */
const noContainer = (node: string): Outcome => wrong(`Error response from daemon: No such container: ${node}`);

/** A verb for one machine. */
const onNode = (words: readonly string[], command: (node: NodeId) => Command, flags: Flags = {}): Verb => ({
  words,
  flags,
  takes: 'node',
  run: ({ rest }, desk) => {
    const [node] = rest;
    if (node === undefined) return wrong(`"${words.join(' ')}" requires at least 1 argument.`);
    return known(node, desk) ? give(command(node)) : noContainer(node);
  },
});

const network = (verb: 'connect' | 'disconnect'): Verb => ({
  words: ['docker', 'network', verb],
  flags: {},
  takes: 'node',
  run: ({ rest }, desk) => {
    const [name, node] = rest;
    if (name === undefined || node === undefined)
      return wrong(`"docker network ${verb}" requires exactly 2 arguments.`);
    if (name !== 'fabric_lab') return wrong(`Error response from daemon: network ${name} not found`);
    return known(node, desk) ? give({ type: 'isolateNode', node, isolated: verb === 'disconnect' }) : noContainer(node);
  },
});

const MILLIS_OF_FACTOR = 10;

/** `netem loss 20% delay 50ms` as a share and a factor of the usual latency. */
function netem(words: readonly string[]): { readonly loss: number; readonly latencyFactor: number } | null {
  const after = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const loss = /^(\d+(?:\.\d+)?)%$/.exec(after('loss') ?? '0%')?.[1];
  const delay = /^(\d+(?:\.\d+)?)ms$/.exec(after('delay') ?? `${MILLIS_OF_FACTOR}ms`)?.[1];
  if (loss === undefined || delay === undefined) return null;
  return { loss: Number(loss) / 100, latencyFactor: Number(delay) / MILLIS_OF_FACTOR };
}

/** What is typed inside a machine: its firewall, and the traffic control of its interface. */
function insideMachine(node: NodeId, [tool, ...words]: readonly string[], desk: Desk): Outcome {
  if (tool === 'tc') {
    if (words.join(' ').startsWith('qdisc del')) return give({ type: 'degradeNode', node, loss: 0, latencyFactor: 1 });
    const degraded = netem(words);
    return degraded === null ? wrong('What is "netem"?') : give({ type: 'degradeNode', node, ...degraded });
  }
  if (tool === 'iptables') {
    const [rule, chain, dash, to = '', jump, target] = words;
    if ((rule !== '-A' && rule !== '-D') || chain !== 'OUTPUT' || dash !== '-d' || jump !== '-j' || target !== 'DROP')
      return wrong(
        'iptables: Bad rule (does a matching rule exist in that chain?). Try: iptables -A OUTPUT -d NODE -j DROP',
      );
    if (!known(to, desk)) return wrong(`iptables: host/network \`${to}' not found`);
    return give({ type: 'setLink', from: node, to, up: rule === '-D', loss: 0, latencyFactor: 1, oneWay: true });
  }
  return wrong(
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${tool ?? ''}": executable file not found in $PATH`,
  );
}

/** A tool of a peer's image, run on the volume of a peer that is off. */
function onVolume(node: NodeId, words: readonly string[]): Outcome {
  const line = words.join(' ');
  if (line === 'peer node rebuild-dbs') return give({ type: 'rebuildDatabases', node });
  if (line === 'peer node reset') return give({ type: 'resetPeer', node });
  if (line.startsWith('ledgerutil verify')) return give({ type: 'verifyLedger', node });
  if (line.startsWith('peer node rollback')) {
    const flags: Flags = { channelID: { short: 'c', takes: 'text' }, blockNumber: { short: 'b', takes: 'text' } };
    const read = readOptions(words.slice(3), flags);
    if (!read.ok) return wrong(read.text);
    const { channelID: channel = '', blockNumber = '' } = read.options.text;
    if (channel === '') return wrong('Error: Must supply channel ID');
    if (!/^\d+$/.test(blockNumber))
      return wrong(`Error: invalid argument "${blockNumber}" for "-b, --blockNumber" flag`);
    return give({ type: 'rollbackPeer', node, channel, block: Number(blockNumber) });
  }
  return wrong(`Error: unknown command "${words.slice(1).join(' ')}" for "${words[0] ?? ''}"`);
}

const VOLUME = /^-v\s*(.+):\/var\/hyperledger\/production$/;

/** `docker exec NODE …` and `docker run --rm -v NODE:… IMAGE …`, whose own words come after. */
export function dockerLine(words: readonly string[], desk: Desk): Outcome | null {
  if (words[1] === 'exec') {
    const [, , node = '', ...inside] = words;
    return known(node, desk) ? insideMachine(node, inside, desk) : noContainer(node);
  }
  if (words[1] === 'run') {
    const [, , , dash = '', volume = '', , ...tool] = words;
    const node = VOLUME.exec(`${dash} ${volume}`)?.[1] ?? '';
    return known(node, desk) ? onVolume(node, tool) : noContainer(node);
  }
  return null;
}

const configtxgen: Verb = {
  words: ['configtxgen'],
  flags: {
    profile: { takes: 'text' },
    channelID: { takes: 'text', names: 'channel' },
    outputBlock: { takes: 'text', names: 'file' },
    outputCreateChannelTx: { takes: 'text', names: 'file' },
    configPath: { takes: 'text', names: 'file' },
  },
  run: ({ text }) => {
    const { channelID: channel = '', outputBlock, outputCreateChannelTx } = text;
    if (channel === '')
      return wrong("[common.tools.configtxgen] main -> Missing channelID, please specify it with '-channelID'");
    if (outputCreateChannelTx !== undefined) return give({ type: 'createChannelTransaction', channel });
    if (outputBlock !== undefined) return give({ type: 'createGenesisBlock', channel });
    return wrong('configtxgen: name what is to be written with -outputBlock or -outputCreateChannelTx');
  },
};

const osnadminJoin: Verb = {
  words: ['osnadmin', 'channel', 'join'],
  flags: {
    channelID: { short: 'c', takes: 'text', names: 'channel' },
    'config-block': { short: 'b', takes: 'text', names: 'file' },
    'orderer-address': { short: 'o', takes: 'text', names: 'orderer' },
    'ca-file': { takes: 'text', names: 'file' },
    'client-cert': { takes: 'text', names: 'file' },
    'client-key': { takes: 'text', names: 'file' },
    'no-status': { takes: 'switch' },
  },
  run: ({ text }: Options, desk: Desk) => {
    for (const name of ['channelID', 'config-block', 'orderer-address'])
      if ((text[name] ?? '') === '') return wrong(`osnadmin: error: required flag --${name} not provided, try --help`);
    const address = text['orderer-address'] ?? '';
    const orderers = nodesOf(desk.topology).filter(({ role }) => role === 'orderer');
    const node = orderers.find(({ id }) => desk.at.admin(id) === address)?.id;
    if (node === undefined)
      return wrong(
        `Error: Post "https://${address}/participation/v1/channels": dial tcp: lookup ${address.split(':')[0] ?? ''}: no such host`,
      );
    return give({
      type: 'joinOrderer',
      node,
      channel: text['channelID'] ?? baseName(text['config-block'] ?? '', '.block'),
    });
  },
};

export const MACHINE_VERBS: readonly Verb[] = [
  {
    words: ['cryptogen', 'generate'],
    flags: { config: { takes: 'text', names: 'file' }, output: { takes: 'text', names: 'file' } },
    run: () => give({ type: 'generateCrypto' }),
  },
  configtxgen,
  osnadminJoin,
  onNode(['docker', 'compose', 'up'], (node) => ({ type: 'startNode', node }), {
    detach: { short: 'd', takes: 'switch' },
  }),
  onNode(['docker', 'kill'], (node) => ({ type: 'crashNode', node })),
  onNode(['docker', 'stop'], (node) => ({ type: 'stopNode', node })),
  onNode(['docker', 'start'], (node) => ({ type: 'restartNode', node })),
  network('connect'),
  network('disconnect'),
];
