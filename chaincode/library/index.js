'use strict';

const LibraryContract = require('./lib/library-contract');

module.exports.LibraryContract = LibraryContract;
module.exports.contracts = [LibraryContract];
