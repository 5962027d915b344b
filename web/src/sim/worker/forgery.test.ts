/** A client that lies: each lie is found out at its own place, in the words of real Fabric. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command } from '../protocol/commands.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, transferTo } from './test-simulation.ts';

const PEER = 'peer0.org1.example.com';

let ready: Simulation;

type Lie = NonNullable<(Command & { type: 'submitTransaction' })['forgery']>;

/** The world after a transfer with this lie in it. */
function after(forgery: Lie, via: 'client' | 'gateway'): Simulation {
  const simulation = ready.forkAt(ready.now);
  give(simulation, { ...transferTo('Mina'), forgery, via });
  return simulation;
}

function ownerIn(simulation: Simulation): string {
  const stored = (simulation.stateOf(PEER) as PeerState).disk.ledgers['mychannel']?.state.get('basic', 'asset1');
  return stored ? (JSON.parse(fromUtf8(stored.value)) as { readonly Owner: string }).Owner : '';
}

beforeAll(async () => {
  ready = begin(scene, await loadSimulationParts(), ...scene.setup);
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
