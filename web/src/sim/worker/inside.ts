/** Looks into a thing in the world as the simulation has it now: each kind in a file of its own. */
import { ok, type Refusal, type Result } from '../kernel/result.ts';
import type { InsideByType, InsideTarget, InsideThing, InsideType } from '../protocol/inside.ts';
import { blockInside } from './inside-block.ts';
import { certificateInside } from './inside-certificate.ts';
import { configInside } from './inside-config.ts';
import { caInside, clientInside } from './inside-members.ts';
import { brokerInside, ordererInside, zooKeeperInside } from './inside-orderer.ts';
import { peerInside } from './inside-peer.ts';
import { policyInside } from './inside-policy.ts';
import { transactionInside } from './inside-transaction.ts';
import type { Simulation } from './simulation.ts';

const thing = <T extends InsideType>(type: T, found: Result<InsideByType[T]>): Result<InsideThing, Refusal> =>
  found.ok ? ok({ type, data: found.value } as unknown as InsideThing) : found;

export function lookInside(simulation: Simulation, target: InsideTarget): Result<InsideThing, Refusal> {
  switch (target.type) {
    case 'block':
      return thing('block', blockInside(simulation, target));
    case 'transaction':
      return thing('transaction', transactionInside(simulation, target));
    case 'certificate':
      return thing('certificate', certificateInside(simulation, target.fingerprint));
    case 'policy':
      return thing('policy', policyInside(simulation, target));
    case 'config':
      return thing('config', configInside(simulation, target));
    case 'peer':
      return thing('peer', peerInside(simulation, target.node));
    case 'orderer':
      return thing('orderer', ordererInside(simulation, target.node));
    case 'broker':
      return thing('broker', brokerInside(simulation, target.node));
    case 'zookeeper':
      return thing('zookeeper', zooKeeperInside(simulation, target.node));
    case 'ca':
      return thing('ca', caInside(simulation, target.node));
    case 'client':
      return thing('client', clientInside(simulation, target.node));
  }
}
