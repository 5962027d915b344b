import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts, readContractFolder } from '../node-lab.ts';
import { conformChaincode, replayScript } from './chaincode.ts';
import { RunValues } from './chaincode-compare.ts';
import { readCallScript } from './chaincode-script.ts';

const here = (name: string): string => path.join(import.meta.dirname, name);
const ASSET = here('../../chaincode/asset');
const LIBRARY = here('../../chaincode/library');
const ASSET_CALLS = here('testdata/asset-calls.json');

let folder = '';
let parts: SimulationParts;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'conform-'));
  parts = await loadSimulationParts();
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('replaying calls', () => {
  it('agrees with calls of the probe that went through the gateway of real Fabric', () => {
    const script = readCallScript(here('testdata/gateway-calls.json'));
    const everywhere = ['1', '2'].flatMap((org) => ['peer0', 'peer1'].map((host) => `${host}.org${org}.example.com`));
    const probe = readContractFolder(here('../chaincode/testdata/probe'));
    expect(replayScript(script, probe, 'lab_1.0', parts, everywhere)).toEqual({
      passed: 27,
      failed: 0,
      differences: [],
    });
  });

  it('deploys a folder from the command line', async () => {
    const outcome = await conformChaincode([ASSET_CALLS, '--chaincode', ASSET, '--label', 'other_2.0']);
    expect(outcome).toEqual({ passed: 7, failed: 0, differences: [] });
  });

  it.each([
    {
      what: '"result": "Ann"',
      by: '"result": "Bob"',
      tells: /call 3 submit TransferAsset.*: result "Ann", Fabric "Bob"/,
    },
    { what: '"code": 2', by: '"code": 3', tells: /call 5 evaluate ReadAsset.*: error / },
    {
      what: '"validation_code": "ENDORSEMENT_POLICY_FAILURE"',
      by: '"validation_code": "VALID"',
      tells: /call 4.*: validation_code/,
    },
    { what: '"isDelete": true', by: '"isDelete": false', tells: /call 4.*: writes/ },
    { what: '"AssetTransferred"', by: '"AssetMoved"', tells: /call 3.*: event/ },
    { what: '"event": {', by: '"remark": {', tells: /call 3.*: event .*, Fabric nothing/ },
    { what: /"reads": \[\s*"a7"\s*\]/, by: '"reads": []', tells: /call 0.*: reads \["a7"\], Fabric \[\]/ },
    { what: '"Org2MSP:peer0.org2.example.com"', by: '"Org2MSP:peer1.org2.example.com"', tells: /call 0.*: endorsers/ },
    { what: 'The asset a7 already exists', by: 'something else', tells: /call 2 .*: error .*already exists/ },
  ])('notices an altered $what', ({ what, by, tells }) => {
    const text = readFileSync(ASSET_CALLS, 'utf8');
    const changed = text.replace(what, by);
    expect(changed).not.toBe(text);
    const outcome = replayScript(readCallScript(file('altered.json', changed)), readContractFolder(ASSET), 'a', parts);
    expect(outcome.failed).toBe(1);
    expect(outcome.differences.join('\n')).toMatch(tells);
  });

  it('deploys with the endorsement policy the script names', () => {
    const calls = [
      {
        identity: 'Org1MSP:User1',
        gateway_peer: 'peer0.Org1',
        call: 'submit',
        function: 'InitLedger',
        args: [],
        validation_code: 'VALID',
        endorsers: ['Org1MSP:peer0.org1.example.com'],
        result: '',
      },
    ];
    const network = "chaincode endorsement policy OR('Org1MSP.peer','Org2MSP.peer'), state database LevelDB";
    const script = readCallScript(file('or.json', JSON.stringify({ chaincode: 'asset', network, calls })));
    expect(script.signaturePolicy).toBe("OR('Org1MSP.peer','Org2MSP.peer')");
    expect(replayScript(script, readContractFolder(ASSET), 'a', parts).differences).toEqual([]);
  });

  it.each([
    { network: 'MAJORITY endorsement, state database CouchDB', passed: 2, tells: /^$/ },
    {
      network: 'MAJORITY endorsement, state database LevelDB',
      passed: 1,
      tells: /ExecuteQuery not supported for leveldb/,
    },
  ])('keeps the state where the script says: $network', ({ network, passed, tells }) => {
    const call = { identity: 'Org1MSP:User1', gateway_peer: 'peer0.Org1' };
    const query = '{"selector":{"author":"Shelley"},"fields":["title"]}';
    const calls = [
      { ...call, call: 'submit', function: 'InitLedger', args: [], result: '' },
      { ...call, call: 'evaluate', function: 'QueryBooks', args: [query], result: '[{"title":"Frankenstein"}]' },
    ];
    const script = readCallScript(file('library.json', JSON.stringify({ chaincode: 'library', network, calls })));
    const outcome = replayScript(script, readContractFolder(LIBRARY), 'library', parts);
    expect(outcome.passed).toBe(passed);
    expect(outcome.differences.join('\n')).toMatch(tells);
  });
});

