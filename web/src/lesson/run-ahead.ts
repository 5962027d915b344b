/** How far the simulation is let run ahead for what a step waits for. */
import type { CommandType } from '../sim/protocol/commands.ts';
import type { Entry, Micros } from '../sim/trace/facts.ts';
import { lastFailure } from './last-failure.ts';

/** After its last command; what takes longer is waited for as it plays. */
const SIGHT: Micros = 90_000_000;
/** After a command from which nothing follows but its answer. */
const ANSWERED: Micros = 1_000_000;

/** Commands that ask and change nothing. */
const QUESTIONS: readonly CommandType[] = [
  'evaluateTransaction',
  'queryInstalled',
  'getInstalledPackage',
  'queryApproved',
  'queryCommitted',
  'checkCommitReadiness',
  'listChannels',
  'getChannelInfo',
  'listSnapshotRequests',
  'joinBySnapshotStatus',
  'verifyLedger',
  'discoverPeers',
  'discoverConfig',
  'discoverEndorsers',
  'fetchChannelBlock',
  'listIdentities',
  'listAffiliations',
];

/**
 * Until when it is worth looking. While a learner tries things out (`isTrying`, since entry `seq`), a question or what
 * went wrong leads to nothing: running on would only leave them in the past, and each next try in a branch of its own.
 */
export function aheadUntil(entries: readonly Entry[], seq: number, isTrying: boolean): Micros {
  const given = entries.findLast(({ fact }) => fact.type === 'commandGiven');
  if (given?.fact.type !== 'commandGiven') return SIGHT;
  const { command } = given.fact;
  const leadsNowhere =
    QUESTIONS.some((question) => question === command) || lastFailure(entries, seq, Infinity) !== null;
  return given.at + (isTrying && leadsNowhere ? ANSWERED : SIGHT);
}
