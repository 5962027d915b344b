/** What the inspector says of structures once the worker has answered, in both languages. */
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../../i18n/language.ts';
import { createLab } from '../../../link/lab.ts';
import type { Lab } from '../../../link/react/lab-context.tsx';
import { Inspector } from '../../Inspector.tsx';
import type { Inspection, Structure } from '../../lab-types.ts';
import type { Selection } from '../../selection.ts';
import { hostAnswering, renderInLab } from '../../testdata/lab-page.tsx';
import { recorded } from '../../testdata/recorded-trace.ts';

const [PEER, OTHER, ORDERER] = ['peer0.org1.example.com', 'peer0.org2.example.com', 'orderer2.example.com'] as const;
const CHANNEL = 'mychannel';
const TXID = 'ab'.repeat(32);

const ANSWERS: { readonly [T in Structure['type']]: Extract<Structure, { readonly type: T }> } = {
  link: { type: 'link', minMicros: 4_000, maxMicros: 9_000 },
  channel: {
    type: 'channel',
    node: PEER,
    configBlock: 2,
    consenters: [{ address: `${ORDERER}:7050`, id: null }],
  },
  chaincode: {
    type: 'chaincode',
    node: PEER,
    sequence: 1,
    version: '1.0',
    initRequired: false,
    endorsementPlugin: 'escc',
    validationPlugin: 'vscc',
    collections: [],
    approvals: [
      { mspId: 'Org1MSP', approved: true },
      { mspId: 'Org2MSP', approved: false },
    ],
    packages: [
      { node: PEER, packageId: 'basic_1.0:aa', installed: true, running: true },
      { node: OTHER, packageId: null, installed: false, running: false },
    ],
  },
  collection: {
    type: 'collection',
    node: PEER,
    terms: {
      policy: "OR('Org1MSP.member')",
      requiredPeerCount: 1,
      maximumPeerCount: 2,
      blockToLive: 100,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      endorsementPolicy: '',
    },
    holders: [
      { node: PEER, member: true, clear: 3, hashes: 3, missing: 1 },
      { node: OTHER, member: false, clear: 0, hashes: 3, missing: 0 },
    ],
  },
  snapshot: {
    type: 'snapshot',
    folder: `/var/hyperledger/production/snapshots/completed/${CHANNEL}/6`,
    lastBlockHash: 'cc',
    commitHash: 'dd',
    files: [{ name: 'txids.data', bytes: 420, hash: 'ee'.repeat(32) }],
  },
  key: {
    type: 'key',
    node: PEER,
    held: { value: '{"Owner":"Mina"}', version: '7.0' },
    policy: "OutOf(1, 'Org1MSP.peer')",
    history: [
      { txid: TXID, version: '7.0', value: '{"Owner":"Mina"}' },
      { txid: 'cd'.repeat(32), version: '6.0', value: null },
    ],
  },
};

const inspection = (structure: Structure): Inspection => ({
  title: structure.type,
  json: {},
  texts: [],
  bytes: '',
  policies: [],
  channelConfigs: [],
  consensus: [],
  structure,
});

let root: Root;
let lab: Lab;
let page: HTMLElement;
let selected: Selection | null = null;
let select: (selection: Selection | null) => void = () => undefined;

function Page() {
  const [selection, onSelect] = useState<Selection | null>(null);
  select = onSelect;
  selected = selection;
  return <Inspector {...{ selection, onSelect }} />;
}

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
  const host = {
    ...(hostAnswering(inspection(ANSWERS.link)) as object),
    inspect: (_branch: string, _at: number, { type }: Selection) =>
      Promise.resolve({ ok: true, value: inspection(ANSWERS[type as Structure['type']]) }),
  };
  lab = createLab(host as unknown as Parameters<typeof createLab>[0]);
  await lab.link.open(recorded.recording, []);
  lab.playhead.jump(recorded.horizon);
});

afterAll(() => {
  act(() => root.unmount());
  page.remove();
});

const open = async (language: Language, selection: Selection): Promise<string> => {
  await renderInLab(root, lab, language, <Page />);
  await act(async () => {
    select(selection);
    await Promise.resolve();
  });
  return page.textContent;
};

