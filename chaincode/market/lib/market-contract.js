'use strict';

const { Contract } = require('fabric-contract-api');

const OK = 200;
const RATES = 'https://rates.example/usd';

/** Lives as long as the container, and every peer has a container of its own. */
let sales = 0;

/** Prices of assets. Each function below can be written and deployed; not each of them should be. */
class MarketContract extends Contract {
  constructor() {
    super('MarketContract');
  }

  /** Asks a web service, which answers whatever it likes to whoever asks. */
  async PriceByRate(ctx, id, dollars) {
    const answer = await fetch(RATES);
    const { rate } = await answer.json();
    return this._write(ctx, id, Number(dollars) * rate);
  }

  /** Takes the rate from the client: every endorser has the same, and it stands in the transaction. */
  async PriceByArgument(ctx, id, dollars, rate) {
    return this._write(ctx, id, Number(dollars) * Number(rate));
  }

  /** Numbers a sale from memory. */
  async NumberFromMemory(ctx, id) {
    sales += 1;
    return this._write(ctx, id, sales);
  }

  /** Numbers a sale from the ledger. */
  async NumberFromLedger(ctx, id) {
    const bytes = await ctx.stub.getState('sales');
    const next = bytes.length === 0 ? 1 : Number(Buffer.from(bytes).toString('utf8')) + 1;
    await ctx.stub.putState('sales', Buffer.from(String(next)));
    return this._write(ctx, id, next);
  }

  /** Reads an asset of another chaincode of this channel. */
  async PriceOfOwner(ctx, id, assetId) {
    const answer = await ctx.stub.invokeChaincode('basic', ['ReadAsset', assetId], '');
    if (answer.status !== OK) {
      throw new Error(answer.message);
    }
    const { value } = JSON.parse(Buffer.from(answer.payload).toString('utf8'));
    return this._write(ctx, id, value);
  }

  // Names that begin with an underscore cannot be invoked from outside.

  async _write(ctx, id, price) {
    const text = JSON.stringify({ price });
    await ctx.stub.putState(id, Buffer.from(text));
    return text;
  }
}

module.exports = MarketContract;
