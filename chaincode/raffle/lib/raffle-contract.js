'use strict';

const { Contract } = require('fabric-contract-api');

/** A raffle: `names` are separated by commas, the winner is written under `id`. */
class RaffleContract extends Contract {
  constructor() {
    super('RaffleContract');
  }

  /** Every endorser throws its own dice. */
  async DrawByDice(ctx, id, names) {
    const all = names.split(',');
    return this._write(ctx, id, all[Math.floor(Math.random() * all.length)], String(Math.random()));
  }

  /** Every endorser looks at its own clock. */
  async DrawByClock(ctx, id, names) {
    const all = names.split(',');
    const now = Date.now();
    return this._write(ctx, id, all[now % all.length], new Date(now).toISOString());
  }

  /** The time stands in the proposal: every endorser reads the same. */
  async DrawByTransaction(ctx, id, names) {
    const all = names.split(',');
    const { seconds, nanos } = ctx.stub.getTxTimestamp();
    const millis = Number(seconds) * 1000 + Math.floor(nanos / 1_000_000);
    return this._write(ctx, id, all[millis % all.length], new Date(millis).toISOString());
  }

  async ReadRaffle(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) {
      throw new Error(`There was no raffle ${id}`);
    }
    return Buffer.from(bytes).toString('utf8');
  }

  // Names that begin with an underscore cannot be invoked from outside.

  async _write(ctx, id, winner, drawn) {
    const text = JSON.stringify({ drawn, winner });
    await ctx.stub.putState(id, Buffer.from(text));
    return text;
  }
}

module.exports = RaffleContract;
