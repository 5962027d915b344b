/** Peers of a channel judge every transaction alike and come to the same state; what is private stays so and is true. */
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import {
  hashedNamespace,
  keyHashOf,
  parseNamespace,
  privateNamespace,
  type StateDb,
} from '../../web/src/sim/ledger/state-db.ts';
import { commitHash, transactionsFilter } from '../../web/src/sim/wire/block.ts';
import { hex } from '../../web/src/sim/wire/bytes.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { CHAINCODE } from './network.ts';
import type { ChannelTestimony, PeerTestimony } from './testimony.ts';

export function peerProblems({ channel, peers }: ChannelTestimony): readonly string[] {
  const said: string[] = [];
  const [first] = [...peers].sort((a, b) => b.ledger.blocks.height - a.ledger.blocks.height);
  for (const peer of peers) {
    if (first && peer !== first) said.push(...differences(peer, first));
    said.push(...writtenByInvalid(peer), ...privateProblems(peer), ...moneyProblems(peer));
  }
  return said.map((text) => `${channel}: ${text}`);
}

function differences(peer: PeerTestimony, other: PeerTestimony): readonly string[] {
  const said: string[] = [];
  for (let number = 0; number < peer.ledger.blocks.height; number++) {
    const [ours, theirs] = [judgement(peer, number), judgement(other, number)];
    if (ours !== undefined && theirs !== undefined && ours !== theirs)
      said.push(`${peer.node} and ${other.node} judge block ${String(number)} differently: ${ours} and ${theirs}`);
  }
  if (peer.ledger.blocks.height !== other.ledger.blocks.height) return said;
  if (sharedState(peer.ledger.state) !== sharedState(other.ledger.state))
    said.push(`${peer.node} and ${other.node} have different states`);
  if (peer.configSequence !== other.configSequence)
    said.push(`${peer.node} and ${other.node} go by different configurations`);
  return said;
}

/** Codes and commit hash of a block; undefined where the peer does not have it. */
function judgement({ ledger }: PeerTestimony, number: number): string | undefined {
  const block = ledger.blocks.block(number);
  if (!block) return undefined;
  return `${transactionsFilter(block).join(' ')}, ${hex(commitHash(block) ?? new Uint8Array())}`;
}

/** Public keys and the hashes of private ones. */
export function sharedState(state: StateDb): string {
  const lines: string[] = [];
  for (const name of state.namespaces())
    if (parseNamespace(name).kind !== 'private')
      for (const [key, { value, version }] of state.range(name, '', ''))
        lines.push([name, key, hex(value), version.blockNum, version.txNum].join(' '));
  return lines.join('\n');
}

/** Keys whose version names a transaction that is not valid. */
function writtenByInvalid({ node, ledger: { state, blocks } }: PeerTestimony): readonly string[] {
  const said: string[] = [];
  for (const name of state.namespaces())
    for (const [key, { version }] of state.range(name, '', '')) {
      const writer = blocks.transactionAt(version);
      if (writer && writer.code !== TxValidationCode.VALID)
        said.push(`${node} holds ${name} ${key}, which an invalid transaction has written`);
    }
  return said;
}

/**
 * Every clear value hashes to what the channel has agreed on; but where a later write set of the collection is missing,
 * what was there before stays.
 */
function privateProblems({ node, ledger: { state, privateStore } }: PeerTestimony): readonly string[] {
  const said: string[] = [];
  const incomplete = new Set(
    [...privateStore.missing].map(([, { namespace, collection }]) => privateNamespace(namespace, collection)),
  );
  for (const name of state.namespaces()) {
    const { namespace, collection, kind } = parseNamespace(name);
    if (kind !== 'private' || incomplete.has(name)) continue;
    for (const [key, { value, version }] of state.range(name, '', '')) {
      const agreed = state.get(hashedNamespace(namespace, collection), keyHashOf(key));
      const isTrue = agreed && hex(agreed.value) === hex(sha256(value)) && sameVersionNumbers(agreed.version, version);
      if (!isTrue) said.push(`${node} holds ${collection} ${key}, of which the channel knows another hash`);
    }
  }
  return said;
}

const sameVersionNumbers = (
  a: { readonly blockNum: number; readonly txNum: number },
  b: { readonly blockNum: number; readonly txNum: number },
): boolean => a.blockNum === b.blockNum && a.txNum === b.txNum;

/** Accounts are only ever moved between, so they add up to nothing. */
function moneyProblems({ node, ledger: { state } }: PeerTestimony): readonly string[] {
  let sum = 0;
  for (const [, { value }] of state.range(CHAINCODE, 'a', 'b')) sum += Number(Buffer.from(value).toString());
  return sum === 0 ? [] : [`the accounts of ${node} add up to ${String(sum)}`];
}
