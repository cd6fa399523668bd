import { executionPolicy } from '../../src/infrastructure/documents';
import { rolePolicyLimit } from '../../src/iam';
import { definitionLimit } from '../../src/infrastructure/document-size';
import { oversized } from '../../src/infrastructure/limits';
import { environmentWith, userWith } from './environment';

const shortest = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };
const definition = JSON.stringify(shortest);

function environmentOf(users: number) {
  return environmentWith({ users: Array.from({ length: users }, (_, index) => userWith({ name: `user-${index}` })) });
}

function sizeFor(users: number): number {
  return JSON.stringify(executionPolicy(environmentOf(users))).replace(/\s/g, '').length;
}

describe('the execution role’s policy', () => {
  let fitting = 1;
  while (sizeFor(fitting + 1) <= rolePolicyLimit) fitting += 1;

  it('is fine up to the last user that fits', () => {
    expect(oversized(environmentOf(fitting), [definition])).toEqual([]);
  });

  it.each([
    [1, 'two'],
    [100, 'three'],
    [3 * fitting, 'four'],
    [10 * fitting, '11'],
  ])('with %d users more is refused, with the numbers and the way out', (more, parts) => {
    const users = fitting + more;
    expect(oversized(environmentOf(users), [definition])).toEqual([
      `environment "test": the execution role's policy has ${sizeFor(users).toLocaleString('en-US')} characters for ` +
        `${users} users, IAM allows 10,240 (the first ${fitting} users fit); write a "shard" for each user ("keyturn shards --assign" fills the column of a file), or split the users over ${parts} environments`,
    ]);
  });

  it('too large for its mail alone is said to be so', () => {
    const { notification } = environmentWith();
    const many = Array.from({ length: 50 }, (_, index) => `${'x'.repeat(250)}${index}@example.com`);
    const environment = environmentWith({
      notification: { ...notification, recipients: { ...notification.recipients, to: many } },
    });
    expect(oversized(environment, [definition])).toEqual([
      expect.stringMatching(/\(no user fits\); list fewer recipients or identities in the notification$/),
    ]);
  });
});

describe('the definition', () => {
  const sized = (bytes: number): string => {
    const empty = JSON.stringify({ ...shortest, Comment: '' }).length;
    return JSON.stringify({ ...shortest, Comment: 'x'.repeat(bytes - empty) });
  };

  it('may be as large as Step Functions takes it', () => {
    expect(oversized(environmentOf(1), [sized(definitionLimit)])).toEqual([]);
  });

  it('is refused one byte above, with the numbers and the way out', () => {
    expect(oversized(environmentOf(1), [sized(definitionLimit + 1)])).toEqual([
      `environment "test": the state machine's definition has 1,048,577 bytes for 1 users, Step Functions allows ` +
        '1,048,576; shorten the mail or split the users over two environments',
    ]);
  });
});

describe('a trust policy', () => {
  it('is refused where the environment’s name makes it too large', () => {
    expect(oversized(environmentWith({ name: 'x'.repeat(2048) }), [definition])).toContainEqual(
      expect.stringMatching(/^environment "x+": the trust policy of the schedule role has 2,\d+ characters, IAM/),
    );
  });
});
