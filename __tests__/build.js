// The tests that run the real commands run what is built from the sources as they stand.
const { upToDate } = require('../bin/build.js');

module.exports = () => {
  upToDate();
};
