import { changed, parse, problems } from './sample';

type Changes = Parameters<typeof changed>[0];

const deployer = 'arn:aws:iam::{accountId}:role/keyturn-deploy-{environment}';
const history = { encryption: 'customerKey', deployers: [deployer] };
const historyOf = (changes: Changes) => parse(changed(changes)).environments.map((one) => one.history);

describe('the section history', () => {
  test('is absent unless it is written', () => {
    expect(historyOf({}).every((one) => one === undefined)).toBe(true);
  });

  test('has defaults, and the account and the name of each environment', () => {
    const [first] = parse(changed({ history })).environments;
    expect(first?.history).toEqual({
      ...{ encryption: 'customerKey', principal: 'condition', readers: [], deletionWindowDays: 30, keepKey: false },
      deployers: [`arn:aws:iam::${first?.accountId ?? ''}:role/keyturn-deploy-${first?.name ?? ''}`],
    });
  });

  test.each<[string, object, string]>([
    ['no deployers', { encryption: 'customerKey' }, 'history.deployers: missing; write the roles that plan and deploy'],
    ['a session', { ...history, readers: ['arn:aws:sts::111122223333:assumed-role/a/b'] }, 'history.readers[0]: "arn:aws:sts::111122223333:assumed-role/a/b" is not the ARN of a role or a user'], // prettier-ignore
    ['a pattern', { ...history, readers: ['arn:aws:iam::{accountId}:role/*'] }, 'is not the ARN of a role or a user'],
    ['another account', { ...history, readers: ['arn:aws:iam::999999999999:user/a'] }, 'history.readers[0]: the identity is in account 999999999999, but environment'], // prettier-ignore
    ['another partition', { ...history, deployers: ['arn:aws-us-gov:iam::{accountId}:user/a'] }, 'history.deployers[0]: the identity is in partition aws-us-gov, but environment'], // prettier-ignore
    ['too short a window', { ...history, deletionWindowDays: 6 }, 'history.deletionWindowDays: 6 is out of range; write a whole number of days from 7 to 30'], // prettier-ignore
    ['another word', { encryption: 'aws' }, 'history.encryption: "aws" is not one of the choices'],
    [
      'a key to keep that is used',
      { ...history, keepKey: true },
      'history.keepKey: is only for awsOwnedKey; leave it out',
    ],
    ['a text for a switch', { encryption: 'awsOwnedKey', keepKey: 'yes' }, 'history.keepKey: must be true or false'],
  ])('%s is refused', (_, written, words) => {
    expect(problems(changed({ history: written } as Changes)).join('\n')).toContain(words);
  });
});
