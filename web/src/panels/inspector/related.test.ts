import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../lab-types.ts';
import { entryOf, recorded, recordedTrace } from '../testdata/recorded-trace.ts';
import { certificateRole } from './certificate-role.ts';
import { relatedTo } from './related.ts';
import { holderOf, subjectOf } from './subject.ts';

const NODE = 'orderer.example.com';
const send: Fact = {
  type: 'messageSent',
  message: 7,
  to: NODE,
  kind: 'config',
  label: 'broadcast',
  arrivesAt: 5,
  size: 1,
};
const refused: Fact = { type: 'envelopeRefused', channel: 'c', txid: '', status: 'FORBIDDEN', info: '' };
const entry = (seq: number, node: string, cause: number | null, fact: Fact): Entry => ({
  seq,
  at: seq,
  node,
  cause,
  fact,
});

describe('what an entry speaks of', () => {
  it('a refusal leads to the message that was refused', () => {
    const entries = [entry(0, 'client', null, send), entry(1, NODE, 0, refused)];
    const [only, ...others] = relatedTo(entries, entries[1] ?? entry(1, NODE, 0, refused));
    expect(only?.selection).toEqual({ type: 'message', message: 7 });
    expect(others).toEqual([]);
  });

  it('but not to one that went to somebody else', () => {
    const entries = [entry(0, 'client', null, { ...send, to: 'another' }), entry(1, NODE, 0, refused)];
    expect(relatedTo(entries, entries[1] ?? entry(1, NODE, 0, refused))).toEqual([]);
  });

  it('a block with failures leads to the transactions that failed, with their codes', () => {
    const verdicts = [
      { txid: 'aa', code: 'VALID' },
      { txid: 'bb', code: 'ENDORSEMENT_POLICY_FAILURE' },
    ] as const;
    const validated = entry(0, 'peer', null, {
      type: 'blockValidated',
      channel: 'c',
      number: 9,
      plugin: 'vscc',
      verdicts,
    });
    expect(relatedTo([validated], validated)).toEqual([
      {
        selection: { type: 'transaction', node: 'peer', channel: 'c', txid: 'bb' },
        what: 'transaction',
        code: 'ENDORSEMENT_POLICY_FAILURE',
      },
    ]);
  });
});

describe('who is asked about a transaction', () => {
  const { txid, channel } = entryOf('commitStatusReceived').fact;
  const holder = (node: string, count: number) => {
    const selection = { type: 'transaction', node, channel, txid } as const;
    const subject = subjectOf(recordedTrace, selection, count);
    return subject === null ? null : holderOf(recordedTrace, selection, subject, count);
  };
  const committed = entryOf('blockCommitted', ({ verdicts }) => verdicts.some((verdict) => verdict.txid === txid));

  it('a client keeps no blocks: a peer is asked instead', () => {
    expect(holder('client.org1.example.com', recorded.entries.length)).toMatchObject({ node: committed.node });
  });

  it('the node itself, where it has it', () => {
    expect(holder('peer1.org2.example.com', recorded.entries.length)).toMatchObject({ node: 'peer1.org2.example.com' });
  });

  it('nobody, before any block holds it: the worker knows the future and must not tell', () => {
    const cut = entryOf('blockCut', ({ txids }) => txids.includes(txid));
    expect(holder('peer1.org2.example.com', cut.seq)).toBeNull();
  });
});

describe('what a certificate makes of its holder', () => {
  it.each([
    ['a peer', 'Issuer: C = US, CN = ca\n  Subject: C = US, OU = peer, CN = peer0.org1.example.com\n', 'peer'],
    ['from Fabric CA, several units in one', 'Subject: OU = client + OU = org1, CN = user1\n', 'client'],
    ['the role of the issuer does not count', 'Issuer: OU = admin, CN = ca\nSubject: CN = someone\n', null],
    ['a name that only looks like a unit', 'Subject: CN = OU peer\n', null],
    ['a CA', 'Subject: CN = ca.org1\n X509v3 Basic Constraints: critical\n CA:TRUE\n', 'authority'],
  ])('%s', (_, text, role) => {
    expect(certificateRole(text)).toBe(role);
  });
});
