import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyPairFrom } from '../crypto/p256.ts';
import { invariant, type Result } from '../kernel/result.ts';
import {
  blockChannelId,
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSignedData,
  checkWellFormed,
  commitHash,
  decodeBlock,
  isConfigBlock,
  ordererMetadata,
  transactionsFilter,
} from './block.ts';
import { utf8 } from './bytes.ts';
import { isRevocationListSignedBy, parseRevocationList } from './crl.ts';
import { revocationListText } from './crl-text.ts';
import { buildCertificateRequest, caRequestExtension, isSelfSigned, parseCertificateRequest } from './csr.ts';
import { damagedBytes } from './damaged-bytes.ts';
import { checkHeaders, parseEnvelope } from './envelope.ts';
import {
  blockBytesTree,
  envelopeTree,
  filteredBlockTree,
  proposalResponseTree,
  signedProposalTree,
} from './message-json.ts';
import { decodePem, encodePem } from './pem.ts';
import { parseProposal } from './proposal.ts';
import { parseSeek } from './seek.ts';
import { decodeTransaction } from './transaction.ts';
import { NAME_OID } from './x509-name.ts';
import { parsePrivateKeyPem, privateKeyPem } from './x509-private-key.ts';
import { certificateText } from './x509-text.ts';
import { hasP256Key, isSignedBy, parseCertificate } from './x509.ts';

const folder = (name: string): string[] => readdirSync(new URL(`testdata/${name}/`, import.meta.url));
const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`testdata/${name}`, import.meta.url)));

/** Runs `check` on `intact`, damaged in many ways that are the same in each run. */
function tryDamaged(intact: Uint8Array, numRuns: number, check: (damaged: Uint8Array) => void): void {
  fc.assert(
    fc.property(fc.nat(), (damage) => {
      check(damagedBytes(intact, damage));
    }),
    { numRuns, seed: 1 },
  );
}

/** A refusal says why; what is accepted may be used like any other. */
function ifRead<T>(read: Result<T, string>, user: (value: T) => void): void {
  if (read.ok) user(read.value);
  else expect(read.error).not.toBe('');
}

function derOf(name: string): Uint8Array {
  const pem = decodePem(bytesOf(name));
  invariant(pem, name);
  return pem.bytes;
}

describe('damaged certificates and lists are read or refused', () => {
  const names = folder('certificates').filter((name) => name.endsWith('.pem'));

  it.each(names)('%s', (name) => {
    const der = derOf(`certificates/${name}`);
    const intact = parseCertificate(der);
    invariant(intact.ok, name);
    tryDamaged(der, 40, (damaged) => {
      ifRead(parseCertificate(damaged), (certificate) => {
        expect(certificateText(certificate)).toContain('Certificate:');
        hasP256Key(certificate);
        isSignedBy(certificate, intact.value);
      });
    });
    tryDamaged(bytesOf(`certificates/${name}`), 15, (damaged) => {
      const pem = decodePem(damaged);
      if (pem) ifRead(parseCertificate(pem.bytes), certificateText);
    });
  });

  it('a revocation list', () => {
    const issuer = parseCertificate(derOf('certificates/fabric-ca-ca-cert.pem'));
    invariant(issuer.ok, 'issuer');
    tryDamaged(derOf('fabric-ca-crl.pem'), 300, (damaged) => {
      ifRead(parseRevocationList(damaged), (list) => {
        revocationListText(list);
        isRevocationListSignedBy(list, issuer.value);
      });
    });
  });

  it('a signing request', () => {
    const key = keyPairFrom(new Uint8Array(32).fill(7));
    const pem = buildCertificateRequest(
      {
        subject: [[{ type: NAME_OID.commonName, value: 'peer0' }]],
        publicKey: key.publicKey,
        subjectAltNames: [
          { kind: 'dns', value: 'localhost' },
          { kind: 'ip', address: Uint8Array.of(127, 0, 0, 1) },
        ],
        extraExtensions: [caRequestExtension()],
      },
      key.privateKey,
    );
    const block = decodePem(pem);
    invariant(block, 'request');
    const intact = parseCertificateRequest(block.bytes);
    invariant(intact.ok, 'request');
    expect(isSelfSigned(intact.value)).toBe(true);
    tryDamaged(block.bytes, 300, (damaged) => {
      ifRead(parseCertificateRequest(damaged), (request) => {
        if (isSelfSigned(request)) expect(request.tbs).toEqual(intact.value.tbs);
      });
    });
  });

  it('a private key', () => {
    const pem = utf8(privateKeyPem(new Uint8Array(32).fill(9)));
    tryDamaged(pem, 200, (damaged) => {
      ifRead(parsePrivateKeyPem(new TextDecoder().decode(damaged)), (key) => {
        expect(key.length).toBe(32);
      });
    });
  });
});

