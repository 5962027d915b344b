import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../scenes/scene.ts';
import type { Command, CommandType, Topology } from '../../lab-types.ts';
import { recorded, recordedTrace } from '../../testdata/recorded-trace.ts';
import { nodesOf } from '../../../view/network.ts';
import { Addresses } from '../addresses.ts';
import { commandLines, exportLines } from '../command-line.ts';
import { printedLine } from '../command-parts.ts';
import { asUser } from '../peer-environment.ts';
import { completed } from './completion.ts';
import { runShell, usageOf, VERBS } from './shell.ts';
import { type Answer, type Around, newShell, promptOf, type ShellState } from './shell-state.ts';
import { BLIND, type Sight, sightOf } from './sight.ts';

const { recording, entries } = recorded;
const { topology } = recording;
const around: Around = {
  topology,
  given: recording.commands.map(({ command }) => command),
  contracts: { basic: { 'index.js': '' } },
  sight: sightOf(recordedTrace, entries.length),
};
const fresh = newShell(around);

const ORDERER =
  '-o orderer.example.com:7050 --tls --cafile crypto-config/ordererOrganizations/example.com/orderers/orderer.example.com/tls/ca.crt';

const run = (text: string, state: ShellState = fresh): readonly Answer[] => runShell(text, state, around).answers;
const textOf = (text: string, state: ShellState = fresh): string =>
  run(text, state)
    .map((answer) => ('text' in answer ? answer.text : answer.type))
    .join('\n');

/** What the terminal prints of commands for which there is no line a tool could be given: an application's own, or several tools after each other. */
const NOT_TYPED: ReadonlySet<CommandType> = new Set([
  'setAnchorPeer',
  'prepareConfigUpdate',
  'writeContract',
  'importPackage',
  'tamperBlock',
  'tamperState',
  'submitMany',
  'listenEvents',
  'stopListening',
  'planFaults',
  'partitionNetwork',
  'healNetwork',
  'corruptOrderer',
  'extendNetwork',
  'joinPeerBySnapshot',
]);

interface Case {
  readonly of: string;
  readonly command: Command;
  readonly topology: Topology;
  /** What was done in the scene before. */
  readonly before: readonly Command[];
}

const scenes = import.meta.glob<{ readonly scene: Scene }>('../../../scenes/*/scene.ts', { eager: true });

function casesOf(): readonly Case[] {
  const seen = new Map<string, Case>();
  for (const { scene } of Object.values(scenes)) {
    const commands = [
      ...scene.setup,
      ...scene.steps.flatMap((step) => [...step.commands, ...(step.action?.solution ?? [])]),
    ].filter((command): command is Command => !('choose' in command));
    for (const [place, command] of commands.entries()) {
      const isGateway = 'via' in command && command.via === 'gateway';
      const isForged = 'forgery' in command;
      // A scene may move on to another network.
      const names = nodesOf(scene.topology).map(({ id }) => id);
      const isElsewhere = [
        ...('node' in command ? [command.node] : []),
        ...('client' in command ? [command.client] : []),
      ].some((node) => !names.includes(node));
      if (NOT_TYPED.has(command.type) || isGateway || isForged || isElsewhere) continue;
      const of = `${scene.id}: ${command.type} ${JSON.stringify(command).slice(0, 90)}`;
      seen.set(JSON.stringify(command), { of, command, topology: scene.topology, before: commands.slice(0, place) });
    }
  }
  return [...seen.values()];
}

/** A command as its line says it: whom nobody named, the line names; links have two ends, each a line. */
function asTyped(command: Command, typed: Command): Command {
  if (command.type === 'submitTransaction' && typed.type === 'submitTransaction' && command.endorsers === null)
    return { ...command, endorsers: typed.endorsers };
  if (command.type === 'evaluateTransaction' && typed.type === 'evaluateTransaction' && command.peer === null)
    return { ...command, peer: typed.peer };
  if (
    command.type === 'commitChaincode' &&
    typed.type === 'commitChaincode' &&
    command.peers === undefined &&
    typed.peers !== undefined
  )
    return { ...command, peers: typed.peers };
  return command;
}

/** Everybody runs. */
const AWAKE: Sight = { ...BLIND, isUp: () => true };

