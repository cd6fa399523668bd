// The tests that run the real commands run what is built from the sources as they stand.
const { upToDate } = require('../bin/build.js');

/** What writes the files that tests compare with. */
const switches = { UPDATE: '1', KEYTURN_RECORD: '1', KEYTURN_PLANS: 'record' };

/** A run that everybody relies on must not make its own expectations. */
function refuseUpdates(env) {
  const given = Object.entries(switches).filter(([name, value]) => env[name] === value);
  if (env.CI === 'true' && given.length > 0)
    throw new Error(
      `CI=true: ${given.map(([name, value]) => `${name}=${value}`).join(', ')} would write what tests compare with`,
    );
}

module.exports = () => {
  refuseUpdates(process.env);
  upToDate();
};
module.exports.refuseUpdates = refuseUpdates;
