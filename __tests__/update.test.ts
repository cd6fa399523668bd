import { createRequire } from 'node:module';

const { refuseUpdates } = createRequire(__filename)('./build.js') as {
  readonly refuseUpdates: (env: NodeJS.ProcessEnv) => void;
};

const switches = [{ UPDATE: '1' }, { KEYTURN_RECORD: '1' }, { KEYTURN_PLANS: 'record' }];

test.each(switches)('with CI=true, %j is refused: what tests compare with is not written there', (given) => {
  const [name = ''] = Object.keys(given);
  expect(() => refuseUpdates({ ...given, CI: 'true' })).toThrow(name);
  expect(() => refuseUpdates(given)).not.toThrow();
});

test('with CI=true and no switch, the tests run', () => {
  expect(() => refuseUpdates({ CI: 'true', KEYTURN_PLANS: 'each-kind' })).not.toThrow();
});
