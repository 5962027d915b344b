import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../scenes/scene.ts';
import type { Command, CommandType, Topology } from '../../lab-types.ts';
import { recorded } from '../../testdata/recorded-trace.ts';
import { nodesOf } from '../../../view/network.ts';
import { Addresses } from '../addresses.ts';
import { commandLines, exportLines } from '../command-line.ts';
import { printedLine } from '../command-parts.ts';
import { completed } from './completion.ts';
import { type Answer, type Around, newShell, promptOf, runShell, type ShellState, usageOf, VERBS } from './shell.ts';

const { recording } = recorded;
const { topology } = recording;
const around: Around = { topology, given: recording.commands.map(({ command }) => command), contracts: {} };
const fresh = newShell(around);

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
}

const scenes = import.meta.glob<{ readonly scene: Scene }>('../../../scenes/*/scene.ts', { eager: true });

function casesOf(): readonly Case[] {
  const seen = new Map<string, Case>();
  for (const { scene } of Object.values(scenes)) {
    const commands = [
      ...scene.setup,
      ...scene.steps.flatMap((step) => [...step.commands, ...(step.action?.solution ?? [])]),
    ].filter((command): command is Command => !('choose' in command));
    for (const command of commands) {
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
      seen.set(JSON.stringify(command), { of, command, topology: scene.topology });
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

describe('a printed line, typed again, is the command it was printed from', () => {
  it.each(casesOf())('$of', ({ command, topology: network }) => {
    const { environment, lines } = commandLines(command, network);
    const at = new Addresses(network);
    // A package can be made by anyone, and the channel of an update is in its file: their lines do not say it.
    const client = 'client' in command ? command.client : null;
    const before = { CHANNEL: 'mychannel', ...(client === null ? {} : { CORE_PEER_LOCALMSPID: at.mspId(client) }) };
    const text = [...exportLines({ ...before, ...environment }, {}), ...lines.map(printedLine)].join('\n');
    // What was done there before chooses among the machines of an organisation.
    const given: readonly Command[] = 'client' in command ? [command] : [];
    const here: Around = { topology: network, given, contracts: {} };
    const { answers } = runShell(text, newShell(here), here);
    const typed = answers.flatMap((answer) => (answer.type === 'command' ? [answer.command] : []));
    expect(answers.filter(({ type }) => type === 'wrong')).toEqual([]);
    if (command.type === 'setLink') {
      const { from, to } = command;
      expect(typed.length).toBeGreaterThan(0);
      for (const one of typed) expect(JSON.stringify(one)).toMatch(new RegExp(`${from}|${to}`));
      return;
    }
    expect(typed).toEqual([asTyped(command, typed[0] ?? command)]);
  });
});

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
    const [answer] = run(`peer chaincode invoke -C mychannel -n basic -c '{"function":"DeleteAsset","Args":["a"]}'`);
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
    const early: Around = { ...around, given: [] };
    expect(runShell('ls', newShell(early), early).answers).toEqual([
      { type: 'said', text: 'configtx.yaml\ncrypto-config.yaml' },
    ]);
  });

  it('a file that echo wrote is what --collections-config reads', () => {
    const collection = { name: 'secrets', policy: "OR('Org1MSP.member')", requiredPeerCount: 0, maxPeerCount: 1 };
    const line = [
      `echo '${JSON.stringify([collection]).replaceAll("'", "'\\''")}' > c.json`,
      'peer lifecycle chaincode approveformyorg -C mychannel -n basic -v 2 --sequence 2 --collections-config c.json',
    ].join('\n');
    expect(run(line)).toMatchObject([
      { command: { definition: { collections: [{ ...collection, endorsementPolicy: null }] } } },
    ]);
    expect(textOf(line.split('\n')[1] ?? '')).toContain('open c.json: no such file or directory');
  });

  it.each([
    ['gibt-es-nicht', 'bash: gibt-es-nicht: command not found'],
    ['peer channel getinfo', 'Error: Must supply channel ID'],
    ['peer channel join', 'Error: Must supply genesis block path'],
    ['peer channel list --nope', 'Error: unknown flag: --nope'],
    ['peer channel getinfo -z', "Error: unknown shorthand flag: 'z' in -z"],
    ['peer channel getinfo -c', 'Error: flag needs an argument: -c'],
    ['peer teleport', 'Error: unknown command "teleport" for "peer"'],
    ["echo 'a", "bash: unexpected EOF while looking for matching `''"],
    ['peer channel list | grep my', 'bash: |: pipes and redirections'],
    ['docker kill nobody', 'Error response from daemon: No such container: nobody'],
    ['CORE_PEER_ADDRESS=nowhere:1 peer channel list', 'failed to connect to nowhere:1'],
    ['CORE_PEER_LOCALMSPID=NobodyMSP peer channel list', 'local MSP ID "NobodyMSP" is unknown'],
    ["peer chaincode query -C c -n b -c '{'", 'Error: chaincode argument error'],
    ['cat crypto-config', 'cat: crypto-config: Is a directory'],
    ['cd nowhere', 'bash: cd: nowhere: No such file or directory'],
  ])('%s', (line, said) => {
    const answers = run(line);
    expect(answers.at(-1)?.type).toBe('wrong');
    expect(textOf(line)).toContain(said);
  });

  it('stops at the first line that goes wrong, and has given those before', () => {
    const answers = run('docker kill peer0.org1.example.com\nnonsense\ndocker start peer0.org1.example.com');
    expect(answers.map(({ type }) => type)).toEqual(['command', 'wrong']);
  });

  it('tells of every verb how it is used', () => {
    for (const verb of VERBS) {
      const usage = textOf(`${verb.words.join(' ')} --help`);
      expect(usage).toBe(usageOf(verb));
      for (const flag of Object.keys(verb.flags)) expect(usage).toContain(`--${flag}`);
    }
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
