const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest begins first, so that at the end no core waits for another. jest itself goes by the size of a file until it has run it once. */
const longest = [
  'upgrade',
  'shards',
  'life',
  'deploy',
  'leaving',
  'cdktn',
  'pull-requests',
  'sandbox',
  'alarms',
  'left-behind',
  'shared-state',
  'day',
  'overlap',
  'trouble',
  'secrets',
];

const turn = ({ path }) => {
  const place = longest.indexOf(basename(path, '.test.ts'));
  return place === -1 ? longest.length : place;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => turn(a) - turn(b));
  }
};
