import { describe, expect, it } from 'vitest';
import { TWO_ORGS } from '../../scenes/networks.ts';
import type { ChaincodeDefinition } from '../lab-types.ts';
import { commandLines } from './command-line.ts';

const BASE = { name: 'cc', version: '1', sequence: 1, signaturePolicy: null, initRequired: false };
const COLLECTION = {
  name: 'c',
  policy: "OR('Org1MSP.member')",
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 3,
  memberOnlyRead: true,
  memberOnlyWrite: false,
  endorsementPolicy: null,
};

const linesOf = (definition: ChaincodeDefinition): readonly string[] =>
  commandLines(
    { type: 'approveChaincode', client: 'client.org1.example.com', channel: 'mychannel', definition, label: null },
    TWO_ORGS,
  ).lines.map((parts) => parts.join(' '));

describe('a definition with collections on the command line', () => {
  it('writes the file first, as the real tool reads it, and names it', () => {
    const [file = '', approve = ''] = linesOf({ ...BASE, collections: [COLLECTION] });
    const json = /^echo '(.*)' > collections_config\.json$/.exec(file)?.[1]?.replaceAll(`'\\''`, "'") ?? '';
    const { endorsementPolicy: _, ...written } = COLLECTION;
    expect(JSON.parse(json)).toEqual([written]);
    expect(approve).toMatch(/approveformyorg .*--collections-config collections_config\.json/);
  });

  it('has neither file nor option without', () => {
    const lines = linesOf(BASE);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/collections/);
  });
});