/** Folders of contracts the commands speak of. */
const foldersIn = (commands: readonly Command[]): Around['contracts'] =>
  Object.fromEntries(
    commands.flatMap((command) =>
      command.type === 'packageChaincode' ? [[command.source, { 'index.js': '' }] as const] : [],
    ),
  );

describe('a printed line, typed again, is the command it was printed from', () => {
  it.each(casesOf())('$of', ({ command, topology: network, before: done }) => {
    const { environment, lines } = commandLines(command, network);
    const at = new Addresses(network);
    // A package can be made by anyone, and the channel of an update is in its file: their lines do not say it.
    const client = 'client' in command ? command.client : null;
    const before = { CHANNEL: '$CHANNEL', ...(client === null ? {} : { CORE_PEER_LOCALMSPID: at.mspId(client) }) };
    const text = [...exportLines(environment, {}), ...lines.map(printedLine)].join('\n');
    // What was done there before chooses among the machines of an organisation, and made the files.
    const given: readonly Command[] = [...done, ...('client' in command ? [command] : [])];
    const here: Around = { topology: network, given, contracts: foldersIn([...given, command]), sight: AWAKE };
    const shell = newShell(here);
    const organisation = client === null ? {} : ownFolder(at, client);
    const state = { ...shell, environment: { ...shell.environment, ...organisation, ...before } };
    const { answers } = runShell(text, state, here);
    const typed = answers.flatMap((answer) => (answer.type === 'command' ? [answer.command] : []));
    expect(answers.filter((answer) => answer.type === 'wrong' || (answer.type === 'lab' && answer.isWrong))).toEqual(
      [],
    );
    if (command.type === 'setLink') {
      const { from, to } = command;
      expect(typed.length).toBeGreaterThan(0);
      for (const one of typed) expect(JSON.stringify(one)).toMatch(new RegExp(`${from}|${to}`));
      return;
    }
    expect(typed).toEqual([asTyped(command, typed[0] ?? command)]);
  });
});

/** The administrator's folder of the organisation a machine is of. */
function ownFolder(at: Addresses, client: string): Readonly<Record<string, string>> {
  const peer = at.firstPeer(client);
  return peer === '' ? {} : asUser(at, peer, 'Admin');
}

