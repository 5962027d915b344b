'use strict';

const { Contract } = require('fabric-contract-api');

/** A register of people: one key of the world state for each. */
class UserContract extends Contract {
  constructor() {
    super('UserContract');
  }

  async CreateUser(ctx, id, name) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length > 0) {
      throw new Error(`The user ${id} already exists`);
    }
    await ctx.stub.putState(id, Buffer.from(JSON.stringify({ name })));
  }

  async ReadUser(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) {
      throw new Error(`The user ${id} does not exist`);
    }
    return Buffer.from(bytes).toString('utf8');
  }
}

module.exports = UserContract;
