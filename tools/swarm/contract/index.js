'use strict';

const { Contract } = require('fabric-contract-api');

/** The number a key holds; what was never written counts as 0. */
const numberIn = (bytes) => (bytes && bytes.length > 0 ? Number(Buffer.from(bytes).toString()) : 0);

class SwarmContract extends Contract {
  async put(ctx, key, value) {
    await ctx.stub.putState(key, Buffer.from(value));
  }

  async get(ctx, key) {
    return Buffer.from(await ctx.stub.getState(key)).toString();
  }

  /** Reads and writes one key: two of these in a block conflict. */
  async add(ctx, key, amount) {
    const sum = numberIn(await ctx.stub.getState(key)) + Number(amount);
    await ctx.stub.putState(key, Buffer.from(String(sum)));
    return String(sum);
  }

  /** Adds up to nothing: whatever happens, the sum over all keys stays. */
  async move(ctx, from, to, amount) {
    const [left, right] = [numberIn(await ctx.stub.getState(from)), numberIn(await ctx.stub.getState(to))];
    await ctx.stub.putState(from, Buffer.from(String(left - Number(amount))));
    await ctx.stub.putState(to, Buffer.from(String(right + Number(amount))));
    ctx.stub.setEvent('moved', Buffer.from(amount));
  }

  async remove(ctx, key) {
    await ctx.stub.getState(key);
    await ctx.stub.deleteState(key);
  }

  /** Writes how many keys it saw in a range: a key that comes or goes meanwhile is a phantom. */
  async count(ctx, start, end, key) {
    let seen = 0;
    for await (const { value } of ctx.stub.getStateByRange(start, end)) seen += value.length > 0 ? 1 : 0;
    await ctx.stub.putState(key, Buffer.from(String(seen)));
    return String(seen);
  }

  async hide(ctx, collection, key) {
    await ctx.stub.putPrivateData(collection, key, ctx.stub.getTransient().get('value') ?? Buffer.from('nothing'));
  }

  async forget(ctx, collection, key) {
    await ctx.stub.deletePrivateData(collection, key);
  }

  /** Reads a hash, which every peer has: depends on what was hidden last. */
  async witness(ctx, collection, hidden, key) {
    const hash = await ctx.stub.getPrivateDataHash(collection, hidden);
    await ctx.stub.putState(key, Buffer.from(Buffer.from(hash ?? []).toString('hex')));
  }

  async refuse(ctx, key) {
    await ctx.stub.putState(key, Buffer.from('written before the error'));
    throw new Error('refused on purpose');
  }
}

module.exports.contracts = [SwarmContract];
