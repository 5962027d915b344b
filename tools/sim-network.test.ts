import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invariant } from '../web/src/sim/kernel/result.ts';
import { checkRecording } from '../web/src/sim/protocol/check-recording.ts';
import { runUntilSettled } from '../web/src/sim/worker/settle.ts';
import { Simulation } from '../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from './node-lab.ts';
import { artefactsOf } from './sim-artefacts.ts';
import { isNetwork, loadNetwork } from './sim-network.ts';
import { networkLines } from './sim-summary.ts';
import { Unusable } from './unusable.ts';

const testdata = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const CHANNEL = '../web/src/sim/channel/testdata';
const FILES = {
  raft: ['conform/testdata/bringup/crypto-config.yaml', 'conform/testdata/bringup/configtx.yaml'],
  consortium: ['conform/testdata/consortium/crypto-config.yaml', `${CHANNEL}/consortium/configtx.yaml`],
  bft: ['conform/testdata/bringup/crypto-config.yaml', `${CHANNEL}/bft.configtx.yaml`],
} as const;

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'network-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** A folder with the two files of a recording. */
function folderOf(network: keyof typeof FILES): string {
  const [cryptoConfig, configtx] = FILES[network];
  cpSync(testdata(cryptoConfig), path.join(dir, 'crypto-config.yaml'));
  cpSync(testdata(configtx), path.join(dir, 'configtx.yaml'));
  return dir;
}

async function broughtUp(files: readonly string[]): Promise<Simulation> {
  const { recording, script } = loadNetwork(files, {});
  const checked = checkRecording(recording);
  invariant(checked.ok, 'a network that was read can be recorded');
  const played = Simulation.play(checked.value, await loadSimulationParts());
  invariant(played.ok, 'there is nothing to refuse yet');
  for (const command of script) {
    const performed = played.value.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${command.type}: ${performed.error.code}`);
    runUntilSettled(played.value, performed.value);
  }
  return played.value;
}

/** `node: blocks of its channels` and whether it is an anchor peer. */
const standings = (simulation: Simulation): readonly string[] =>
  networkLines(simulation)
    .slice(0, -1)
    .map((line) => line.replace(/ +/g, ' '));

describe('a folder with crypto-config.yaml and configtx.yaml', () => {
  it('of 3.x is brought up to a channel with anchor peers, and what is written is the same network', async () => {
    const simulation = await broughtUp([folderOf('raft')]);
    const lines = standings(simulation);
    expect(lines).toContain('orderer3.example.com orderer OrdererMSP mychannel: 3 blocks');
    expect(lines).toContain('peer0.org1.example.com peer Org1MSP mychannel: 3 blocks, anchor peer');
    expect(lines).toContain('peer1.org2.example.com peer Org2MSP mychannel: 3 blocks');
    expect(networkLines(simulation).at(-1)).toMatch(/^network of 3\.x after .* seconds, 0 failures$/);

    const artefacts = artefactsOf(simulation);
    for (const name of ['crypto-config.yaml', 'configtx.yaml'])
      writeFileSync(path.join(dir, name), artefacts.get(name) ?? '');
    const again = loadNetwork([path.join(dir, 'crypto-config.yaml')], {});
    expect(again.recording).toEqual({ ...simulation.recording, commands: [] });
    expect(again.remarks).toEqual([]);
  }, 30_000);

  it('may have a core.yaml that puts the state of the peers into CouchDB', async () => {
    writeFileSync(
      path.join(folderOf('raft'), 'core.yaml'),
      'peer:\n  id: any\nledger:\n  state:\n    stateDatabase: CouchDB\n',
    );
    const simulation = await broughtUp([dir]);
    expect(simulation.recording.topology.stateDatabase).toBe('CouchDB');
    writeFileSync(path.join(dir, 'core.yaml'), artefactsOf(simulation).get('core.yaml') ?? '');
    expect(loadNetwork([dir], {}).recording.topology).toEqual(simulation.recording.topology);
    writeFileSync(path.join(dir, 'core.yaml'), 'ledger: { state: { stateDatabase: couchdb } }');
    const { recording, remarks } = loadNetwork([dir], {});
    expect(recording.topology.stateDatabase, 'peers go by the exact word').toBeUndefined();
    expect(remarks.join()).toContain('core.yaml: ledger.state.stateDatabase: couchdb is neither');
    writeFileSync(path.join(dir, 'core.yaml'), 'ledger: CouchDB');
    expect(() => loadNetwork([dir], {})).toThrow(/core\.yaml: ledger: expected a map/);
  }, 30_000);

  it('of 2.x has a system channel, here of a lone orderer', async () => {
    const lines = standings(await broughtUp([folderOf('consortium')]));
    expect(lines).toContain('orderer.example.com orderer OrdererMSP system-channel: 2 blocks, mychannel: 3 blocks');
    expect(lines).toContain('peer0.org2.example.com peer Org2MSP mychannel: 3 blocks, anchor peer');
  }, 30_000);

  it.each<[why: string, change: () => void, message: RegExp]>([
    [
      'a consenter that crypto-config.yaml does not make',
      () => folderOf('bft'),
      /Profiles\.ChannelUsingBFT\.Orderer\.ConsenterMapping\[3\]\.ServerTLSCert: crypto-config\.yaml makes no orderer/,
    ],
    ['only one file', () => rmSync(path.join(folderOf('raft'), 'configtx.yaml')), /^There is no .*configtx\.yaml\.$/],
    [
      'no YAML',
      () => writeFileSync(path.join(folderOf('raft'), 'configtx.yaml'), 'Profiles:\n  - a\n b: ['),
      /configtx\.yaml is not YAML: .* at line 3, column \d+\.$/,
    ],
    [
      'a key twice',
      () => writeFileSync(path.join(folderOf('raft'), 'crypto-config.yaml'), 'PeerOrgs: []\nPeerOrgs: []\n'),
      /crypto-config\.yaml is not YAML: Map keys must be unique at line 2, column 1\.$/,
    ],
    [
      'lists within lists beyond all bounds',
      () => writeFileSync(path.join(folderOf('raft'), 'configtx.yaml'), '['.repeat(50_000)),
      /configtx\.yaml is not YAML: /,
    ],
    [
      'aliases that multiply',
      () => {
        const laughs = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`);
        writeFileSync(path.join(folderOf('raft'), 'configtx.yaml'), ['a0: &a0 ha', ...laughs].join('\n'));
      },
      /configtx\.yaml/,
    ],
  ])(
    'with %s is refused in a sentence with file and place',
    (_why, change, message) => {
      change();
      expect(() => loadNetwork([dir], {})).toThrow(Unusable);
      expect(() => loadNetwork([dir], {})).toThrow(message);
    },
    20_000,
  );

  it('is told from a scene and a recording by what it is', () => {
    expect([dir, 'crypto-config.yaml', 'x.yml'].map(isNetwork)).toEqual([true, true, true]);
    expect(['transaction-flow', 'recording.json', 'nowhere/at/all'].map(isNetwork)).toEqual([false, false, false]);
  });
});
