/**
 * Transactions a second with nothing left out: contracts in QuickJS, real signatures, real blocks on four peers and
 * three orderers. Beside it the machine's own P-256, because that is what the time is mostly made of.
 */
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { type Benchmark, type Figure, millisOf, perSecond } from './figure.ts';
import { networkWithAssets, transfer } from './transfers.ts';

/** Ten seconds: what the engine compiles in the first of them is not what a session is made of. */
const TRANSFERS = 1_500;

/** Pairs of sign and verify a second, each over another message: nothing is remembered. */
function signaturesPerSecond(): number {
  const privateKey = sha256(utf8('bench'));
  const publicKey = p256.getPublicKey(privateKey, false);
  let count = 0;
  const pair = (): number => {
    const digest = sha256(utf8(`message ${String(count++)}`));
    const signature = p256.sign(digest, privateKey, { prehash: false, lowS: true });
    return p256.verify(signature, digest, publicKey, { prehash: false, lowS: true }) ? 1 : 0;
  };
  perSecond(300, pair);
  return perSecond(1_500, pair);
}

/** Milliseconds of playing the whole recording once more, with what was computed remembered. */
function replayed({ recording, now, entries }: Simulation, parts: SimulationParts): number {
  return millisOf(() => {
    const played = Simulation.play(recording, parts);
    invariant(played.ok, 'what was recorded can be played');
    played.value.runUntil(now);
    invariant(played.value.entries.length === entries.length, 'a replay gives the same facts');
  });
}

async function run(): Promise<readonly Figure[]> {
  const parts = await loadSimulationParts();
  const simulation = networkWithAssets(parts);
  const entries = simulation.entries.length;
  let valid = 0;
  const millis = millisOf(() => {
    valid = transfer(simulation, TRANSFERS);
  });
  const facts = simulation.entries.length - entries;
  const again = replayed(simulation, parts);
  return [
    {
      name: 'exact transactions',
      value: (valid * 1000) / millis,
      unit: 'tx/s',
      against: { name: 'P-256 sign and verify', value: signaturesPerSecond(), unit: 'pairs/s' },
      note: `${String(valid)} of ${String(TRANSFERS)} TransferAsset valid, 2 endorsers, 4 peers, ${(facts / TRANSFERS).toFixed(0)} facts each`,
    },
    {
      name: 'replay of them',
      value: (valid * 1000) / again,
      unit: 'tx/s',
      against: { name: 'the first time', value: (valid * 1000) / millis, unit: 'tx/s' },
      note: 'signatures and invocations are remembered; bringing the network up is counted here and not there',
    },
  ];
}

export const transactionsBenchmark: Benchmark = {
  name: 'transactions',
  about: 'transactions a second with real contracts and real signatures',
  run,
};
