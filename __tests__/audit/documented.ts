import { isObject, memberOf, type Json } from '../../src/json';
import { cleanAccount, place, type Answers } from './account';
import { credentialReport } from './report';

/** The user whose schedule somebody disabled. */
const forgotten = 'report-mailer';

/** The names of the files of the guide, by the kinds of their questions. */
const names: Readonly<Record<string, string>> = {
  identities: 'account.json',
  'credential-report': 'report.json',
  executions: 'executions.json',
  machine: 'machine.json',
  'all-schedules': 'schedules.json',
};

/** The files of the guide for auditors: an account in which somebody widened the role, and disabled a schedule. */
export function documentedFiles(): ReadonlyMap<string, Json> {
  const answers = documentedAnswers();
  return new Map(
    Object.entries(answers).flatMap(([question, value]) => {
      const name = names[question.split(' ')[0] ?? ''];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The same account, asked live. */
export function documentedAnswers(): Answers {
  const { scheduleGroup, machineArn, environment } = place;
  const users = environment.users.map(({ name }) => name);
  const ran = users
    .filter((name) => name !== forgotten)
    .map((name) => ({
      executionArn: `${machineArn.replace(':stateMachine:', ':execution:')}:${name}+1`,
      stateMachineArn: machineArn,
      name: `${name}+1`,
      status: 'SUCCEEDED',
      // The schedule of legacy-ftp is another one.
      startDate: name === 'legacy-ftp' ? '2027-03-01T03:30:30Z' : '2027-03-01T02:00:30Z',
      stopDate: '2027-03-02T02:20:30Z',
    }));
  const clean = cleanAccount();
  const own = users.map((name) => ({
    Arn: `arn:aws:scheduler:eu-central-1:111122223333:schedule/${scheduleGroup}/${name}`,
    GroupName: scheduleGroup,
    Name: name,
    State: name === forgotten ? 'DISABLED' : 'ENABLED',
    CreationDate: '2026-06-01T00:00:00Z',
    Target: { Arn: machineArn },
  }));
  const other = {
    Arn: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/reports',
    GroupName: 'default',
    Name: 'reports',
    State: 'ENABLED',
    CreationDate: '2026-06-01T00:00:00Z',
    Target: { Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:reports' },
  };
  return {
    ...clean,
    'identities ': widened(clean['identities '] ?? null),
    'credential-report ': credentialReport(users.map((name) => ({ name, keys: [name === forgotten ? 128 : 9] }))),
    [`executions ${machineArn}`]: { executions: ran },
    [`schedules ${scheduleGroup}`]: { Schedules: own },
    'all-schedules ': { Schedules: [other, ...own] },
  };
}

/** The export in which the role can rotate one more user. */
function widened(account: Json): Json {
  const roles = JSON.stringify(memberOf(account, 'RoleDetailList'));
  const own = '"arn:aws:iam::111122223333:user/backup-agent"';
  const more = roles.replace(own, `${own},"arn:aws:iam::111122223333:user/administrator"`);
  return { ...(isObject(account) ? account : {}), RoleDetailList: JSON.parse(more) as Json };
}