describe('the shell', () => {
  it('acts as whom its variables name, and asks the peer at their address', () => {
    expect(promptOf(fresh)).toEqual({ who: 'Admin@Org1MSP → peer0.org1.example.com:7051', folder: '~' });
    const { state } = runShell('as peer1.org2.example.com User1', fresh, around);
    expect(promptOf(state).who).toBe('User1@Org2MSP → peer1.org2.example.com:10051');
    const answers = run(`peer chaincode query -C mychannel -n basic -c '{"Args":["ReadAsset","asset1"]}'`, state);
    expect(answers).toEqual([
      {
        type: 'command',
        command: {
          type: 'evaluateTransaction',
          client: 'client.org2.example.com',
          identity: 'User1',
          channel: 'mychannel',
          chaincode: 'basic',
          function: 'ReadAsset',
          args: ['asset1'],
          transient: {},
          peer: 'peer1.org2.example.com',
        },
      },
    ]);
  });

  it('an invocation that names no peer is endorsed by the one of the environment alone, as with the real tool', () => {
    const [answer] = run(
      `peer chaincode invoke ${ORDERER} --waitForEvent -C mychannel -n basic -c '{"function":"DeleteAsset","Args":["a"]}'`,
    );
    expect(answer).toMatchObject({ command: { endorsers: ['peer0.org1.example.com'], function: 'DeleteAsset' } });
  });

  it('variables hold for the rest of a text, and those before a command for it alone', () => {
    const { state, answers } = runShell('export A=one && echo $A "${A}s" \'$A\'; B=two echo $B', fresh, around);
    expect(answers).toEqual([
      { type: 'said', text: 'one ones $A' },
      { type: 'said', text: '' },
    ]);
    expect(state.environment).toMatchObject({ A: 'one' });
    expect(state.environment).not.toHaveProperty('B');
  });

  it('goes about in the files that were made by now', () => {
    expect(textOf('ls')).toContain('crypto-config/');
    const { state } = runShell('cd crypto-config/peerOrganizations', fresh, around);
    expect(textOf('ls; pwd', state)).toBe(
      'org1.example.com/\norg2.example.com/\n/home/fabric/crypto-config/peerOrganizations',
    );
    expect(textOf('cd ../../channel-artifacts && ls', state)).toBe('mychannel.block');
    const early: Around = { ...around, given: [], contracts: {} };
    expect(runShell('ls', newShell(early), early).answers).toEqual([
      { type: 'said', text: 'configtx.yaml\ncrypto-config.yaml' },
    ]);
  });

  it('a file that echo wrote is what --collections-config reads, with what the tool fills in', () => {
    const collection = { name: 'secrets', policy: "OR('Org1MSP.member')", requiredPeerCount: 0, maxPeerCount: 1 };
    const approve = `peer lifecycle chaincode approveformyorg ${ORDERER} -C mychannel -n basic -v 2 --sequence 2 --collections-config c.json`;
    const line = `echo '${JSON.stringify([collection]).replaceAll("'", "'\\''")}' > c.json\n${approve}`;
    const filledIn = { blockToLive: 0, memberOnlyRead: false, memberOnlyWrite: false, endorsementPolicy: null };
    expect(run(line)).toMatchObject([{ command: { definition: { collections: [{ ...collection, ...filledIn }] } } }]);
    expect(textOf(approve)).toContain('open c.json: no such file or directory');
  });

  it('a file is found under the name its tool was told, also by the lines behind in the same text', () => {
    const answers = run(
      [
        `peer channel fetch 0 first.block -c mychannel ${ORDERER}`,
        'ls first.block',
        'peer channel join -b ./first.block',
      ].join('\n'),
    );
    expect(answers.map((answer) => ('command' in answer ? answer.command.type : answer))).toEqual([
      'fetchChannelBlock',
      { type: 'said', text: 'first.block' },
      'joinPeer',
    ]);
  });

  it('a failure ends what stands behind &&, and nothing else, as in bash', () => {
    const kinds = (text: string) => run(text).map(({ type }) => type);
    expect(kinds('docker kill nobody && docker kill peer0.org1.example.com')).toEqual(['wrong']);
    expect(kinds('docker kill nobody && ls; docker kill peer0.org1.example.com')).toEqual(['wrong', 'command']);
    expect(kinds('docker kill peer0.org1.example.com\nnonsense\ndocker start peer0.org1.example.com')).toEqual([
      'command',
      'wrong',
      'command',
    ]);
  });

  it('lists of every verb what is taken here, as its own word and not as the tool’s help', () => {
    for (const verb of VERBS) {
      expect(run(`${verb.words.join(' ')} --help`)).toEqual([{ type: 'usage', verbs: [verb] }]);
      for (const [flag, { isIdle }] of Object.entries(verb.flags))
        expect(usageOf(verb).includes(`--${flag}`), flag).toBe(!isIdle);
    }
  });

  it('the id of a package is what was told of it, wherever it is asked for', () => {
    const id = sightOf(recordedTrace, entries.length).packageId('basic_1.0') ?? '';
    expect(id).toMatch(/^basic_1\.0:[0-9a-f]{64}$/);
    expect(textOf('peer lifecycle chaincode calculatepackageid basic_1.0.tar.gz')).toBe(id);
    expect(textOf('export ID=$(peer lifecycle chaincode calculatepackageid basic_1.0.tar.gz); echo "$ID"')).toBe(id);
    expect(textOf('peer lifecycle chaincode calculatepackageid basic_1.0.tar.gz -O json')).toBe(
      `{\n\t"package_id": "${id}"\n}`,
    );
  });

  it('a certificate is asked for by whose it is; of a key and a binary file the lab says why there is nothing to read', () => {
    const org = 'crypto-config/peerOrganizations/org1.example.com';
    const peer = 'peer0.org1.example.com';
    expect(run(`cat ${org}/peers/${peer}/msp/signcerts/${peer}-cert.pem`)).toEqual([
      { type: 'certificate', node: peer, holder: peer, ofAuthority: false },
    ]);
    expect(run(`cat ${org}/users/Admin@org1.example.com/msp/signcerts/Admin@org1.example.com-cert.pem`)).toEqual([
      { type: 'certificate', node: 'client.org1.example.com', holder: 'Admin@org1.example.com', ofAuthority: false },
    ]);
    expect(run(`cat ${org}/ca/ca.org1.example.com-cert.pem`)).toEqual([
      { type: 'certificate', node: peer, holder: peer, ofAuthority: true },
    ]);
    expect(run(`cat ${org}/ca/priv_sk`)).toMatchObject([{ type: 'lab', word: 'noKey', isWrong: true }]);
    expect(run('cat channel-artifacts/mychannel.block')).toMatchObject([{ type: 'lab', word: 'binary' }]);
  });
});