describe('damaged blocks and envelopes are read or refused', () => {
  it.each(['raft/000', 'raft/001', 'raft/003', 'raft/005', 'bft/000', 'bft/001', 'bft/003', 'bft/005'])(
    '%s',
    (name) => {
      const intact = bytesOf(`${name}.block`);
      tryDamaged(intact, 25, (damaged) => {
        blockBytesTree(damaged);
        ifRead(decodeBlock(damaged), (block) => {
          expect(checkWellFormed(block) ?? 'well formed').not.toBe('');
          ifRead(blockChannelId(block), (channelId) => {
            expect(typeof channelId).toBe('string');
          });
          ifRead(blockSignedData(block, []), () => undefined);
          ifRead(ordererMetadata(block), ({ lastConfig }) => {
            expect(lastConfig).toBeGreaterThanOrEqual(0);
          });
          for (const read of [isConfigBlock, blockHash, blockNumber, commitHash, transactionsFilter]) read(block);
          for (const envelope of blockEnvelopes(block)) readEnvelope(envelope);
        });
      });
      const [envelope] = blockEnvelopes(decoded(intact));
      invariant(envelope, 'an envelope');
      tryDamaged(envelope, 40, readEnvelope);
    },
  );

  function decoded(bytes: Uint8Array) {
    const block = decodeBlock(bytes);
    invariant(block.ok, 'recorded block');
    return block.value;
  }

  /** As an orderer, a peer, a client and the inspector would. */
  function readEnvelope(bytes: Uint8Array): void {
    const transaction = decodeTransaction(bytes);
    if (!transaction.ok) expect(transaction.error.text).not.toBe('');
    const parsed = parseEnvelope(bytes);
    if (parsed.ok) {
      checkHeaders(parsed.value);
      for (const tree of [signedProposalTree, proposalResponseTree, filteredBlockTree]) tree(parsed.value.data);
    }
    envelopeTree(bytes);
    ifRead(parseSeek(bytes), () => undefined);
    ifRead(parseProposal(bytes), () => undefined);
  }
});

describe('what is made to keep a reader busy', () => {
  it.each<[why: string, text: string]>([
    ['armour that begins again and again', '-----BEGIN A-----\n'.repeat(20_000)],
    ['armour that never ends what it began', '-----BEGIN A-----\n'.repeat(10_000) + '-----END B-----\n'.repeat(10_000)],
    ['one endless line', `-----BEGIN ${'-'.repeat(300_000)}`],
    ['a body that is no base64', `-----BEGIN A-----\n${'='.repeat(300_000)}\n-----END A-----\n`],
  ])(
    '%s is refused at once',
    (_why, text) => {
      expect(decodePem(text)).toBeUndefined();
    },
    1_000,
  );

  it('a structure within a structure, and a length that is a lie', () => {
    let der: Uint8Array = new Uint8Array(0);
    for (let depth = 0; depth < 600; depth++) {
      const head = [0x30, 0x83, der.length >> 16, (der.length >> 8) & 255, der.length & 255];
      der = Uint8Array.of(...head, ...der);
    }
    expect(parseCertificate(der).ok).toBe(false);
    expect(parseRevocationList(der).ok).toBe(false);
    expect(parseCertificateRequest(der).ok).toBe(false);
    expect(parseCertificate(Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff)).ok).toBe(false);
    expect(decodeBlock(Uint8Array.of(0x12, 0xff, 0xff, 0xff, 0xff, 0x07)).ok).toBe(false);
    expect(decodePem(encodePem('CERTIFICATE', der))?.bytes.length).toBe(der.length);
  });
});
