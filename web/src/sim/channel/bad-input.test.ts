import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { utf8 } from '../wire/bytes.ts';
import { changedDocument } from './changed-documents.ts';
import { newChannelGroup } from './genesis.ts';
import {
  channelCreationSpecOf,
  channelSpecOf,
  configtxProfiles,
  type MaterialReader,
  readConfigtxOrganizations,
  readConfigtxProfile,
  systemChannelSpecOf,
} from './read-configtx.ts';
import { readCryptoConfig } from './read-crypto-config.ts';
import { channelCreationUpdate, newSystemChannelGroup } from './system-channel.ts';

const textOf = (name: string): string => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

const anything: MaterialReader = {
  mspConfig: (dir) => ({ ok: true, value: utf8(dir) }),
  certificate: (path) => ({ ok: true, value: utf8(path) }),
};

/** Every line of a refusal begins with a place, even if that is the whole document. */
const PLACE = /^[A-Za-z0-9_.[\], -]*: ./;

const RUNS = { numRuns: 150, seed: 1 };

describe('changed documents are read or refused, with the place', () => {
  it.each(['raft.configtx.yaml', 'bft.configtx.yaml', 'consortium/configtx.yaml'])('%s', (name) => {
    const intact: unknown = parse(textOf(name), { merge: true });
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const document = changedDocument(structuredClone(intact), seed);
        readConfigtxOrganizations(document, anything);
        for (const profile of configtxProfiles(document)) {
          const read = readConfigtxProfile(document, profile, anything);
          if (!read.ok) {
            for (const { text } of read.error) expect(text).toMatch(PLACE);
            continue;
          }
          const channel = channelSpecOf('mychannel', read.value);
          if (channel.ok) newChannelGroup(channel.value);
          const system = systemChannelSpecOf('system-channel', read.value);
          if (system.ok) newSystemChannelGroup(system.value);
          const creation = channelCreationSpecOf('mychannel', read.value);
          if (creation.ok) channelCreationUpdate(creation.value);
        }
      }),
      RUNS,
    );
  });

  it('crypto-config.yaml', () => {
    const intact: unknown = parse(textOf('raft.crypto-config.yaml'));
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const read = readCryptoConfig(changedDocument(structuredClone(intact), seed));
        if (!read.ok) for (const { text } of read.error) expect(text).toMatch(PLACE);
      }),
      RUNS,
    );
  });
});
