import { describe, expect, it } from 'vitest';
import { DOCK_TABS } from '../panels/dock-tabs.ts';
import { formatAddress, formatBesideAddress, parseAddress } from './address.ts';

describe('the address', () => {
  const rows: readonly [hash: string, expected: ReturnType<typeof parseAddress>, reason: string][] = [
    ['', { type: 'none', language: null }, 'the bare page'],
    ['#/?lang=en', { type: 'none', language: 'en' }, 'a language alone'],
    ['#/nodes', { type: 'place', scene: 'nodes', step: null, inside: [], language: null }, 'a scene'],
    [
      '#/nodes/ca?lang=ko',
      { type: 'place', scene: 'nodes', step: 'ca', inside: [], language: 'ko' },
      'scene, step and language',
    ],
    [
      '#nodes//ca/x?lang=fr&a=b',
      { type: 'place', scene: 'nodes', step: 'ca', inside: [], language: null },
      'typed by hand',
    ],
    ['#/nodes/beside', { type: 'place', scene: 'nodes', step: 'beside', inside: [], language: null }, 'beside nothing'],
    [
      '#/nodes/beside/gossip?lang=ko',
      { type: 'beside', scene: 'nodes', other: 'gossip', picture: null, language: 'ko' },
      'two scenes side by side',
    ],
    [
      '#/nodes/beside/gossip/ca/x',
      { type: 'beside', scene: 'nodes', other: 'gossip', picture: 'ca', language: null },
      'two scenes, at a picture',
    ],
    [
      '#/nodes/ca/in/peer/peer0.org1.example.com/block/mychannel/6?lang=ko',
      {
        type: 'place',
        scene: 'nodes',
        step: 'ca',
        inside: ['peer', 'peer0.org1.example.com', 'block', 'mychannel', '6'],
        language: 'ko',
      },
      'the inside of something',
    ],
    [
      '#/nodes/in/peer/p',
      { type: 'place', scene: 'nodes', step: null, inside: ['peer', 'p'], language: null },
      'an inside at the first step',
    ],
    [
      '#/nodes/ca?lang=ko&look=key&look=peer0&look=mychannel&look=basic&look=a%2Fb%26c',
      {
        type: 'place',
        scene: 'nodes',
        step: 'ca',
        inside: [],
        language: 'ko',
        look: ['key', 'peer0', 'mychannel', 'basic', 'a/b&c'],
      },
      'what is looked at',
    ],
    [
      '#/nodes/ca?lang=ko&dock=blocks',
      { type: 'place', scene: 'nodes', step: 'ca', inside: [], language: 'ko', dock: 'blocks' },
      'a page of the dock',
    ],
    [
      '#/nodes/in/peer/p?dock=ink',
      { type: 'place', scene: 'nodes', step: null, inside: ['peer', 'p'], language: null },
      'a page of a dock that is not ours',
    ],
    ['#/%E0%A4%A', { type: 'place', scene: '%E0%A4%A', step: null, inside: [], language: null }, 'not decodable'],
    ['#s=abc.1-2', { type: 'moment', text: 'abc.1-2' }, 'a shared moment'],
    ['#s=', { type: 'moment', text: '' }, 'a shared moment cut off'],
  ];
  it.each(rows)('%s: %j (%s)', (hash, expected) => {
    expect(parseAddress(hash)).toEqual(expected);
  });

  it('is read as it was written', () => {
    const written = formatAddress('transaction-flow', 'a b', 'en');
    expect(parseAddress(written)).toEqual({
      type: 'place',
      scene: 'transaction-flow',
      step: 'a b',
      inside: [],
      language: 'en',
    });
    const inside = ['policy', 'ch', '/Channel/Readers'];
    expect(parseAddress(formatAddress('nodes', 'ca', 'ko', { inside }))).toMatchObject({ step: 'ca', inside });
    for (const dock of DOCK_TABS.filter((tab) => tab !== 'timeline'))
      expect(parseAddress(formatAddress('nodes', 'ca', 'ko', { inside, dock }))).toMatchObject({ inside, dock });
    expect(formatAddress('nodes', 'ca', 'ko', { dock: 'timeline' })).toBe('#/nodes/ca?lang=ko');
    for (const picture of [null, 'a b']) {
      const beside = { type: 'beside', scene: 'bring-up', other: 'bring-up-today', picture, language: 'ko' } as const;
      expect(parseAddress(formatBesideAddress(beside, 'ko'))).toEqual(beside);
    }
  });
});
