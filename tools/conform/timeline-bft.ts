/**
 * The run of real Fabric in which orderers of a BFT channel were stopped and started, held against ours: what is taken and
 * ordered with how many of four, what is taken and waits, who is refused with which words, and how long a change of leader
 * takes. Where the recording names the orderer it spoke to, ours is asked as a client asks: in order, until one answers.
 */
import type { ConformOutcome } from './outcome.ts';
import { alike, type Moment } from './timeline-moment.ts';
import type { TimelineNetwork } from './timeline-network.ts';
import { Tally } from './tally.ts';

const SECOND = 1_000_000;
/** As long as the recorded tool waits for the event of its transaction while it has not been told otherwise. */
const PATIENCE = 25 * SECOND;
const LONG_PATIENCE = 600 * SECOND;

export function replayBftTimeline(network: TimelineNetwork, moments: readonly Moment[]): ConformOutcome {
  const tally = new Tally();
  const replay = new BftReplay(network, tally);
  for (const moment of moments) if (!replay.take(moment)) tally.remark(`not compared: ${moment.what}`);
  return tally.outcome();
}

class BftReplay {
  private readonly network: TimelineNetwork;
  private readonly tally: Tally;
  /** Taken by some orderer, or refused by the gateway for want of a quorum: all of it is ordered once there is one. */
  private waiting: string[] = [];
  private heightBefore = 0;
  private stoppedAt = 0;
  /** The same by the clock of the recording. */
  private recordedStop = 0;
  private leaderIsDown = false;

  constructor(network: TimelineNetwork, tally: Tally) {
    this.network = network;
    this.tally = tally;
  }

  /** @returns whether the moment is one that is compared */
  take(moment: Moment): boolean {
    const { what } = moment;
    const stopped = /^stopped (orderer\d?) /.exec(what)?.[1];
    if (stopped !== undefined) this.stop(stopped, moment.t_ms);
    else if (/^started orderer/.test(what)) this.network.startAll(['orderer3.example.com']);
    else if (/^CLI invoke/.test(what)) this.invoke(moment);
    else if (/^gateway submit/.test(what)) this.submit(moment);
    else if (what === 'height') this.tally.equal(what, 'height grows', this.height() > this.heightBefore, false);
    else if (/^height after quorum/.test(what)) this.comeBack(moment);
    else if (/^height 3 s later/.test(what)) this.orderTheRest(moment);
    else return false;
    return true;
  }

  private height(): number {
    return Math.max(...this.network.heights().values());
  }

  private stop(host: string, recordedAt: number): void {
    this.network.stop(`${host}.example.com`);
    this.network.wait(SECOND);
    this.heightBefore = this.height();
    this.stoppedAt = this.network.now;
    this.recordedStop = recordedAt;
    this.leaderIsDown = host === 'orderer';
  }

  private invoke({ what, exit = 0, t_ms }: Moment): void {
    if (/all-up-again/.test(what)) this.allUp();
    if (this.leaderIsDown) return this.invokeWithoutLeader(what, exit, t_ms);
    const { txid, isTaken, isOrdered } = this.network.submitAndWait(PATIENCE);
    // The tool of the recording fails only because it does not hear of its transaction.
    this.tally.equal(what, 'taken by an orderer', isTaken, true);
    this.tally.equal(what, 'ordered', isOrdered, exit === 0);
    if (!isOrdered) this.waiting.push(txid);
  }

  /** The last orderer comes back, too, and has a little time. */
  private allUp(): void {
    this.network.startAll();
    this.network.wait(8 * SECOND);
  }

  /** The first call is taken and waits for another leader; how long is compared, and the second finds one. */
  private invokeWithoutLeader(what: string, exit: number, recordedAt: number): void {
    const { isTaken, isOrdered } = this.network.submitAndWait(LONG_PATIENCE);
    this.tally.equal(what, 'taken by an orderer', isTaken, true);
    this.tally.equal(what, 'ordered in the end', isOrdered, true);
    if (exit === 0) return;
    const took = (this.network.now - this.stoppedAt) / 1000;
    const recorded = recordedAt - this.recordedStop;
    this.tally.holds(
      what,
      alike(took, recorded)
        ? undefined
        : `ordered ${String(took)} ms after the stop, recorded about ${String(recorded)} ms`,
    );
  }

  private submit({ what, ok, name, code, message, details }: Moment): void {
    const failure = this.network.submitByGateway();
    if (ok === true) return this.tally.equal(what, 'error', failure?.error, undefined);
    this.tally.equal(what, 'error', failure?.error, name);
    this.tally.equal(what, 'code', failure?.code, code);
    this.tally.equal(what, 'message', failure?.text.includes(message ?? '\0'), true);
    const count = failure?.details.filter((detail) => /connect/.test(detail.message)).length;
    this.tally.equal(what, 'orderers that do not answer', count, details?.length);
    if (failure) this.waiting.push(failure.txid);
  }

  /** With the third orderer there is a quorum again, and what was taken before is ordered after about as long. */
  private comeBack({ what, seconds = 0 }: Moment): void {
    const [first = ''] = this.waiting;
    const took = this.network.awaitOrdered([first], LONG_PATIENCE) / SECOND;
    this.tally.holds(
      what,
      alike(took, seconds) ? undefined : `ordered after ${String(took)} s, recorded ${String(seconds)} s`,
    );
  }

  private orderTheRest({ what }: Moment): void {
    const took = this.network.awaitOrdered(this.waiting, 5 * SECOND);
    this.tally.equal(what, 'all that was taken or refused is ordered', took < 5 * SECOND, true);
    this.waiting = [];
  }
}