describe('input that cannot be used', () => {
  const script = (change: object): string =>
    file('changed.json', JSON.stringify({ ...(JSON.parse(readFileSync(ASSET_CALLS, 'utf8')) as object), ...change }));
  const call = { identity: 'Org1MSP:User1', gateway_peer: 'peer0.Org1', call: 'submit', function: 'f', args: [] };

  const unbuilt = (description = '{"main":"dist/index.js"}'): string => {
    const dir = mkdtempSync(path.join(folder, 'unbuilt-'));
    writeFileSync(path.join(dir, 'package.json'), description);
    return dir;
  };

  it.each([
    { reason: 'no script', args: () => ['--chaincode', ASSET], tells: /which script/ },
    { reason: 'no folder named', args: () => [ASSET_CALLS], tells: /--chaincode where the contract is/ },
    { reason: 'an option without value', args: () => [ASSET_CALLS, '--chaincode'], tells: /--chaincode needs a value/ },
    { reason: 'an unknown option', args: () => [ASSET_CALLS, '--x', 'y'], tells: /no option --x/ },
    { reason: 'two scripts', args: () => [ASSET_CALLS, 'b', '--chaincode', ASSET], tells: /One script at a time/ },
    { reason: 'no such script', args: () => ['/no.json', '--chaincode', ASSET], tells: /Cannot read \/no\.json/ },
    { reason: 'no JSON', args: () => [file('x.json', '{'), '--chaincode', ASSET], tells: /is not JSON/ },
    { reason: 'a list', args: () => [file('l.json', '[]'), '--chaincode', ASSET], tells: /no list "calls"/ },
    {
      reason: 'no name',
      args: () => [script({ chaincode: 1 }), '--chaincode', ASSET],
      tells: /does not name a chaincode/,
    },
    {
      reason: 'no policy',
      args: () => [script({ network: 'a few peers' }), '--chaincode', ASSET],
      tells: /"network" names neither/,
    },
    {
      reason: 'a strange call',
      args: () => [script({ calls: [{ ...call, call: 'ask' }] }), '--chaincode', ASSET],
      tells: /call 0 has a "call" that/,
    },
    {
      reason: 'numbers for args',
      args: () => [script({ calls: [{ ...call, args: [1] }] }), '--chaincode', ASSET],
      tells: /call 0 has no "args"/,
    },
    {
      reason: 'a stranger',
      args: () => [script({ calls: [{ ...call, identity: 'Org3MSP:User1' }] }), '--chaincode', ASSET],
      tells: /nobody here is Org3MSP:User1/,
    },
    {
      reason: 'an unknown peer',
      args: () => [script({ calls: [{ ...call, gateway_peer: 'peer7.Org1' }] }), '--chaincode', ASSET],
      tells: /no peer peer7\.Org1/,
    },
    {
      reason: 'no such folder',
      args: () => [ASSET_CALLS, '--chaincode', '/nowhere'],
      tells: /There is no folder \/nowhere/,
    },
    { reason: 'a file as folder', args: () => [ASSET_CALLS, '--chaincode', ASSET_CALLS], tells: /is not a folder/ },
    {
      reason: 'a folder without package.json',
      args: () => [ASSET_CALLS, '--chaincode', folder],
      tells: /no package\.json/,
    },
    {
      reason: 'a contract that was not built',
      args: () => [ASSET_CALLS, '--chaincode', unbuilt()],
      tells: /main file, dist\/index\.js, is missing: build it first/,
    },
    {
      reason: 'a package.json that is none',
      args: () => [ASSET_CALLS, '--chaincode', unbuilt('[')],
      tells: /package\.json is not JSON/,
    },
    {
      reason: 'a name Fabric refuses',
      args: () => [script({ chaincode: '!' }), '--chaincode', ASSET, '--label', 'a'],
      tells: /cannot be deployed: .*invalid chaincode name '!'/,
    },
  ])('$reason is told in a sentence', async ({ args, tells }) => {
    await expect(conformChaincode(args())).rejects.toThrow(tells);
  });

  it('a contract that does not start fails every call, and the replay goes on', async () => {
    const broken = path.join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(path.join(broken, 'package.json'), '{"main":"index.js"}');
    writeFileSync(path.join(broken, 'index.js'), 'syntax error here');
    const outcome = await conformChaincode([ASSET_CALLS, '--chaincode', broken]);
    expect(outcome.differences.join('\n')).toContain('could not launch chaincode');
    expect(outcome.failed).toBe(6);
  });
});

describe('values that differ from run to run', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
  const run = (): RunValues => {
    const values = new RunValues();
    values.addTxids([a, b]);
    return values;
  };

  it.each([
    { reason: 'a transaction id of ours stands for a recorded one', ours: `tx ${a}`, recorded: `tx ${c}`, same: true },
    { reason: 'or for the place of one', ours: `tx ${a}`, recorded: 'tx <txid>', same: true },
    { reason: 'always for the same', ours: `${a} ${a}`, recorded: `${b} ${c}`, same: false },
    { reason: 'a hash must be the same', ours: `hash ${c}`, recorded: `hash ${b}`, same: false },
    { reason: 'the text around must be the same', ours: `tx ${a}`, recorded: `id ${c}`, same: false },
    { reason: 'times differ', ours: '2026-03-02T00:00:01.5Z', recorded: '2026-11-22T15:16:38.158Z', same: true },
    { reason: 'seconds too', ours: '{"seconds":1772442021}', recorded: '{"seconds":1795360189}', same: true },
    {
      reason: 'and their rest',
      ours: String.raw`"{\"nanos\":396000000}"`,
      recorded: String.raw`"{\"nanos\":0}"`,
      same: true,
    },
    { reason: 'a number is no time', ours: '{"size":5}', recorded: '{"size":6}', same: false },
    { reason: 'a time is no transaction id', ours: '2026-03-02T00:00:01Z', recorded: c, same: false },
  ])('$reason', ({ ours, recorded, same }) => {
    expect(run().same(ours, recorded)).toBe(same);
  });
});
