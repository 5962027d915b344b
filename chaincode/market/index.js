'use strict';

const MarketContract = require('./lib/market-contract');

module.exports.MarketContract = MarketContract;
module.exports.contracts = [MarketContract];
