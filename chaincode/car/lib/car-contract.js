'use strict';

const { Contract } = require('fabric-contract-api');

const OK = 200;

/** A register of cars. Their owners are in the register of people, another chaincode. */
class CarContract extends Contract {
  constructor() {
    super('CarContract');
  }

  async CreateCar(ctx, id, model) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length > 0) {
      throw new Error(`The car ${id} already exists`);
    }
    await ctx.stub.putState(id, Buffer.from(JSON.stringify({ model, owner: '' })));
  }

  async ReadCar(ctx, id) {
    return JSON.stringify(await this._read(ctx, id));
  }

  /** Reads the key of a user as if it were one of ours. */
  async PeekUser(ctx, userId) {
    const bytes = await ctx.stub.getState(userId);
    if (bytes.length === 0) {
      throw new Error(`No key ${userId} among the cars`);
    }
    return Buffer.from(bytes).toString('utf8');
  }

  /** Asks the chaincode that keeps the users, and so reads what it reads. */
  async SetOwner(ctx, id, userId) {
    const car = await this._read(ctx, id);
    const answer = await ctx.stub.invokeChaincode('user', ['ReadUser', userId], '');
    if (answer.status !== OK) {
      throw new Error(answer.message);
    }
    car.owner = userId;
    await ctx.stub.putState(id, Buffer.from(JSON.stringify(car)));
    return Buffer.from(answer.payload).toString('utf8');
  }

  // Names that begin with an underscore cannot be invoked from outside.

  async _read(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) {
      throw new Error(`The car ${id} does not exist`);
    }
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  }
}

module.exports = CarContract;
