'use strict';

const CarContract = require('./lib/car-contract');

module.exports.CarContract = CarContract;
module.exports.contracts = [CarContract];