const press = (name: string) =>
  act(async () => {
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name)?.click();
    await Promise.resolve();
  });

const KEY: Selection = { type: 'key', node: PEER, channel: CHANNEL, namespace: 'basic', key: 'asset1' };
const COLLECTION: Selection = { type: 'collection', channel: CHANNEL, chaincode: 'basic', collection: 'prices' };
const CHAINCODE: Selection = { type: 'chaincode', channel: CHANNEL, chaincode: 'basic' };

const TOLD: readonly (readonly [Selection, Readonly<Record<Language, readonly string[]>>, string])[] = [
  [
    { type: 'link', from: PEER, to: ORDERER },
    {
      ko: ['링크 peer0.org1 – orderer2', '평소대로', '4–9 ms'],
      en: ['Link peer0.org1 – orderer2', 'as usual', '4–9 ms'],
    },
    'a link that nobody has touched',
  ],
  [
    { type: 'link', from: PEER, to: 'ca.org2.example.com' },
    { ko: ['직접 이야기하지 않습니다'], en: ['never talk directly'] },
    'two that have nothing to say to each other',
  ],
  [
    { type: 'channel', channel: CHANNEL },
    { ko: ['orderer2', '블록 2', 'basic 1.0 (정의 1)'], en: ['orderer2', 'Block 2', 'basic 1.0 (sequence 1)'] },
    'who orders, the config block, the chaincodes',
  ],
  [
    CHAINCODE,
    {
      ko: ['Org2MSP이 정의는 승인하지 않음', '컨테이너 실행 중', '승인한 패키지 없음'],
      en: ['Org2MSPhas not approved this definition', 'container running', 'no package approved'],
    },
    'approvals and packages as the peers have them',
  ],
  [
    COLLECTION,
    {
      ko: ['최소 1곳, 최대 2곳', '100블록이 지나면 지움', '구성원만 읽음', '원본 3개', '빠진 것 1개'],
      en: ['at least 1 and at most 2', 'gone after 100 blocks', 'only members may read', '3 in the clear', '1 missing'],
    },
    'its terms, and who has what',
  ],
  [
    KEY,
    { ko: ['(7, 0)', 'Mina', '지워짐', 'OutOf(1'], en: ['(7, 0)', 'Mina', 'deleted', 'OutOf(1'] },
    'its value, its version, its history, its own policy',
  ],
];

describe.each(['ko', 'en'] as const)('structures in %s', (language) => {
  it.each(TOLD)('%j', async (selection, said, _why) => {
    const text = await open(language, selection);
    for (const one of said[language]) expect(text).toContain(one);
  });

  it('a snapshot nobody has made is said not to be there', async () => {
    const text = await open(language, { type: 'snapshot', node: PEER, channel: CHANNEL, number: 6 });
    expect(text).toContain({ ko: '아직 만들어지지 않았습니다', en: 'has not been made yet' }[language]);
  });

  it('what this network does not have is said to be unknown', async () => {
    const text = await open(language, { type: 'channel', channel: 'nochannel' });
    expect(text).toContain({ ko: '기록에는 없는', en: 'does not have it' }[language]);
  });
});

describe('the names in a structure', () => {
  it.each<[Selection, string, Selection]>([
    [KEY, 'basic', CHAINCODE],
    [KEY, 'mychannel', { type: 'channel', channel: CHANNEL }],
    [KEY, 'transaction abab…abab', { type: 'transaction', node: PEER, channel: CHANNEL, txid: TXID }],
    [COLLECTION, 'basic', CHAINCODE],
    [CHAINCODE, 'peer0.org2', { type: 'node', node: OTHER }],
    [{ type: 'channel', channel: CHANNEL }, 'basic 1.0 (sequence 1)', CHAINCODE],
    [{ type: 'channel', channel: CHANNEL }, 'Block 2', { type: 'block', node: PEER, channel: CHANNEL, number: 2 }],
  ])('of %j, “%s” leads on', async (selection, name, target) => {
    await open('en', selection);
    await press(name);
    expect(selected).toEqual(target);
  });
});
