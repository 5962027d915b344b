import { beforeAll, describe, expect, it } from 'vitest';
import { gzipSync } from 'fflate';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { buildPackage, packageIdOf } from '../chaincode/package.ts';
import { writeTar } from '../chaincode/tar.ts';
import { invariant } from '../kernel/result.ts';
import type { Command } from '../protocol/commands.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import { digestOf } from '../trace/digest.ts';
import { base64, utf8 } from '../wire/bytes.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, facts, give, replayed } from './test-simulation.ts';

const CLIENTS = ['client.org1.example.com', 'client.org2.example.com'] as const;
const channel = 'mychannel';
const label = 'elsewhere_1.0';

const CONTRACT = {
  'package.json': '{"main":"index.js","scripts":{"start":"fabric-chaincode-node start"}}',
  'index.js': `const { Contract } = require('fabric-contract-api');
class Elsewhere extends Contract { async Where() { return 'elsewhere'; } }
module.exports.contracts = [Elsewhere];`,
};

/** The same folder as others would pack it: the other order, another owner, stored instead of compressed. */
function packedElsewhere(): Uint8Array {
  const tgz = (files: readonly (readonly [string, Uint8Array])[]): Uint8Array => {
    const archive = writeTar(
      files.map(([name, bytes]) => ({ name, bytes })),
      { uid: 1000, gid: 1000 },
    );
    invariant(archive, 'the names fit');
    return gzipSync(archive, { level: 0, mtime: 1_600_000_000_000 });
  };
  const code = tgz(Object.entries(CONTRACT).map(([name, text]) => [`src/${name}`, utf8(text)]));
  return tgz([
    ['code.tar.gz', code],
    ['metadata.json', utf8(`{ "label": "${label}", "type": "NODE", "path": "/home/ann/elsewhere" }`)],
  ]);
}

const bytes = packedElsewhere();
const client = CLIENTS[0];
const incoming: Command = { type: 'importPackage', client, label, package: base64(bytes) };

let parts: SimulationParts;
let ready: Simulation;
const fresh = (): Simulation => ready.forkAt(ready.now);

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(scene, parts, ...scene.setup);
}, 60_000);

describe('a package made elsewhere', () => {
  it('is installed with its own bytes, has its own id on every peer, and runs', () => {
    const simulation = fresh();
    const definition = { name: 'elsewhere', version: '1', sequence: 1, signaturePolicy: null, initRequired: false };
    give(
      simulation,
      incoming,
      ...CLIENTS.flatMap((org): Command[] => [
        { type: 'installChaincode', client: org, node: org.replace('client', 'peer0'), label },
        { type: 'approveChaincode', client: org, channel, definition, label },
      ]),
      { type: 'commitChaincode', client, channel, definition },
    );
    const packageId = packageIdOf(label, bytes);
    const ours = buildPackage(label, 'elsewhere', new Map(Object.entries(CONTRACT)));
    expect(ours.ok && ours.value.packageId, 'packing it again would give it another').not.toBe(packageId);
    expect(facts(simulation, 'packageReceived')).toEqual([
      { type: 'packageReceived', label, packageId, size: bytes.length },
    ]);
    const installed = facts(simulation, 'chaincodeInstalled').filter((fact) => fact.packageId === packageId);
    expect(installed).toHaveLength(CLIENTS.length);
    give(simulation, {
      ...{ type: 'evaluateTransaction', client, identity: 'User1', channel, chaincode: 'elsewhere' },
      ...{ function: 'Where', args: [], transient: {}, peer: null },
    });
    expect(facts(simulation, 'queryAnswered').at(-1)?.payload).toBe('elsewhere');
  });

  it('is in the recording, which needs nothing else', () => {
    const simulation = fresh();
    give(simulation, incoming);
    const read = checkRecording(JSON.parse(JSON.stringify(simulation.recording)));
    invariant(read.ok, 'a recording can be written and read');
    const again = replayed({ recording: read.value, now: simulation.now }, parts);
    expect(digestOf(again.entries)).toBe(digestOf(simulation.entries));
    expect(again.files.packages[label]?.bytes).toEqual(bytes);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['text that is no base64', { package: 'ÿ' }, 'notBase64'],
    ['something that is no text', { package: 1 }, 'notBase64'],
    ['bytes that are no package', { package: base64(utf8('hello')) }, 'badPackage'],
    ['another label than its own', { label: 'other' }, 'packageLabelDiffers'],
    ['an unknown client', { client: 'nobody' }, 'unknownNode'],
  ])('is refused with %s', (_reason, change, code) => {
    const given = fresh().perform({ ...incoming, ...change });
    expect(given.ok ? '' : given.error.code).toBe(code);
  });
});