describe('peer channel fetch', () => {
  const height = sightOf(recordedTrace, entries.length).chain('orderer.example.com', 'mychannel').length;
  const READ = 'INFO [cli.common] readBlock -> Received block: ';
  const INITIALIZED = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized';

  it.each([
    ['newest', [`${READ}${height - 1}`]],
    ['1', [`${READ}1`]],
    ['oldest', [`${READ}0`]],
  ])('%s is read from where it lies, in the words of the tool', (target, lines) => {
    const [printed, note] = run(`peer channel fetch ${target} x.block -c mychannel ${ORDERER}`);
    expect(printed).toMatchObject({ type: 'said', text: [INITIALIZED, ...lines].join('\n') });
    expect(note).toMatchObject({ type: 'lab', word: 'fetchRead', isWrong: false });
  });

  it('config says the newest block, then the last that is one of configuration', () => {
    const text = textOf(`peer channel fetch config x.block -c mychannel ${ORDERER}`);
    expect(text).toMatch(
      new RegExp(
        `Received block: ${height - 1}\n.*fetch -> Retrieving last config block: (\\d+)\n.*Received block: \\1`,
      ),
    );
  });

  it('0 from an orderer travels: peers can join with it', () => {
    expect(run(`peer channel fetch 0 x.block -c mychannel ${ORDERER}`)).toMatchObject([
      { command: { type: 'fetchChannelBlock', channel: 'mychannel' }, writes: { path: 'x.block' } },
    ]);
  });

  it('without -o the peer of the variables is asked; one that is off refuses the connection', () => {
    expect(textOf('peer channel fetch newest -c mychannel')).toContain(READ);
    const off: Around = { ...around, sight: { ...around.sight, isUp: () => false } };
    const [answer] = runShell('peer channel fetch newest -c mychannel', fresh, off).answers;
    expect(answer).toMatchObject({ text: expect.stringContaining('deliver client failed to connect to') });
  });

  it('a block that is still to come is waited for by the tool, one further on is not found', () => {
    const fetched = (number: number) => run(`peer channel fetch ${number} -c mychannel ${ORDERER}`);
    expect(fetched(height)).toMatchObject([{ type: 'lab', word: 'fetchWaits' }]);
    expect(fetched(height + 1)).toMatchObject([
      { text: expect.stringContaining("can't read the block: &{NOT_FOUND}") },
    ]);
  });
});

describe('completion', () => {
  const after = (text: string, state: ShellState = fresh) => completed(text, around, state);

  it.each([
    ['pee', 'peer '],
    ['peer life', 'peer lifecycle '],
    ['peer channel getinfo -c my', 'peer channel getinfo -c mychannel '],
    ['peer channel getinfo --channelID=my', 'peer channel getinfo --channelID=mychannel '],
    ['docker kill peer1.org2', 'docker kill peer1.org2.example.com '],
    ['ls crypto-config/peer', 'ls crypto-config/peerOrganizations/'],
    ['peer channel join -b chan', 'peer channel join -b channel-artifacts/'],
    ['export A=1 && peer chan', 'export A=1 && peer channel '],
    ['nobody knows', 'nobody knows'],
  ])('%s', (text, filled) => {
    expect(after(text).text).toBe(filled);
  });

  it('shows what there is to choose from', () => {
    expect(after('peer channel ').candidates).toContain('getinfo');
    expect(after('peer chaincode invoke --').candidates).toContain('--peerAddresses');
    expect(after('peer chaincode invoke -n ').candidates).toContain('basic');
  });
});
