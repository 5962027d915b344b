import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { newBlock, withOrdererSignatures } from '../wire/block.ts';
import { utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { MetadataSchema } from '../wire/gen/common/common_pb.ts';
import { type Consenter, ConsenterSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { changeMembership, encodeMembership, type Membership, missingChange, raftMetadata } from './membership.ts';

const consenter = (name: string, host = name, port = 7050): Consenter =>
  create(ConsenterSchema, { host, port, clientTlsCert: utf8(name), serverTlsCert: utf8(name) });
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => consenter(name)) as [
  Consenter,
  Consenter,
  Consenter,
  Consenter,
  Consenter,
];

/** a, c and d at 1, 3 and 5: ids that others had lie between. */
const CURRENT: Membership = {
  members: [
    { ...a, id: 1 },
    { ...c, id: 3 },
    { ...d, id: 5 },
  ].map(({ id, host, port, clientTlsCert }) => ({ id, host, port, clientTlsCert })),
  nextId: 6,
};

const tooMany = (counts: string) =>
  `update of more than one consenter at a time is not supported, requested changes: ${counts}`;

describe('the members after a config block', () => {
  it.each<[why: string, next: readonly Consenter[], ids: readonly number[], nextId: number, rotated?: number]>([
    ['nobody comes or goes', [a, c, d], [1, 3, 5], 6],
    ['ids follow the certificates when the order changes', [d, a, c], [5, 1, 3], 6],
    ['who comes gets the next id, wherever it stands', [a, b, c, d], [1, 6, 3, 5], 7],
    ['who goes leaves an id nobody gets again', [a, d], [1, 5], 6],
    ['who comes for another takes over its id', [a, b, d], [1, 3, 5], 6, 3],
    ['another address is no other consenter', [a, consenter('c', 'elsewhere', 1), d], [1, 3, 5], 6],
  ])('%s', (_, next, ids, nextId, rotated) => {
    const changed = changeMembership(CURRENT, next);
    expect(changed.ok && changed.value.membership.members.map(({ id }) => id)).toEqual(ids);
    expect(changed.ok && changed.value.membership.members.map(({ host }) => host)).toEqual(
      next.map(({ host }) => host),
    );
    expect(changed).toMatchObject({ value: { membership: { nextId }, rotated } });
  });

  it.each([
    ['two come', [a, b, c, d, e], 'add 2 node(s), remove 0 node(s)'],
    ['two go', [a], 'add 0 node(s), remove 2 node(s)'],
    ['one comes, two go', [a, b], 'add 1 node(s), remove 2 node(s)'],
  ])('cannot be told when %s at once', (_, next, counts) => {
    expect(changeMembership(CURRENT, next)).toEqual({ ok: false, error: tooMany(counts) });
  });

  it.each([
    ['Raft has them', [1, 3, 5], undefined],
    ['one is missing', [1, 3], { type: 'add', node: 5 }],
    ['one is too many', [1, 2, 3, 5], { type: 'remove', node: 2 }],
  ])('%s', (_, voters, change) => {
    expect(missingChange(CURRENT, voters)).toEqual(change);
  });
});

describe('the metadata of a block', () => {
  const block = newBlock(7, utf8('before'), [utf8('envelope')]);

  it('are read as they were written', () => {
    const written = withOrdererSignatures(
      block,
      { lastConfig: 0, consenterMetadata: encodeMembership(CURRENT, 12) },
      [],
    );
    expect(raftMetadata(written)).toMatchObject({ consenterIds: [1n, 3n, 5n], nextConsenterId: 6n, raftIndex: 12n });
  });

  it('are none in a block no consenter has written, or where the bytes are none', () => {
    expect(raftMetadata(block)).toBeUndefined();
    const broken = toBinary(MetadataSchema, create(MetadataSchema, { value: new Uint8Array([0xff]) }));
    expect(decode(MetadataSchema, broken).ok).toBe(true);
    expect(
      raftMetadata(withOrdererSignatures(block, { lastConfig: 0, consenterMetadata: broken }, [])),
    ).toBeUndefined();
  });
});
