'use strict';

const RaffleContract = require('./lib/raffle-contract');

module.exports.RaffleContract = RaffleContract;
module.exports.contracts = [RaffleContract];
