import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTopology } from '../topology/nodes.ts';
import { checkRecording } from './check-recording.ts';

const recording = () => ({
  formatVersion: 1,
  generation: '3.x',
  seed: 'seed',
  topology: {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer'] },
    peerOrgs: [
      { name: 'Org1', mspId: 'Org1MSP', domain: 'org1.com', peers: 2, users: 1, clients: ['client'], ca: true },
    ],
    channels: [
      {
        id: 'mychannel',
        orgs: ['Org1'],
        batchTimeoutMicros: 2_000_000,
        maxMessageCount: 10,
        absoluteMaxBytes: 1000,
        preferredMaxBytes: 500,
      },
    ],
  },
  contracts: { mine: { 'package.json': '{}' } },
  commands: [
    { at: 0, command: { type: 'generateCrypto' } },
    { at: 5, command: { type: 'joinPeer', node: 'peer0.org1.com', channel: 'mychannel' } },
    {
      at: 6,
      command: {
        type: 'setLink',
        from: 'orderer.example.com',
        to: 'peer0.org1.com',
        up: true,
        loss: 0,
        latencyFactor: 1,
      },
    },
  ],
});

/** Arrays within arrays, too deep for anything that walks them by calling itself. */
function abyss(): unknown {
  let deep: unknown = [];
  for (let depth = 0; depth < 20_000; depth++) deep = [deep];
  return deep;
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  2 ** 32,
  '',
  '__proto__',
  '..',
  [],
  {},
  JSON.parse('{"toString":0,"valueOf":0}'),
  JSON.parse('{"__proto__":{"at":1}}'),
  abyss(),
];

type Json = Record<string, unknown>;

/** Every place in `value`, as the keys that lead there. */
function places(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[key], ...places(member).map((path) => [key, ...path])]);
}

function nodeAt(root: unknown, path: readonly string[]): Json {
  let node = root as Json;
  for (const key of path) node = node[key] as Json;
  return node;
}

describe('a recording with something else in any one place', () => {
  it('is a recording or refused, with the place, never an exception', () => {
    const where = places(recording());
    expect(where.length).toBeGreaterThan(40);
    for (const path of where)
      for (const odd of ODD) {
        const changed = recording();
        nodeAt(changed, path.slice(0, -1))[path.at(-1) ?? ''] = odd;
        const checked = checkRecording(changed);
        if (checked.ok) expect(checkTopology(checked.value.topology).ok).toBe(true);
        else expect(checked.error.where).not.toBe('');
        expect(JSON.stringify(checked.ok ? null : checked.error).length).toBeLessThan(400);
      }
  });

  it('or nothing there at all is refused', () => {
    for (const path of places(recording())) {
      const changed = recording();
      const [parent, name] = [nodeAt(changed, path.slice(0, -1)), path.at(-1) ?? ''];
      if (Array.isArray(parent) || path[0] === 'contracts') continue;
      Reflect.deleteProperty(parent, name);
      expect(checkRecording(changed).ok, path.join('.')).toBe(false);
    }
  });

  it.each<[why: string, path: string, value: unknown, code: string]>([
    ['time that nobody can wait for', 'commands.2.at', 1e15, 'timeTooLate'],
    ['time beyond whole numbers', 'commands.2.at', 1e300, 'notATime'],
    ['a batch no configuration can hold', 'topology.channels.0.maxMessageCount', 2 ** 32, 'badBatchSize'],
    ['peers no picture can show', 'topology.peerOrgs.0.peers', 1e9, 'notATopology'],
    ['a name that every object has', 'commands.0.command.type', 'toString', 'unknownCommand'],
  ])('%s: %s = %j', (_why, path, value, code) => {
    const changed = recording();
    const keys = path.split('.');
    nodeAt(changed, keys.slice(0, -1))[keys.at(-1) ?? ''] = value;
    expect(checkRecording(changed)).toMatchObject({ ok: false, error: { code } });
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(checkRecording(value).ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
