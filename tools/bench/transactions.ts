/**
 * Transactions a second with nothing left out: contracts in QuickJS, real signatures, real blocks on four peers and
 * three orderers. Beside it the machine's own P-256, because that is what the time is mostly made of.
 */
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { type Benchmark, type Figure, millisOf, perSecond } from './figure.ts';
import { networkWithAssets, transfer } from './transfers.ts';

const TRANSFERS = 150;

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

async function run(): Promise<readonly Figure[]> {
  const simulation = networkWithAssets(await loadSimulationParts());
  const entries = simulation.entries.length;
  let valid = 0;
  const millis = millisOf(() => {
    valid = transfer(simulation, TRANSFERS);
  });
  const facts = simulation.entries.length - entries;
  return [
    {
      name: 'exact transactions',
      value: (valid * 1000) / millis,
      unit: 'tx/s',
      against: { name: 'P-256 sign and verify', value: signaturesPerSecond(), unit: 'pairs/s' },
      note: `${String(valid)} of ${String(TRANSFERS)} TransferAsset valid, 2 endorsers, 4 peers, ${(facts / TRANSFERS).toFixed(0)} facts each`,
    },
  ];
}

export const transactionsBenchmark: Benchmark = {
  name: 'transactions',
  about: 'transactions a second with real contracts and real signatures',
  run,
};
