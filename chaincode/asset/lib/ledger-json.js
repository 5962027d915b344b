'use strict';

// Endorsers must write the same bytes for the same asset. JSON.stringify keeps the order in which keys were added, and
// that depends on the path the code took; so keys are sorted here.

function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

module.exports.encode = (value) => Buffer.from(JSON.stringify(sorted(value)));

module.exports.decode = (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8'));
