import { describe, expect, it } from 'vitest';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { checkCommand } from '../../sim/protocol/check-command.ts';
import { TWO_ORGS } from '../../scenes/networks.ts';
import { collectionsOf, collectionsText } from './collections-field.ts';

const TOPOLOGY: Topology = TWO_ORGS;

/** The refusal of a commit with these collections; undefined when it is a command. */
function refusalOf(collections: unknown): string | undefined {
  const definition = { name: 'cc', version: '1', sequence: 1, signaturePolicy: null, initRequired: false };
  const command = {
    type: 'commitChaincode',
    client: 'client.org1.example.com',
    channel: 'mychannel',
    definition: collections === undefined ? definition : { ...definition, collections },
  };
  const checked = checkCommand(command, TOPOLOGY, 'command');
  return checked.ok ? undefined : `${checked.error.code} ${checked.error.where}`;
}

describe('collections typed into the form', () => {
  it.each([
    ['', undefined, 'nothing: no collections'],
    ['[]', undefined, 'an empty list'],
    ['[{"name":"c","policy":"OR(\'Org1MSP.member\')"}]', undefined, 'what may be left out is filled in'],
    ['[{"name":"c"}]', 'collectionField command.definition.collections[0].policy', 'members must be said'],
    [
      '[{"name":"c","policy":"x","blockToLive":-1}]',
      'collectionField command.definition.collections[0].blockToLive',
      '',
    ],
    ['[{"name":"c","policy":"x","ttl":3}]', 'collectionFieldUnknown command.definition.collections[0].ttl', 'a typo'],
    [
      '[{"name":"c","policy":"x","endorsementPolicy":"y"}]',
      'collectionField command.definition.collections[0].endorsementPolicy',
      '',
    ],
    ['{"name":"c"}', 'notCollections command.definition.collections', 'one instead of a list'],
    ['[{"name":', 'notCollections command.definition.collections', 'no JSON'],
  ])('%s', (text, refusal, _why) => {
    expect(refusalOf(collectionsOf(text))).toBe(refusal);
  });

  it('come back as the text they were', () => {
    const typed = collectionsOf('[{"name":"c","policy":"p","maxPeerCount":3}]');
    expect(collectionsOf(collectionsText(typed))).toEqual(typed);
  });
});
