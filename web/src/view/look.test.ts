import { describe, expect, it } from 'vitest';
import { recordedTrace } from '../panels/testdata/recorded-trace.ts';
import type { InspectTarget } from '../sim/protocol/requests.ts';
import { lookSegments, readLook } from './look.ts';

const { topology } = recordedTrace;
const [NODE, OTHER, channel] = ['peer0.org1.example.com', 'orderer2.example.com', 'mychannel'];

describe('what is looked at, in an address', () => {
  it.each<InspectTarget>([
    { type: 'link', from: NODE, to: OTHER },
    { type: 'channel', channel },
    { type: 'chaincode', channel, chaincode: 'basic' },
    { type: 'collection', channel, chaincode: 'basic', collection: '_implicit_org_Org1MSP' },
    { type: 'snapshot', node: NODE, channel, number: 6 },
    { type: 'key', node: NODE, channel, namespace: 'basic', key: '\u0000owner~name\u0000a/b&c\u0000' },
  ])('%j is read as it was written', (target) => {
    expect(readLook(lookSegments(target), topology)).toEqual(target);
  });

  it.each<InspectTarget | null>([null, { type: 'node', node: NODE }, { type: 'message', message: 3 }])(
    'of %j an address says nothing',
    (target) => {
      expect(lookSegments(target)).toEqual([]);
    },
  );

  it.each([
    [[], 'nothing'],
    [['channel', 'nochannel'], 'no such channel'],
    [['link', NODE, 'nobody.example.com'], 'no such node'],
    [['snapshot', NODE, channel, 'six'], 'no number'],
    [['chaincode', channel], 'a part is missing'],
    [['channel', channel, 'more'], 'a part too many'],
    [['folder', channel], 'no such thing'],
  ])('%j is nothing to look at: %s', (segments) => {
    expect(readLook(segments, topology)).toBeNull();
  });
});
