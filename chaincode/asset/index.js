'use strict';

const AssetContract = require('./lib/asset-contract');

module.exports.AssetContract = AssetContract;
module.exports.contracts = [AssetContract];
