import { App } from 'cdktf';
import { check } from 'keyturn/check';
import 'keyturn/jest';
import { PlatformStack } from './platform-stack';

const stack = () => new PlatformStack(new App({ stackTraces: false }), 'platform');

test('the roles of the rotation can do what their contracts allow', () => {
  expect(stack()).toMeetContract('policies/execution-role.json');
  expect(stack()).toMeetContract(['policies/execution-role.json', 'policies/schedule-role.json'], { allRoles: true });
});

test('a report lists what the roles can do', () => {
  const text = JSON.stringify(stack().toTerraform());
  const { verdict, checks } = check([{ name: 'platform', text }], ['policies/execution-role.json']);
  expect(verdict).toBe('pass');
  expect(new Set(checks.flatMap(({ permissions }) => permissions.map(({ action }) => action)))).toEqual(
    new Set([
      'iam:ListAccessKeys',
      'iam:CreateAccessKey',
      'iam:DeleteAccessKey',
      'secretsmanager:UpdateSecret',
      'ses:SendEmail',
    ]),
  );
});
