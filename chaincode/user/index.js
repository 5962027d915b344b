'use strict';

const UserContract = require('./lib/user-contract');

module.exports.UserContract = UserContract;
module.exports.contracts = [UserContract];
