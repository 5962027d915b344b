/** The stations of a transaction, from the proposal to the verdict, and how far it has come. Pure. */
import type { TransactionRecord } from '../../panels/inspector/transaction-record.ts';

export type Station = 'proposal' | 'endorsements' | 'envelope' | 'block' | 'verdict';

export interface JourneyStep {
  readonly station: Station;
  /** `failed`: it ended here. `never`: it ended before. */
  readonly state: 'done' | 'now' | 'open' | 'failed' | 'never';
  /** What is known of it: counts, names, a code. Filled into the sentence of the station. */
  readonly params: Readonly<Record<string, string | number>>;
}

const STATIONS: readonly Station[] = ['proposal', 'endorsements', 'envelope', 'block', 'verdict'];

type Reached = Readonly<Record<Station, boolean>>;

function reachedBy(record: TransactionRecord): Reached {
  const inBlock = record.block !== null;
  const submitted = record.submittedTo !== null || inBlock;
  const asked = record.call?.endorsers.length ?? record.endorsements.length;
  const collected = record.endorsements.filter((one) => one.collected && one.status < 400).length;
  return {
    proposal: record.call !== null || submitted,
    endorsements: submitted || (asked > 0 && collected >= asked),
    envelope: submitted,
    block: inBlock,
    verdict: record.verdicts.length > 0 || record.code !== null,
  };
}

function paramsOf(station: Station, record: TransactionRecord, code: string | null): JourneyStep['params'] {
  switch (station) {
    case 'proposal':
      return { identity: record.call?.identity ?? '', chaincode: record.call?.chaincode ?? '' };
    case 'endorsements':
      return {
        count: record.endorsements.filter((one) => one.signed && one.status < 400).length,
        asked: Math.max(record.call?.endorsers.length ?? 0, record.endorsements.length),
      };
    case 'envelope':
      return { orderer: record.submittedTo ?? '' };
    case 'block':
      return { number: record.block ?? '' };
    case 'verdict':
      return { code: code ?? '', peers: record.verdicts.length };
  }
}

/** Where it stopped for good; null: it goes on, or has arrived. */
function failedAt(record: TransactionRecord, reached: Reached): Station | null {
  if (record.problem === null || reached.block) return null;
  return reached.envelope ? 'envelope' : 'endorsements';
}

export const codeOf = (record: TransactionRecord, node: string): string | null =>
  (record.verdicts.find(({ peer }) => peer === node) ?? record.verdicts[0])?.code ?? record.code;

/** `node`: whose verdict counts where verdicts could differ. */
export function journeyOf(record: TransactionRecord, node: string): readonly JourneyStep[] {
  const reached = reachedBy(record);
  const code = codeOf(record, node);
  const failed = failedAt(record, reached);
  const next = failed === null ? STATIONS.find((station) => !reached[station]) : undefined;
  return STATIONS.map((station, index) => {
    const params = paramsOf(station, record, code);
    if (station === failed) return { station, state: 'failed', params };
    if (failed !== null && index > STATIONS.indexOf(failed)) return { station, state: 'never', params };
    if (station === 'verdict' && code !== null && code !== 'VALID') return { station, state: 'failed', params };
    if (reached[station]) return { station, state: 'done', params };
    return { station, state: station === next ? 'now' : 'open', params };
  });
}
