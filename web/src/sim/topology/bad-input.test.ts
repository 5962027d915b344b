import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changedDocument } from '../channel/changed-documents.ts';
import { checkTopology } from './nodes.ts';
import { readTopology } from './read-topology.ts';

const yaml = (name: string): unknown =>
  parse(readFileSync(new URL(`../channel/testdata/${name}`, import.meta.url), 'utf8'), { merge: true });

const PLACE = /^[A-Za-z0-9_.[\], -]*: ./;

describe('changed files of a network', () => {
  it.each(['raft.configtx.yaml', 'consortium/configtx.yaml'])(
    '%s: give a network that can be, or say where it cannot',
    (name) => {
      const [cryptoConfig, configtx] = [yaml('raft.crypto-config.yaml'), yaml(name)];
      let networks = 0;
      fc.assert(
        fc.property(fc.nat(), fc.nat(), fc.nat(3), (seed, cryptoSeed, both) => {
          const reading = readTopology({
            cryptoConfig: both ? cryptoConfig : changedDocument(structuredClone(cryptoConfig), cryptoSeed),
            configtx: changedDocument(structuredClone(configtx), seed),
          });
          const notes = reading.ok ? reading.value.remarks : reading.error;
          for (const { text } of notes) expect(text).toMatch(PLACE);
          if (reading.ok) {
            networks++;
            expect(checkTopology(reading.value.topology)).toMatchObject({ ok: true });
          } else expect(notes.length).toBeGreaterThan(0);
        }),
        { numRuns: 150, seed: 1 },
      );
      // Some changes harm nothing; most do.
      expect(networks).toBeGreaterThan(10);
      expect(networks).toBeLessThan(140);
    },
  );

  it('and anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (cryptoConfig, configtx) => {
        expect(readTopology({ cryptoConfig, configtx }).ok).toBe(false);
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
