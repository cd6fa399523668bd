import fc from '../fast-check';
import { scheduledExecutionName } from '../../src/infrastructure/names';
import { executionName, userReader } from '../../src/operations/execution-names';

const userName = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,64}$/);

test('a name says the user, and is legal', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(userName, { minLength: 1, maxLength: 5, selector: (name) => name.toLowerCase() }),
      (users) => {
        const read = userReader(users);
        for (const user of users) {
          const name = executionName(user, '1f0e6c1a-7d43-4e8b-9a51-2d1f4c5b6a70');
          expect(read(name)).toBe(user);
          // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
          expect(name).toMatch(/^[0-9A-Za-z_.+-]{1,80}$/);
          // A schedule can choose the name, too.
          expect(read(scheduledExecutionName(user).replace('<aws.scheduler.execution-id>', 'd-0123456789abcd'))).toBe(
            user,
          );
        }
      },
    ),
  );
});

test('other names say nothing', () => {
  const read = userReader(['alice', 'b+ob']);
  for (const name of ['alice', '1f0e6c1a-7d43-4e8b-9a51-2d1f4c5b6a70', 'alice2+x', 'b+ob', '+alice'])
    expect(read(name)).toBeUndefined();
});
