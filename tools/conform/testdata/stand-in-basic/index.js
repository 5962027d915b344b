'use strict';

const { Contract } = require('fabric-contract-api');

// Stands in for a public sample where recordings call one beside the probe: same names, same answers, far less of it.
const ASSETS = [
  { AppraisedValue: 300, Color: 'blue', ID: 'asset1', Owner: 'Tomoko', Size: 5, docType: 'asset' },
  { AppraisedValue: 400, Color: 'red', ID: 'asset2', Owner: 'Brad', Size: 5, docType: 'asset' },
  { AppraisedValue: 500, Color: 'green', ID: 'asset3', Owner: 'Jin Soo', Size: 10, docType: 'asset' },
  { AppraisedValue: 600, Color: 'yellow', ID: 'asset4', Owner: 'Max', Size: 10, docType: 'asset' },
  { AppraisedValue: 700, Color: 'black', ID: 'asset5', Owner: 'Adriana', Size: 15, docType: 'asset' },
  { AppraisedValue: 800, Color: 'white', ID: 'asset6', Owner: 'Michel', Size: 15, docType: 'asset' },
];

const encode = (asset) => Buffer.from(JSON.stringify(asset, Object.keys(asset).sort()));

class AssetTransfer extends Contract {
  async InitLedger(ctx) {
    for (const asset of ASSETS) await ctx.stub.putState(asset.ID, encode(asset));
  }

  async CreateAsset(ctx, id, color, size, owner, value) {
    if (await this.AssetExists(ctx, id)) throw new Error(`The asset ${id} already exists`);
    const asset = { ID: id, Color: color, Size: Number(size), Owner: owner, AppraisedValue: Number(value) };
    await ctx.stub.putState(id, encode(asset));
    return JSON.stringify(asset);
  }

  async ReadAsset(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (!bytes || bytes.length === 0) throw new Error(`The asset ${id} does not exist`);
    return bytes.toString();
  }

  async UpdateAsset(ctx, id, color, size, owner, value) {
    await this.ReadAsset(ctx, id);
    const asset = { ID: id, Color: color, Size: size, Owner: owner, AppraisedValue: value };
    return ctx.stub.putState(id, encode(asset));
  }

  async DeleteAsset(ctx, id) {
    await this.ReadAsset(ctx, id);
    return ctx.stub.deleteState(id);
  }

  async AssetExists(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    return Boolean(bytes && bytes.length > 0);
  }

  async TransferAsset(ctx, id, owner) {
    const asset = JSON.parse(await this.ReadAsset(ctx, id));
    const before = asset.Owner;
    asset.Owner = owner;
    await ctx.stub.putState(id, encode(asset));
    return before;
  }

  async GetAllAssets(ctx) {
    const assets = [];
    for await (const { value } of ctx.stub.getStateByRange('', '')) assets.push(JSON.parse(value.toString()));
    return JSON.stringify(assets);
  }
}

module.exports.contracts = [AssetTransfer];
