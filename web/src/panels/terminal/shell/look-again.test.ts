/** What the inspector tells to type on a real network can be typed here: every line is answered, by its tool or by the lab. */
import { describe, expect, it } from 'vitest';
import { TraceIndex } from '../../../view/trace-index.ts';
import { nodesOf } from '../../../view/network.ts';
import type { Command, Entry, Fact } from '../../lab-types.ts';
import { recorded, recordedTrace } from '../../testdata/recorded-trace.ts';
import { exportLines } from '../command-line.ts';
import { printedLine } from '../command-parts.ts';
import { type Looked, lookLines } from '../look-lines.ts';
import { answersTo, around, OSN } from '../testdata/typed.ts';
import { runShell } from './shell.ts';
import { type Answer, type Around, newShell } from './shell-state.ts';
import { BLIND, sightOf } from './sight.ts';

const { topology } = around;
const channel = 'mychannel';

/** Everything of the kinds that one can look at from a node. */
function lookedFrom(node: string): readonly Looked[] {
  const txids = new Set(recorded.entries.flatMap(({ fact }) => ('txid' in fact && fact.txid ? [fact.txid] : [])));
  const height = around.sight.chain(node, channel).length;
  return [
    { kind: 'node', node, channels: [] },
    { kind: 'node', node, channels: [channel] },
    ...Array.from({ length: height }, (_, number): Looked => ({ kind: 'block', node, channel, number })),
    ...[...txids].slice(-2).map((txid): Looked => ({ kind: 'transaction', node, channel, txid })),
    { kind: 'config', node, channel },
    { kind: 'policy', node, channel, path: '/Channel/Application/Admins' },
    { kind: 'certificate', node, holder: node },
    { kind: 'chaincode', node, channel, name: 'basic' },
    { kind: 'snapshot', node, channel, number: 3 },
    { kind: 'link', node, to: 'orderer.example.com' },
    { kind: 'log', node },
  ];
}

const NEVER =
  /command not found|Cannot run peer|unknown (?:short|long|shorthand )?\s?flag|unknown command|not defined|expected command/;
/** Words that lead nowhere. */
const DEAD_ENDS = ['missing', 'elsewhere', 'idleOption', 'noMachine', 'onlyNetworkTools', 'onlyDrop', 'onlyNetem'];

interface Typed {
  readonly line: string;
  readonly answers: readonly Answer[];
}

function typedLines(looked: Looked, there: Around): readonly Typed[] {
  const lines = lookLines(looked, there.topology);
  if (lines === null) throw new Error(`nobody looks at ${looked.node}`);
  const { state } = runShell(exportLines(lines.environment, {}).join('\n'), newShell(there), there);
  return lines.lines.map((parts) => {
    const line = printedLine(parts);
    return { line, answers: runShell(line, state, there).answers };
  });
}

const isDeadEnd = (answer: Answer): boolean =>
  (answer.type === 'wrong' && NEVER.test(answer.text)) || (answer.type === 'lab' && DEAD_ENDS.includes(answer.word));

const deadEnds = (looked: readonly Looked[], there: Around): readonly Typed[] =>
  looked
    .flatMap((one) => typedLines(one, there))
    .filter(({ answers }) => answers.length === 0 || answers.some(isDeadEnd));

describe('every line that shows how to look at a thing is answered', () => {
  it.each(nodesOf(topology).map(({ id }) => id))('%s', (node) => {
    expect(deadEnds(lookedFrom(node), around)).toEqual([]);
  });

  it('of an orderer, its blocks are read although its organisation has no machine of its own', () => {
    const looked: Looked = { kind: 'block', node: 'orderer.example.com', channel, number: 1 };
    expect(typedLines(looked, around)[0]?.answers).toMatchObject([{ type: 'said' }, { word: 'fetchRead' }]);
  });

  it.each(['orderer.example.com', 'peer0.org1.example.com'])('the certificate of %s is printed as text', (node) => {
    const [typed] = typedLines({ kind: 'certificate', node, holder: node }, around);
    expect(typed?.answers).toEqual([{ type: 'certificate', node, holder: node, ofAuthority: false, as: 'text' }]);
  });
});

/** A network that has what the recorded one has not. */
const other = (changes: object): Around => {
  const changed = { ...topology, ...changes };
  const given: readonly Command[] = [{ type: 'generateCrypto' }];
  return { topology: changed, given, contracts: {}, sight: { ...BLIND, isUp: () => true } };
};

