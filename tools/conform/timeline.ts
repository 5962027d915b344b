/**
 * The run of real Fabric in which ordering nodes were stopped and started, held against ours: who refuses with which
 * words, how long it takes until it works again, and what is never ordered. Only the order and the order of magnitude of
 * times are compared; what the run says about gossip has no place here.
 */
import type { ConformOutcome } from './outcome.ts';
import { readCases } from './outcome.ts';
import { Tally } from './tally.ts';
import { alike, heightIn, MAGNITUDE, type Moment } from './timeline-moment.ts';
import { type Answer, TimelineNetwork } from './timeline-network.ts';

/** Words that are the same whatever the network is called; a closed connection has a text of gRPC's own. */
function kindOf({ status, info }: { readonly status: number; readonly info: string }): string {
  if (info === 'EOF' || /refused|connection/i.test(info)) return `${String(status)} connection`;
  return `${String(status)} ${info.replace(/ to [1-9]\d*$/, ' to N')}`;
}

/** `file`: a list of what was done and seen, with times. */
export async function conformTimeline(file: string): Promise<ConformOutcome> {
  const moments = readCases<Moment>(file, ['t_ms', 'what']);
  if (moments.some(({ what }) => /f=1/.test(what))) {
    const { replayBftTimeline } = await import('./timeline-bft.ts');
    return replayBftTimeline(await TimelineNetwork.startBft(), moments);
  }
  return replayTimeline(await TimelineNetwork.start(), moments);
}

export function replayTimeline(network: TimelineNetwork, moments: readonly Moment[]): ConformOutcome {
  const tally = new Tally();
  const replay = new Replay(network, tally);
  for (const moment of moments) if (!replay.take(moment)) tally.remark(`not compared: ${moment.what}`);
  return tally.outcome();
}

class Replay {
  private readonly network: TimelineNetwork;
  private readonly tally: Tally;
  /** Heights when the quorum was lost. */
  private before = new Map<string, number>();
  /** Transactions that were refused: none of them may be ordered. */
  private readonly refused: string[] = [];

  constructor(network: TimelineNetwork, tally: Tally) {
    this.network = network;
    this.tally = tally;
  }

  /** @returns whether the moment is one that is compared */
  take(moment: Moment): boolean {
    const { what } = moment;
    if (/^first raft election/.test(what)) this.tally.holds(what, this.network.leader() ? undefined : 'nobody leads');
    else if (/^stopped raft leader/.test(what)) this.network.stop(this.network.leader() ?? '');
    else if (/^submits to a follower/.test(what)) this.submitUntilTaken(moment, moment.first_success_ms ?? 0);
    else if (/^stopped orderer/.test(what)) this.loseQuorum();
    else if (/^broadcast to the last orderer/.test(what)) this.refuse(moment);
    else if (/^gateway submit without quorum/.test(what)) this.refuseGateway(moment);
    else if (/^heights without quorum/.test(what))
      this.tally.equal(what, 'blocks on peers', this.network.heights(), this.before);
    else if (/^all orderers started again/.test(what)) this.network.startAll();
    else if (/^first accepted submit after restart/.test(what)) this.submitUntilTaken(moment, moment.ms ?? 0);
    else if (/^heights after quorum is back/.test(what)) this.compareGrowth(moment);
    else if (/missed \d+ blocks and restarts/.test(what)) this.missBlocks(what);
    else if (/^everything stopped and started/.test(what)) this.restartAll(moment);
    else return false;
    return true;
  }

  /** Again and again to one orderer: the same refusals, and taken after about as long. */
  private submitUntilTaken({ what, answers = [] }: Moment, recordedMs: number): void {
    const began = this.network.now;
    const ours: Answer[] = [];
    while (this.network.now - began < 120_000_000 && ours[ours.length - 1]?.status !== 200) {
      const answer = this.network.submitTo();
      if (answer.status !== 200) this.refused.push(answer.txid);
      ours.push(answer);
      this.network.wait(300_000);
    }
    const allowed = new Set(answers.map(kindOf));
    // Which of the refusals is met depends on where the election stands when it is asked.
    for (const known of ['503 no Raft leader', '503 connection', '503 timed out (7s) waiting on forwarding to N'])
      allowed.add(known);
    const strange = ours.map(kindOf).filter((kind) => !allowed.has(kind));
    this.tally.equal(what, 'refusals nobody knows', strange, []);
    this.tally.equal(
      what,
      'a refusal first, then SUCCESS',
      ours[0]?.status === 503 && ours.at(-1)?.status === 200,
      true,
    );
    const took = (ours.at(-1)?.at ?? Infinity) - began;
    const problem = alike(took / 1000, recordedMs)
      ? undefined
      : `taken after ${String(took / 1000)} ms, recorded ${String(recordedMs)} ms`;
    this.tally.holds(what, problem);
    this.network.wait(5_000_000);
  }

  private loseQuorum(): void {
    this.network.stop(this.network.running()[1] ?? '');
    this.before = this.network.heights();
    // The leader notices after an election timeout that nobody hears it.
    this.network.wait(15_000_000);
  }

  private refuse({ what, answers = [] }: Moment): void {
    const ours = this.network.submitTo();
    this.refused.push(ours.txid);
    this.tally.equal(what, 'answer', kindOf(ours), answers.map(kindOf)[0]);
  }

  private refuseGateway({ what, name, code, message, details }: Moment): void {
    const failure = this.network.submitByGateway();
    if (failure) this.refused.push(failure.txid);
    this.tally.equal(what, 'error', failure?.error, name);
    this.tally.equal(what, 'code', failure?.code, code);
    this.tally.equal(what, 'message', failure?.text.includes(message ?? '\0'), true);
    const count = failure?.details.filter((detail) => /connect/.test(detail.message)).length;
    this.tally.equal(what, 'orderers that do not answer', count, details?.length);
  }

  /** The one that was taken is there, and none of those that were refused. */
  private compareGrowth({ what, before = {}, after = {} }: Moment): void {
    const now = this.network.heights();
    for (const [peer, height] of now) {
      const recorded = heightIn(after, peer) - heightIn(before, peer);
      this.tally.equal(what, `new blocks of ${peer}`, height - (this.before.get(peer) ?? 0), recorded);
    }
    const late = this.refused.filter((txid) => this.network.isOrderedUnasked(txid));
    this.tally.equal(what, 'refused and ordered all the same', late, []);
  }

  private missBlocks(what: string): void {
    const away = this.network.running().find((node) => node !== this.network.leader() && node !== this.network.first);
    this.network.stop(away ?? '');
    this.network.wait(12_000_000);
    for (let missed = 0; missed < 10; missed++) this.network.submitTo();
    this.network.startAll();
    this.network.wait(30_000_000);
    this.tally.equal(what, 'heights of orderers', new Set(this.network.ordererHeights()).size, 1);
  }

  private restartAll({ what, ms = 0 }: Moment): void {
    const before = this.network.heights();
    const began = this.network.now;
    this.network.restartEverything();
    this.tally.equal(what, 'blocks on peers', this.network.heights(), before);
    while (this.network.submitTo().status !== 200 && this.network.now - began < 120_000_000) this.network.wait(300_000);
    const took = (this.network.now - began) / 1000;
    this.tally.holds(
      what,
      took <= ms * MAGNITUDE ? undefined : `works after ${String(took)} ms, recorded ${String(ms)}`,
    );
  }
}
