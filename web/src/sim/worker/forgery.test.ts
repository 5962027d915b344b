/** A client that lies: each lie is found out at its own place, in the words of real Fabric. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command } from '../protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../protocol/recording.ts';
import type { FactOf, FactType } from '../trace/facts.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { runUntilSettled } from './settle.ts';
import { Simulation } from './simulation.ts';

const { generation, seed, topology, contracts, setup } = scene;
const PEER = 'peer0.org1.example.com';

let ready: Simulation;

function give(simulation: Simulation, ...commands: readonly Command[]): void {
  for (const command of commands) {
    const performed = simulation.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${performed.error.code} ${JSON.stringify(performed.error.params)}`);
    runUntilSettled(simulation, performed.value);
  }
}

function facts<T extends FactType>(simulation: Simulation, type: T): readonly FactOf<T>[] {
  return simulation.entries.flatMap(({ fact }) => (fact.type === type ? [fact as FactOf<T>] : []));
}

type Lie = NonNullable<(Command & { type: 'submitTransaction' })['forgery']>;

/** The world after a transfer with this lie in it. */
function after(forgery: Lie, via: 'client' | 'gateway'): Simulation {
  const simulation = ready.forkAt(ready.now);
  give(simulation, {
    type: 'submitTransaction',
    client: 'client.org1.example.com',
    identity: 'User1',
    channel: 'mychannel',
    chaincode: 'basic',
    function: 'TransferAsset',
    args: ['asset1', 'Mina'],
    transient: {},
    endorsers: null,
    forgery,
    via,
  });
  return simulation;
}

function ownerIn(simulation: Simulation): string {
  const stored = (simulation.stateOf(PEER) as PeerState).disk.ledgers['mychannel']?.state.get('basic', 'asset1');
  return stored ? (JSON.parse(fromUtf8(stored.value)) as { readonly Owner: string }).Owner : '';
}

beforeAll(async () => {
  const empty: Recording = { formatVersion: FORMAT_VERSION, generation, seed, topology, contracts, commands: [] };
  const played = Simulation.play(empty, await loadSimulationParts());
  invariant(played.ok, 'an empty recording can be played');
  ready = played.value;
  give(ready, ...setup);
});

const DENIED = 'error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]';

describe.each(['client', 'gateway'] as const)('a lie told by way of the %s', (via) => {
  it.each(['proposalSignature', 'proposal'] as const)(
    'about %s is found out by the first peer that is asked',
    (lie) => {
      const simulation = after(lie, via);
      expect(facts(simulation, 'requestForged').map(({ forgery }) => forgery)).toEqual([lie]);
      expect(new Set(facts(simulation, 'proposalRefused').map(({ message }) => message))).toEqual(new Set([DENIED]));
      // A gateway says what the peers said beside its own text.
      const told = facts(simulation, 'gatewayCallFailed').flatMap(({ details }) =>
        details.map(({ message }) => message),
      );
      const text = [facts(simulation, 'commandFailed').at(-1)?.text, ...told].join('\n');
      expect(text).toContain(DENIED);
      expect(facts(simulation, 'simulationStarted').length, 'nothing was run').toBe(
        facts(ready, 'simulationStarted').length,
      );
    },
  );

  it.each(['envelopeSignature', 'envelope'] as const)('about %s is found out by the orderer', (lie) => {
    const simulation = after(lie, via);
    expect(facts(simulation, 'requestForged').map(({ forgery }) => forgery)).toEqual([lie]);
    const [refused] = facts(simulation, 'envelopeRefused');
    expect(refused).toMatchObject({ status: 'FORBIDDEN' });
    expect(facts(simulation, 'commandFailed').at(-1)?.text).toContain('permission denied');
    expect(ownerIn(simulation)).toBe(ownerIn(ready));
  });

  it('about the result is ordered, and found out by every peer when it validates', () => {
    const simulation = after('result', via);
    expect(facts(simulation, 'commitStatusReceived').at(-1)?.code).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(ownerIn(simulation)).toBe(ownerIn(ready));
  });
});
