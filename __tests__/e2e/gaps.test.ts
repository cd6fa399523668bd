import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  GetPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { CreateScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientsOf, type Clients } from './account';
import { Director } from './director';
import { Emulator } from './emulator';
import { describeReal } from './tools';

const accountId = '111122223333';
const region = 'eu-central-1';

/** One emulator, as a client of it sees it, and who directs its executions. */
interface Seen extends Clients {
  readonly emulator: Emulator;
  readonly director: Director;
}

async function open(gapsOpen: readonly string[] = []): Promise<Seen> {
  const director = await Director.start();
  const emulator = await Emulator.start({ accountId, director, gapsOpen });
  return { emulator, director, ...clientsOf({ accountId, region, endpoint: emulator.url }) };
}

async function close({ emulator, director }: Seen): Promise<void> {
  await director.stop();
  await emulator.stop();
}

/** What is observed of each gap: as AWS answers, and as moto does. */
interface Observation {
  readonly observe: (emulator: Seen) => Promise<unknown>;
  readonly closed: unknown;
  readonly open: unknown;
}

const iam = (action: string, parameters: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::aws-sdk:iam:${action}`,
  Parameters: parameters,
});
const pass = (members: object) => ({ Type: 'Pass', Parameters: members, End: true });
const machineOf = (name: string): string => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

async function makeMachine({ sfn }: Seen, name: string, StartAt: string, States: object): Promise<void> {
  const roleArn = `arn:aws:iam::${accountId}:role/none`;
  await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify({ StartAt, States }) }));
}

/** Starts an execution, with the name of its machine unless it gets another. Its ARN, or the name of the error. */
async function start({ sfn }: Seen, machine: string, name: string | undefined = machine, input = '{}') {
  return outcome(
    sfn
      .send(new StartExecutionCommand({ stateMachineArn: machineOf(machine), name, input }))
      .then(({ executionArn = '' }) => executionArn),
  );
}

/** What came of it, or the name of the error that came instead. */
const outcome = (answer: Promise<string>): Promise<string> =>
  answer.catch((error: unknown) => {
    const name = error instanceof Error ? error.name : String(error);
    // What the SDK makes of a page that is not JSON, and of an error that has no name.
    return ['SyntaxError', 'TypeError'].includes(name) ? 'not understood' : name;
  });

/** How an execution ended. */
async function endOf(seen: Seen, executionArn: string): Promise<{ readonly status: string; readonly output: string }> {
  for (;;) {
    const { status = '', output = '' } = await seen.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return { status, output };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What one execution of a machine of these states puts out. */
async function outputOf(seen: Seen, name: string, StartAt: string, States: object): Promise<unknown> {
  await makeMachine(seen, name, StartAt, States);
  const { status, output } = await endOf(seen, await start(seen, name));
  return status === 'SUCCEEDED' ? JSON.parse(output) : status;
}

/** An API that no client asks for by itself; the HTTP status of its answer. */
async function statusOf({ emulator }: Seen, action: string, parameters: object): Promise<number> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AWSStepFunctions.${action}`,
    authorization: `AWS4-HMAC-SHA256 Credential=none/20260101/${region}/states/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const { status } = await fetch(emulator.url, { method: 'POST', headers, body: JSON.stringify(parameters) });
  return status;
}

/** The same text with every digit a 9. */
const shapeOf = (text: string): string => text.replaceAll(/\d/g, '9');

const observations: Readonly<Record<string, Observation>> = {
  'validate-definition': {
    observe: (seen) => statusOf(seen, 'ValidateStateMachineDefinition', { definition: '{}' }),
    closed: 200,
    open: 500,
  },
  'list-versions': {
    observe: (seen) => statusOf(seen, 'ListStateMachineVersions', { stateMachineArn: machineOf('any') }),
    closed: 200,
    open: 500,
  },
  'second-execution': {
    observe: async (seen) => {
      await makeMachine(seen, 'twice', 'Wait', { Wait: { Type: 'Wait', Seconds: 3600, End: true } });
      // Only what an execution has made by its first state cannot be copied.
      seen.director.holdsAt = () => true;
      const first = await start(seen, 'twice', 'first');
      await seen.director.held();
      const second = await start(seen, 'twice', 'second');
      seen.director.resume();
      return [first, second].map((each) => each.split(':').at(-1));
    },
    closed: ['first', 'second'],
    open: ['first', 'not understood'],
  },
  dates: {
    observe: async (seen) => {
      await seen.iam.send(new CreateUserCommand({ UserName: 'dated' }));
      const create = { ...iam('createAccessKey', { UserName: 'dated' }), Next: 'Text' };
      const output = await outputOf(seen, 'dates', 'Create', {
        Create: { ...create, ResultSelector: { 'CreateDate.$': '$.AccessKey.CreateDate' } },
        Text: pass({ 'text.$': 'States.JsonToString($)' }),
      });
      return shapeOf(JSON.stringify(output));
    },
    closed: String.raw`{"text":"{\"CreateDate\":\"9999-99-99T99:99:99Z\"}"}`,
    open: '"FAILED"',
  },
  'error-prefixes': {
    observe: (seen) =>
      outputOf(seen, 'errors', 'List', {
        List: {
          ...iam('listAccessKeys', { UserName: 'nobody' }),
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Error' }],
          End: true,
        },
        Error: pass({ 'error.$': '$.Error' }),
      }),
    closed: { error: 'Iam.NoSuchEntityException' },
    open: { error: 'iam.NoSuchEntityException' },
  },
  indexes: {
    observe: (seen) =>
      outputOf(seen, 'indexes', 'Keys', {
        Keys: { Type: 'Pass', Result: { keys: [{ Status: 'Active' }] }, Next: 'Look' },
        Look: {
          Type: 'Choice',
          Choices: [{ Variable: '$.keys[0].Status', StringEquals: 'Active', Next: 'Active' }],
          Default: 'Inactive',
        },
        Active: pass({ seen: 'Active' }),
        Inactive: pass({ seen: 'Inactive' }),
      }),
    closed: { seen: 'Active' },
    open: { seen: 'Inactive' },
  },
  'entered-time': {
    observe: async (seen) =>
      shapeOf(
        JSON.stringify(await outputOf(seen, 'entered', 'Enter', { Enter: pass({ 'at.$': '$$.State.EnteredTime' }) })),
      ),
    closed: '{"at":"9999-99-99T99:99:99.999Z"}',
    open: '{"at":"9999-99-99T99:99:99.999999+99:99"}',
  },
  'start-dates': {
    observe: async ({ scheduler }) => {
      const schedule = (Name: string, ScheduleExpression: string, StartDate?: Date) => ({
        ...{ Name, ScheduleExpression, StartDate, FlexibleTimeWindow: { Mode: 'OFF' as const } },
        Target: { Arn: machineOf('any'), RoleArn: `arn:aws:iam::${accountId}:role/none` },
      });
      const past = new Date('2020-01-01T00:00:00Z');
      const [rate, cron] = ['rate(30 days)', 'cron(0 3 1 * ? *)'];
      await scheduler.send(new CreateScheduleCommand(schedule('new', rate)));
      const answers = [
        scheduler.send(new CreateScheduleCommand(schedule('past', rate, past))),
        scheduler.send(new UpdateScheduleCommand(schedule('new', cron, past))),
        scheduler.send(new CreateScheduleCommand(schedule('once', 'at(2020-01-01T00:00:00)', past))),
      ];
      return Promise.all(answers.map((answer) => outcome(answer.then(() => 'taken'))));
    },
    closed: ['ValidationException', 'ValidationException', 'taken'],
    open: ['taken', 'taken', 'taken'],
  },
  deletion: {
    observe: async (seen) => {
      await makeMachine(seen, 'deleted', 'Wait', { Wait: { Type: 'Wait', Seconds: 60, Next: 'Go' }, Go: pass({}) });
      seen.director.holdsAt = () => true;
      const executionArn = await start(seen, 'deleted');
      await seen.director.held();
      const stateMachineArn = machineOf('deleted');
      await seen.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
      const status = () =>
        outcome(
          seen.sfn.send(new DescribeStateMachineCommand({ stateMachineArn })).then((machine) => `${machine.status}`),
        );
      const whileItRuns = await status();
      seen.director.resume();
      return [whileItRuns, await outcome(endOf(seen, executionArn).then((end) => end.status)), await status()];
    },
    closed: ['DELETING', 'FAILED', 'StateMachineDoesNotExist'],
    open: ['StateMachineDoesNotExist', 'ExecutionDoesNotExist', 'StateMachineDoesNotExist'],
  },
  'execution-names': {
    observe: async (seen) => {
      await makeMachine(seen, 'unnamed', 'Go', { Go: pass({}) });
      const command = new StartExecutionCommand({ stateMachineArn: machineOf('unnamed') });
      const { executionArn = '' } = await seen.sfn.send(command);
      await endOf(seen, executionArn);
      const name = executionArn.split(':').at(-1) ?? '';
      return [name === 'None' ? name : name.length, await outcome(seen.sfn.send(command).then(() => 'started'))];
    },
    closed: [36, 'started'],
    open: ['None', 'ExecutionAlreadyExists'],
  },
  'execution-input': {
    observe: async (seen) => {
      await makeMachine(seen, 'input', 'Go', { Go: pass({}) });
      return [await start(seen, 'input', 'empty', ''), await start(seen, 'input', 'text', 'alice')];
    },
    closed: ['InvalidExecutionInput', 'InvalidExecutionInput'],
    open: ['not understood', 'not understood'],
  },
  'key-dates': {
    observe: async ({ iam: client }) => {
      await client.send(new CreateUserCommand({ UserName: 'aged' }));
      const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: 'aged' }));
      return AccessKey?.CreateDate?.getUTCMilliseconds() === 0;
    },
    closed: true,
    open: false,
  },
  'report-time': {
    observe: async ({ iam: client }) => {
      await client.send(new GenerateCredentialReportCommand({}));
      const { GeneratedTime } = await client.send(new GetCredentialReportCommand({}));
      return GeneratedTime?.getUTCFullYear() === 2015;
    },
    closed: false,
    open: true,
  },
  'current-version': {
    observe: async ({ secrets }) => {
      const SecretId = 'moved';
      const { VersionId: first = '' } = await secrets.send(
        new CreateSecretCommand({ Name: SecretId, SecretString: 'first' }),
      );
      const { VersionId: second = '' } = await secrets.send(
        new UpdateSecretCommand({ SecretId, SecretString: 'second' }),
      );
      const VersionStage = 'AWSCURRENT';
      const moved = { SecretId, VersionStage, RemoveFromVersionId: second, MoveToVersionId: first };
      await secrets.send(new UpdateSecretVersionStageCommand(moved));
      return (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    },
    closed: 'first',
    open: 'second',
  },
  'policy-versions': {
    observe: async ({ iam: client }) => {
      const Statement = [{ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::a+b' }];
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
      const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName: 'encoded', PolicyDocument }));
      const version = new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: 'v1' });
      const { PolicyVersion } = await client.send(version);
      return /a(%2B|\+)b/.exec(PolicyVersion?.Document ?? '')?.[1];
    },
    closed: '%2B',
    open: '+',
  },
};

/** The names of the gaps, as the file that closes them has them. */
function namedGaps(): readonly string[] {
  const source = readFileSync(join(__dirname, 'emulator', 'gaps.py'), 'utf8');
  const [, functions = ''] = /^GAPS = \{.*?for correct in \((.*?)\)\n\}/ms.exec(source) ?? [];
  return functions.match(/\w+/g)?.map((name) => name.replaceAll('_', '-')) ?? [];
}

test('every gap that is closed has its observation here', () => {
  expect(Object.keys(observations).sort()).toEqual([...namedGaps()].sort());
});

describeReal('a gap of the emulator', () => {
  // While this one is open, an emulator in which anything ran can run nothing else: it is left open in one of its own.
  const alone = 'second-execution';
  const others = Object.keys(observations).filter((gap) => gap !== alone);
  let seen: readonly Seen[] = [];

  beforeAll(async () => {
    seen = await Promise.all([open(), open([alone]), open(others)]);
  });
  afterAll(() => Promise.all(seen.map(close)));

  const where = (index: number): Seen => {
    const found = seen[index];
    if (found === undefined) throw new Error('the emulators did not start');
    return found;
  };

  describe.each(Object.entries(observations))('%s', (name, { observe, closed, open }) => {
    test('is closed', async () => {
      expect(await observe(where(0))).toEqual(closed);
    });

    test('is there where it is left open; if not, the emulator has learnt it, and what closes it can go', async () => {
      expect(await observe(where(name === alone ? 1 : 2))).toEqual(open);
    });
  });
});