describe('networks of other kinds', () => {
  it('the certificate of a CA is stored where one can look at it', () => {
    const [org] = topology.peerOrgs;
    const there = other({ peerOrgs: topology.peerOrgs.map((one) => ({ ...one, ca: true })) });
    const ca = nodesOf(there.topology).find(({ role }) => role === 'ca')?.id ?? '';
    expect(ca).toBe(`ca.${org?.domain ?? ''}`);
    const looked: Looked = { kind: 'node', node: ca, channels: [] };
    expect(deadEnds([looked, { kind: 'certificate', node: ca, holder: ca }, { kind: 'log', node: ca }], there)).toEqual(
      [],
    );
    const [info] = typedLines(looked, there);
    const stored = 'wallet/org1.example.com/admin/msp/cacerts/ca-org1-example-com-7054-ca-org1.pem';
    expect(info?.answers).toMatchObject([
      {
        type: 'said',
        text: `[INFO] TLS Enabled\n[INFO] Stored root CA certificate at /home/fabric/${stored}`,
        writes: { path: stored },
      },
      { word: 'caInfoRead', isWrong: false },
    ]);
    const { lines = [], environment = {} } = lookLines(looked, there.topology) ?? {};
    const text = [...exportLines(environment, {}), printedLine(lines[0] ?? []), `cat ${stored}`].join('\n');
    expect(runShell(text, newShell(there), there).answers.at(-1)).toMatchObject({
      type: 'certificate',
      ofAuthority: true,
    });
  });

  it('what looks into a machine of Kafka leads to the inspector', () => {
    const there = other({ kafka: { brokers: 2, zooKeepers: 1 }, systemChannel: { id: 'syschannel', consortium: 'C' } });
    const machines = nodesOf(there.topology).filter(({ role }) => role === 'broker' || role === 'zookeeper');
    expect(machines).toHaveLength(3);
    for (const { id } of machines) {
      const [typed] = typedLines({ kind: 'node', node: id, channels: [] }, there);
      expect(typed?.answers).toMatchObject([{ word: 'insideOf', params: { node: id }, isWrong: false }]);
    }
  });

  it('with a system channel the orderers have no such API, and nobody knows the version of their programs', () => {
    const there = other({ systemChannel: { id: 'syschannel', consortium: 'C' } });
    const answers = (line: string) => runShell(line, newShell(there), there).answers;
    expect(answers(`osnadmin channel list ${OSN}`)).toMatchObject([
      { text: expect.stringMatching(/^Error: Get "https:.*connect: connection refused$/) },
    ]);
    expect(answers('peer version')).toMatchObject([{ word: 'versionOfTwo', isWrong: true }]);
  });
});

const list = (text: string, there: Around = around) => {
  const [answer] = runShell(text, newShell(there), there).answers;
  if (answer?.type !== 'said') throw new Error(`not listed: ${JSON.stringify(answer)}`);
  const [status = '', ...lines] = answer.text.split('\n');
  return { status, body: JSON.parse(lines.join('\n')) as unknown };
};

/** The recorded network, with what else happened at its end. */
function afterwards(node: string, facts: readonly Fact[], given: readonly Command[] = []): Around {
  const first = recorded.entries.length;
  const at = recorded.entries.at(-1)?.at ?? 0;
  const more = facts.map((fact, index): Entry => ({ seq: first + index, at, node, cause: null, fact }));
  const trace = TraceIndex.empty(topology, recorded.recording.generation).updated([...recorded.entries, ...more], 0);
  return { ...around, given: [...around.given, ...given], sight: sightOf(trace, first + more.length) };
}

const ONE = `osnadmin channel list --channelID ${channel} ${OSN}`;
const ORDERER = 'orderer.example.com';

describe('osnadmin channel list', () => {
  const height = around.sight.chain(ORDERER, channel).length;
  const before = (count: number): Around => ({ ...around, sight: sightOf(recordedTrace, count) });

  it('one channel, with as many blocks as the orderer has by then', () => {
    const own = { name: channel, url: `/participation/v1/channels/${channel}` };
    const active = { ...own, consensusRelation: 'consenter', status: 'active' };
    expect(list(ONE)).toEqual({ status: 'Status: 200', body: { ...active, height } });
    const joined = recorded.entries.find(({ node, fact }) => fact.type === 'ordererJoined' && node === ORDERER);
    expect(list(ONE, before((joined?.seq ?? 0) + 1)).body).toEqual({ ...active, height: 1 });
  });

  it('before it has joined there is nothing to list', () => {
    const started = recorded.entries.find(({ fact }) => fact.type === 'ordererJoined')?.seq ?? 0;
    expect(list(`osnadmin channel list ${OSN}`, before(started)).body).toEqual({ systemChannel: null, channels: null });
    expect(list(ONE, before(started)).status).toBe('Status: 404');
  });

  it('one that was put out of the cluster goes on following', () => {
    const there = afterwards(ORDERER, [{ type: 'chainEvicted', channel }]);
    expect(list(ONE, there).body).toMatchObject({ consensusRelation: 'follower', status: 'active', height });
  });

  it('one that runs no chain yet is on its way until it has the block it joined by', () => {
    const late = 'orderer9.example.com';
    const grown = {
      ...topology,
      ordererOrg: { ...topology.ordererOrg, orderers: [...topology.ordererOrg.orderers, 'orderer9'] },
    };
    const place = around.given.length;
    const join: Command = { type: 'joinOrderer', node: late, channel };
    const done: Fact = { type: 'commandDone', command: 'joinOrderer', index: place };
    const named = topology.channels.map((one) => ({ ...one, consenters: topology.ordererOrg.orderers }));
    const relation = (facts: readonly Fact[]) => {
      const there = afterwards(late, [{ type: 'nodeStarted', role: 'orderer' }, done, ...facts], [join]);
      const index = topology.ordererOrg.orderers.length;
      const line = ONE.replaceAll('orderer.example.com:7053', `${late}:${String(7053 + index * 1000)}`);
      return list(line, { ...there, topology: { ...grown, channels: named } }).body;
    };
    const written = (number: number): Fact => ({
      type: 'blockWritten',
      channel,
      number,
      hash: 'aa',
      previousHash: 'bb',
      txids: [],
      config: false,
    });
    const all = Array.from({ length: height }, (_, number) => written(number));
    expect(relation([])).toMatchObject({ consensusRelation: 'follower', status: 'onboarding', height: 0 });
    expect(relation(all.slice(0, 1))).toMatchObject({ status: 'onboarding', height: 1 });
    expect(relation(all)).toMatchObject({ consensusRelation: 'follower', status: 'active', height });
  });
});

describe('what is done to links is told where it was done', () => {
  const PEER = 'peer0.org1.example.com';
  const link = (up: boolean, loss: number, latencyFactor: number): Fact => ({
    type: 'linkChanged',
    from: PEER,
    to: ORDERER,
    up,
    loss,
    latencyFactor,
  });
  const typed = (line: string, facts: readonly Fact[]) => {
    const there = afterwards(PEER, facts);
    return runShell(`docker exec ${line}`, newShell(there), there).answers;
  };

  it.each([
    ['nothing', [], ['-P OUTPUT ACCEPT']],
    [
      'a link that is cut',
      [link(false, 0, 1)],
      [`-P OUTPUT ACCEPT\n-A OUTPUT -d ${ORDERER} -j DROP`, 'addressesAsNames'],
    ],
    ['the network unplugged', isolation(PEER), ['-P OUTPUT ACCEPT', 'offNetwork']],
  ])('iptables: %s', (_what, facts, said) => {
    const answers = typed(`${PEER} iptables -S OUTPUT`, facts);
    expect(answers.map((answer) => (answer.type === 'lab' ? answer.word : 'text' in answer && answer.text))).toEqual(
      said,
    );
  });

  it('a machine others were unplugged from has no rule for it', () => {
    expect(typed(`${ORDERER} iptables -S OUTPUT`, isolation(PEER))).toMatchObject([{ text: '-P OUTPUT ACCEPT' }]);
  });

  it('tc: what is set is said in the words of the lab', () => {
    const show = `${PEER} tc qdisc show dev eth0`;
    expect(typed(show, [])).toMatchObject([{ word: 'interfaceAsUsual' }]);
    expect(typed(show, [link(true, 0.2, 5)])).toMatchObject([
      { word: 'interfaceSet', params: { node: PEER, to: ORDERER, loss: 20, factor: 5 }, isWrong: false },
    ]);
  });
});

/** Every link of the node is cut. */
function isolation(from: string): readonly Fact[] {
  return nodesOf(topology)
    .filter(({ id }) => id !== from)
    .map(({ id: to }): Fact => ({ type: 'linkChanged', from, to, up: false, loss: 0, latencyFactor: 1 }));
}

describe('a peer joins by a snapshot some peer has made', () => {
  const made: Fact = { type: 'snapshotGenerated', channel, number: 3, hash: '', commitHash: '', files: [] };
  const there = afterwards('peer0.org2.example.com', [made]);
  const answers = (line: string) => runShell(line, newShell(there), there).answers;

  it('from where it was made, whoever copied it', () => {
    expect(answers('peer channel joinbysnapshot --snapshotpath /snapshots/mychannel/3')).toMatchObject([
      {
        command: {
          type: 'joinPeerBySnapshot',
          node: 'peer0.org1.example.com',
          channel,
          from: 'peer0.org2.example.com',
          block: 3,
        },
      },
    ]);
  });

  it('copying is left to the join', () => {
    const from = 'peer0.org2.example.com:/var/hyperledger/production/snapshots/completed/mychannel/3';
    for (const line of [
      `docker cp ${from} ./3`,
      'docker exec peer0.org1.example.com mkdir -p /snapshots/mychannel',
      'docker cp ./3 peer0.org1.example.com:/snapshots/mychannel/3',
    ])
      expect(answers(line)).toMatchObject([{ word: 'snapshotCopied', isWrong: false }]);
  });

  it('there is none of this number', () => {
    expect(answersTo('peer channel joinbysnapshot --snapshotpath /snapshots/mychannel/4')).toMatchObject([
      { type: 'wrong', text: expect.stringContaining('cannot create ledger from snapshot') },
    ]);
  });
});
