import { InputError } from '../../src/input-error';
import { chooseEnvironment, chooseUser, placeOf, placeOfUser } from '../../src/operations/place';
import { environmentOf } from './facts';

const test1 = environmentOf({}, ['alice', 'bob']);
const other = { ...test1, name: 'production' };

function refusal(choose: () => unknown): string {
  try {
    choose();
  } catch (error) {
    if (error instanceof InputError) return error.lines.join('\n');
  }
  throw new Error('it was accepted');
}

test('the only environment needs no name', () => {
  expect(chooseEnvironment({ environments: [test1] }, undefined)).toBe(test1);
  expect(chooseEnvironment({ environments: [test1, other] }, 'production')).toBe(other);
});

test('a refusal names the choices', () => {
  expect(refusal(() => chooseEnvironment({ environments: [test1, other] }, undefined))).toContain('test, production');
  expect(refusal(() => chooseEnvironment({ environments: [test1, other] }, 'prodction'))).toContain(
    'did you mean "production"',
  );
  expect(refusal(() => chooseUser(test1, 'alicia'))).toContain('did you mean "alice"');
  expect(refusal(() => chooseUser(test1, 'zz-top'))).toMatch(/; write one of alice, bob$/);
  const many = Array.from({ length: 12 }, (_, index) => `user-${index}`);
  expect(refusal(() => chooseUser(environmentOf({}, many), 'x'))).toMatch(/user-9 and 2 more of the settings$/);
});

test('ARNs are those of the environment, or of another region', () => {
  expect(placeOf(test1).machineArn).toBe('arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test');
  expect(placeOf(test1, 'us-east-1').machineArn).toContain(':us-east-1:');
});

test('a user of a shard is rotated by its machine, and the first shard has the names of an environment without shards', () => {
  const place = placeOf({ ...test1, name: 'staging' });
  const user = chooseUser(test1, 'alice');
  const further = placeOfUser(place, { ...user, shard: '01' });
  expect(further.machineArn).toBe(`${place.machineArn}-01`);
  expect(further.executionRole).toBe('keyturn-staging-execution-01');
  expect(placeOfUser(place, { ...user, shard: '00' })).toEqual(placeOfUser(place, user));
});
