/** What clients were told is so: codes are those in the blocks, and nothing that was committed is lost or done twice. */
import { codeName } from '../../web/src/sim/client/commit-status.ts';
import { transactionsFilter } from '../../web/src/sim/wire/block.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { ledgerTransactions } from '../../web/src/sim/ledger/block-transactions.ts';
import type { Entry } from '../../web/src/sim/trace/facts.ts';
import { longest } from './chain-invariants.ts';
import type { ChannelTestimony, Testimony } from './testimony.ts';

interface Place {
  readonly block: number;
  readonly code: string;
}

/** Where each transaction of the channel stands and what became of it; some stand there more than once. */
function placesIn({ peers }: ChannelTestimony): {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly twice: readonly string[];
} {
  const places = new Map<string, Place[]>();
  const twice: string[] = [];
  const whole = longest(peers.map(({ node, ledger }) => ({ node, blocks: ledger.blocks })));
  for (let number = 0; number < (whole?.blocks.height ?? 0); number++) {
    const block = whole?.blocks.block(number);
    if (!block) continue;
    const flags = transactionsFilter(block);
    for (const [place, { txId }] of ledgerTransactions(block).entries()) {
      const code = codeName(flags[place] ?? TxValidationCode.NOT_VALIDATED);
      if (txId === '') continue;
      const before = places.get(txId);
      if (!before) places.set(txId, [{ block: number, code }]);
      else if (before.push({ block: number, code }) && code === 'VALID') twice.push(txId);
    }
  }
  return { places, twice };
}

const stands = (places: readonly Place[], block: number, code: string): boolean =>
  places.some((place) => place.block === block && place.code === code);

export function clientProblems({ channels, entries }: Testimony): readonly string[] {
  const said: string[] = [];
  const known = new Map(channels.map((channel) => [channel.channel, placesIn(channel)]));
  for (const [channel, { twice }] of known)
    for (const txid of twice) said.push(`${channel}: transaction ${txid} is valid twice`);
  for (const { node, fact } of entries) {
    if (fact.type === 'commitStatusReceived') {
      const places = known.get(fact.channel)?.places.get(fact.txid) ?? [];
      const [place] = places;
      if (!stands(places, fact.block, fact.code))
        said.push(
          `${fact.channel}: ${node} was told that ${fact.txid} is ${fact.code} in block ${String(fact.block)}, where it is ${place ? `${place.code} in ${String(place.block)}` : 'lost'}`,
        );
    }
    if (fact.type === 'blockEventReceived')
      for (const { txid, code } of fact.transactions) {
        const places = known.get(fact.channel)?.places.get(txid) ?? [];
        if (txid !== '' && !stands(places, fact.number, code))
          said.push(`${fact.channel}: an event told ${node} that ${txid} is ${code} in block ${String(fact.number)}`);
      }
  }
  return said;
}

/** Time goes on, entries are counted, and every cause came before. */
export function traceProblems(entries: readonly Entry[]): readonly string[] {
  const said: string[] = [];
  for (const [place, { seq, at, cause }] of entries.entries()) {
    if (seq !== place) said.push(`entry ${String(place)} is numbered ${String(seq)}`);
    const before = entries[place - 1];
    if (before && before.at > at) said.push(`entry ${String(place)} is earlier than the one before`);
    if (cause === null) continue;
    const reason = entries[cause];
    if (!reason || cause >= seq)
      said.push(`entry ${String(place)} follows from ${String(cause)}, which is not before it`);
    else if (reason.at > at) said.push(`entry ${String(place)} is earlier than its cause`);
  }
  return said;
}
