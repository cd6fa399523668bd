import { CreateScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { ListSecretVersionIdsCommand, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { randomUUID } from 'node:crypto';
import { prefix, userPath } from './belongings';
import type { Probe } from './probe';
import { nameOf } from './sandbox';

/** Something that AWS's pages leave open, or tell in two ways, and that Keyturn is built to bear either way. */
interface Question {
  readonly question: string;
  /** Tries it out; the answer in words, with no secret in it. */
  readonly probe: (probe: Probe) => Promise<string>;
}

/** What no call in a sandbox can tell. */
interface Unanswerable {
  readonly question: string;
  readonly reason: string;
}

const task = (api: string, parameters: object, more: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::aws-sdk:${api}`,
  Parameters: parameters,
  ...more,
});

/** A chain of calls, of which each is let fail: the output has the name of each error under the name of its state. */
function failing(calls: Readonly<Record<string, readonly [api: string, parameters: object]>>): object {
  const names = Object.keys(calls);
  const states = Object.entries(calls).map(([name, [api, parameters]], index) => {
    const next = names[index + 1] ?? 'Done';
    const caught = { ErrorEquals: ['States.ALL'], ResultPath: `$.${name}`, Next: next };
    // What a call answers may hold a secret, and is dropped.
    return [
      name,
      task(api, parameters, { ResultPath: null, Catch: [caught], TimeoutSeconds: 60, Next: next }),
    ] as const;
  });
  return { StartAt: names[0], States: { ...Object.fromEntries(states), Done: { Type: 'Succeed' } } };
}

/** `name: error` of each call that failed, and `no error` of the others. */
function errorsIn(output: string | undefined, names: readonly string[]): string {
  const errors = JSON.parse(output ?? '{}') as Record<string, { readonly Error?: string }>;
  return names.map((name) => `${name}: ${errors[name]?.Error ?? 'no error'}`).join(', ');
}

async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(() => 'no error', nameOf);
}

const mail = (Source: string) => ({
  Source,
  Destination: { ToAddresses: ['success@simulator.amazonses.com'] },
  Message: { Subject: { Data: 'Keyturn sandbox' }, Body: { Text: { Data: 'A mail of the sandbox suite.' } } },
});

const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });

export const questions: readonly Question[] = [
  {
    question: 'Does UpdateSecret succeed with a token used before and the same value?',
    probe: async (probe) => {
      const SecretId = await probe.secret('probe-same-value');
      const request = { SecretId, SecretString: 'the same', ClientRequestToken: randomUUID() };
      await probe.clients.secrets.send(new UpdateSecretCommand(request));
      return errorOf(probe.clients.secrets.send(new UpdateSecretCommand(request)));
    },
  },
  {
    question: 'Does UpdateSecret succeed with a token used before and another value?',
    probe: async (probe) => {
      const SecretId = await probe.secret('probe-other-value');
      const request = { SecretId, ClientRequestToken: randomUUID() };
      await probe.clients.secrets.send(new UpdateSecretCommand({ ...request, SecretString: 'one' }));
      return errorOf(probe.clients.secrets.send(new UpdateSecretCommand({ ...request, SecretString: 'another' })));
    },
  },
  {
    question: 'Which labels do the versions of a secret have after the first and the second UpdateSecret?',
    probe: async (probe) => {
      const SecretId = await probe.secret('probe-versions');
      const labels: string[] = [];
      for (const SecretString of ['one', 'two']) {
        await probe.clients.secrets.send(new UpdateSecretCommand({ SecretId, SecretString }));
        const { Versions = [] } = await probe.clients.secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
        labels.push(
          Versions.map(({ VersionStages = [] }) => VersionStages.join('+'))
            .sort()
            .join(', '),
        );
      }
      return `${labels[0]}; then ${labels[1]}`;
    },
  },
  {
    question: 'Under which names do calls that the role may not make fail in a state machine?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-denied');
      const SecretId = await probe.secret('probe-no-rights');
      const calls = {
        ListAccessKeys: ['iam:listAccessKeys', { UserName }],
        CreateAccessKey: ['iam:createAccessKey', { UserName }],
        DeleteAccessKey: ['iam:deleteAccessKey', { UserName, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
        UpdateSecret: ['secretsmanager:updateSecret', { SecretId, SecretString: 'new' }],
        SendEmail: ['ses:sendEmail', mail(probe.sandbox.sender)],
      } as const;
      const [ending] = await probe.run('probe-denied', failing(calls));
      return errorsIn(ending?.output, Object.keys(calls));
    },
  },
  {
    question: 'Under which names do calls that cannot succeed fail in a state machine?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-wrong');
      await probe.key(UserName);
      await probe.key(UserName);
      const nobody = { UserName: `${prefix}probe-nobody` };
      const calls = {
        ListKeysOfNobody: ['iam:listAccessKeys', nobody],
        CreateThirdKey: ['iam:createAccessKey', { UserName }],
        DeleteUnknownKey: ['iam:deleteAccessKey', { UserName, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
        UpdateNoSecret: ['secretsmanager:updateSecret', { SecretId: `${prefix}probe-none`, SecretString: 'new' }],
        SendAsStranger: ['ses:sendEmail', mail('stranger@example.invalid')],
      } as const;
      const allowed = [
        allow('iam:*AccessKey*', probe.arn('iam', `user/${prefix}*`)),
        allow('iam:*AccessKey*', probe.arn('iam', `user${userPath}*`)),
        allow('secretsmanager:UpdateSecret', probe.arn('secretsmanager', `secret:${prefix}*`)),
        allow('ses:SendEmail', probe.arn('ses', 'identity/*')),
      ];
      const [ending] = await probe.run('probe-wrong', failing(calls), { allowed });
      return errorsIn(ending?.output, Object.keys(calls));
    },
  },
  {
    question: 'Can States.DataLimitExceeded be caught by its own name?',
    probe: async (probe) => {
      const double = (Next: string) => ({
        Type: 'Pass',
        Parameters: { 'text.$': "States.Format('{}{}', $.text, $.text)" },
        Next,
      });
      const big = { 'UserName.$': "States.Format('{}{}{}', $.text, $.text, $.text)" };
      const definition = {
        StartAt: 'Double1',
        States: {
          // From 10,000 characters to 160,000, and three times that for the call: the limit is 262,144 bytes.
          // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
          ...Object.fromEntries([1, 2, 3].map((step) => [`Double${step}`, double(`Double${step + 1}`)])),
          Double4: double('Exceed'),
          Exceed: task('iam:listAccessKeys', big, {
            TimeoutSeconds: 60,
            Catch: [
              { ErrorEquals: ['States.DataLimitExceeded'], ResultPath: '$', Next: 'Caught' },
              { ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'CaughtOther' },
            ],
            Next: 'NotExceeded',
          }),
          Caught: { Type: 'Pass', Result: 'yes', End: true },
          CaughtOther: { Type: 'Pass', Parameters: { 'other.$': '$.Error' }, End: true },
          NotExceeded: { Type: 'Pass', Result: 'the limit was not met', End: true },
        },
      };
      const inputs = [JSON.stringify({ text: 'x'.repeat(10_000) })];
      const [ending] = await probe.run('probe-limit', definition, { inputs });
      if (ending?.status !== 'SUCCEEDED') return `no: the execution ended ${ending?.status} ${ending?.error ?? ''}`;
      const output = JSON.parse(ending.output ?? '""') as string | { readonly other?: string };
      return typeof output === 'string' ? output : `another error was caught: ${output.other}`;
    },
  },
  {
    question: 'Does States.ALL catch a path that leads nowhere, and does the cause quote the input?',
    probe: async (probe) => {
      const Nowhere = task(
        'iam:listAccessKeys',
        { 'UserName.$': '$.nowhere' },
        {
          TimeoutSeconds: 60,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        },
      );
      const definition = { StartAt: 'Nowhere', States: { Nowhere, Caught: { Type: 'Succeed' } } };
      const [ending] = await probe.run('probe-path', definition, { inputs: ['{"marked": "by the suite"}'] });
      const told = `${ending?.cause ?? ''}${ending?.output ?? ''}`.includes('by the suite');
      return `${ending?.status === 'SUCCEEDED' ? 'caught' : `not caught: ${ending?.error}`}; the input is ${told ? '' : 'not '}quoted`;
    },
  },
  {
    question: 'How does a date look in the result of a call?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-date');
      await probe.key(UserName);
      const List = task(
        'iam:listAccessKeys',
        { UserName },
        {
          TimeoutSeconds: 60,
          ResultSelector: { 'date.$': '$.AccessKeyMetadata[0].CreateDate' },
          End: true,
        },
      );
      const allowed = [allow('iam:ListAccessKeys', probe.arn('iam', `user${userPath}${UserName}`))];
      const [ending] = await probe.run('probe-date', { StartAt: 'List', States: { List } }, { allowed });
      const { date } = JSON.parse(ending?.output ?? '{}') as { readonly date?: unknown };
      return `a ${typeof date} such as ${JSON.stringify(date)}`;
    },
  },
  {
    question: 'Can an execution be started with an input that is not an object, and does IsPresent bear it?',
    probe: async (probe) => {
      const IsThere = {
        Type: 'Choice',
        Choices: [{ Variable: '$.userName', IsPresent: true, Next: 'Present' }],
        Default: 'Absent',
      };
      const states = { IsThere, Present: { Type: 'Succeed' }, Absent: { Type: 'Fail', Error: 'Absent' } };
      const inputs = ['null', '[]', '"text"', '7'];
      const endings = await probe.run('probe-input', { StartAt: 'IsThere', States: states }, { inputs });
      return inputs.map((input, index) => `${input}: ${endings[index]?.error ?? endings[index]?.status}`).join(', ');
    },
  },
  {
    question:
      'Which identity must the role be allowed to send as: the address or its domain? The mail goes to the mailbox simulator.',
    probe: async (probe) => {
      const { sender } = probe.sandbox;
      const identities = { address: sender, domain: sender.split('@')[1] ?? '' };
      const definition = failing({ SendEmail: ['ses:sendEmail', mail(sender)] });
      const answers = Object.entries(identities).map(async ([what, identity]) => {
        const allowed = [allow('ses:SendEmail', probe.arn('ses', `identity/${identity}`))];
        const [ending] = await probe.run(`probe-mail-${what}`, definition, { allowed });
        return `with the ${what} alone: ${errorsIn(ending?.output, ['SendEmail'])}`;
      });
      return (await Promise.all(answers)).join('; ');
    },
  },
  {
    question: 'Does an inactive key count towards the two that a user may have?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-quota');
      const { id } = await probe.key(UserName);
      await probe.clients.iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: id, Status: 'Inactive' }));
      await probe.key(UserName);
      return `a third key: ${await errorOf(probe.key(UserName))}`;
    },
  },
  {
    question: 'When does ListAccessKeys show a new key, and when no longer a deleted one?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-list');
      const key = await probe.key(UserName);
      const isListed = async () => (await probe.keyIds(UserName)).includes(key.id);
      const shown = await probe.timeUntil(isListed);
      await probe.deleteKey(UserName, key);
      return `shown ${shown}, gone ${await probe.timeUntil(async () => !(await isListed()))}`;
    },
  },
  {
    question: 'When does a new key work, and when no longer a deleted one?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-lag');
      const key = await probe.key(UserName);
      const works = await probe.timeUntil(() => probe.works(key, UserName));
      await probe.deleteKey(UserName, key);
      return `works ${works}, dead ${await probe.timeUntil(async () => !(await probe.works(key, UserName)))}`;
    },
  },
  {
    question: 'In which order does ListAccessKeys list two keys?',
    probe: async (probe) => {
      const UserName = await probe.user('probe-order');
      const older = await probe.key(UserName);
      await probe.wait(1.1); // dates have whole seconds
      await probe.key(UserName);
      await probe.timeUntil(async () => (await probe.keyIds(UserName)).length === 2);
      const [first] = await probe.keyIds(UserName);
      return `${first === older.id ? 'the older' : 'the newer'} first, in one look`;
    },
  },
  {
    question: 'Is a schedule refused whose start date is ten minutes past, when it is made and when it is changed?',
    probe: async (probe) => {
      const group = 'keyturn-sandbox-overlap';
      const request = {
        GroupName: group,
        Name: 'probe',
        State: 'DISABLED',
        ScheduleExpression: 'rate(1 day)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: probe.arn('states', `stateMachine:${group}`),
          RoleArn: probe.arn('iam', `role/${group}-schedule`),
          Input: '{}',
        },
      } as const;
      const { scheduler } = probe.clients;
      const past = { ...request, StartDate: new Date(Date.now() - 600_000) };
      const made = await errorOf(scheduler.send(new CreateScheduleCommand(past)));
      if (made !== 'no error') await scheduler.send(new CreateScheduleCommand(request));
      return `made: ${made}, changed: ${await errorOf(scheduler.send(new UpdateScheduleCommand(past)))}`;
    },
  },
];

export const unanswerable: readonly Unanswerable[] = [
  {
    question: 'Do the retries of one start by EventBridge Scheduler share their execution id?',
    reason:
      'an attempt that fails leaves nothing behind that a call could read at once, and Keyturn names no execution by that id',
  },
  {
    question: "Does the policy of an SNS topic bear aws:SourceArn for EventBridge's events?",
    reason: 'Keyturn deploys no topic: what is not deployed is not tried out',
  },
  {
    question: "Is a grant in a KMS key's policy alone enough for a state machine and for a secret?",
    reason: 'a key cannot be removed before seven days have passed, and Keyturn deploys none',
  },
];
