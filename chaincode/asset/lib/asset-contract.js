'use strict';

const { Contract } = require('fabric-contract-api');
const { decode, encode } = require('./ledger-json');

/** What the register holds when it is opened. */
const FIRST_ASSETS = [
  { id: 'asset1', color: 'blue', size: 5, owner: 'Tomoko', value: 300 },
  { id: 'asset2', color: 'red', size: 5, owner: 'Brad', value: 400 },
  { id: 'asset3', color: 'green', size: 10, owner: 'Jin Soo', value: 500 },
];

/** A register of assets: one key of the world state for each. */
class AssetContract extends Contract {
  constructor() {
    super('AssetContract');
  }

  async InitLedger(ctx) {
    for (const asset of FIRST_ASSETS) {
      await ctx.stub.putState(asset.id, encode(asset));
    }
  }

  async CreateAsset(ctx, id, color, size, owner, value) {
    if (await this.AssetExists(ctx, id)) {
      throw new Error(`The asset ${id} already exists`);
    }
    return this._write(ctx, id, color, size, owner, value);
  }

  async ReadAsset(ctx, id) {
    return encode(await this._read(ctx, id)).toString();
  }

  async UpdateAsset(ctx, id, color, size, owner, value) {
    await this._read(ctx, id);
    return this._write(ctx, id, color, size, owner, value);
  }

  /** Gives the asset to another owner, tells listeners, and answers with the owner before. */
  async TransferAsset(ctx, id, newOwner) {
    const asset = await this._read(ctx, id);
    const from = asset.owner;
    asset.owner = newOwner;
    await ctx.stub.putState(id, encode(asset));
    ctx.stub.setEvent('AssetTransferred', encode({ id, from, to: newOwner }));
    return from;
  }

  async DeleteAsset(ctx, id) {
    await this._read(ctx, id);
    await ctx.stub.deleteState(id);
  }

  async AssetExists(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    return bytes.length > 0;
  }

  async GetAllAssets(ctx) {
    const assets = [];
    for await (const { value } of ctx.stub.getStateByRange('', '')) {
      assets.push(decode(value));
    }
    return encode(assets).toString();
  }

  // Names that begin with an underscore cannot be invoked from outside.

  async _read(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) {
      throw new Error(`The asset ${id} does not exist`);
    }
    return decode(bytes);
  }

  async _write(ctx, id, color, size, owner, value) {
    // Arguments arrive as strings, whatever the client meant.
    const bytes = encode({ id, color, size: Number(size), owner, value: Number(value) });
    await ctx.stub.putState(id, bytes);
    return bytes.toString();
  }
}

module.exports = AssetContract;
