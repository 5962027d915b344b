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

class Basic extends Contract {
  async InitLedger(ctx) {
    for (const asset of ASSETS) await ctx.stub.putState(asset.ID, Buffer.from(JSON.stringify(asset)));
  }

  async ReadAsset(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    if (!bytes || bytes.length === 0) throw new Error(`The asset ${id} does not exist`);
    return bytes.toString();
  }

  async TransferAsset(ctx, id, owner) {
    const asset = JSON.parse(await this.ReadAsset(ctx, id));
    const before = asset.Owner;
    asset.Owner = owner;
    await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset)));
    return before;
  }
}

module.exports.contracts = [Basic];
