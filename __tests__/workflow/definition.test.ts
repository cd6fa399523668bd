import { buildWorkflow, operationOf, operations, strategies } from '../../src/workflow';
import type { State, StateMachineDefinition, Task } from '../../src/asl';
import type { JsonObject } from '../../src/json';
import { workflowOptions } from './options';
import { slowTest, someOf } from '../effort';

// The validator is a CommonJS function without a default export in its types.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const validate = require('asl-validator') as (definition: object) => { isValid: boolean; errorsText: () => string };

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestDefinition = 1_048_576;

const mapped = {
  kind: 'mapped',
  fields: { AWS_ACCESS_KEY_ID: 'AccessKeyId', AWS_SECRET_ACCESS_KEY: 'SecretAccessKey' },
  constants: { AWS_REGION: 'eu-central-1', retries: 3, rotated: true },
} as const;

const variants = strategies.flatMap((strategy) => [
  { name: strategy, options: workflowOptions({ strategy }) },
  {
    name: `${strategy} that replaces the older of two active keys`,
    options: workflowOptions({ strategy, twoKeys: 'replace-older' }),
  },
  { name: `${strategy} with mapped secrets`, options: workflowOptions({ strategy, secretFormat: mapped }) },
  {
    name: `${strategy} in aws-us-gov without grace`,
    options: workflowOptions({ strategy, partition: 'aws-us-gov', gracePeriodSeconds: 0, maxGracePeriodSeconds: 0 }),
  },
]);

function tasksOf(definition: StateMachineDefinition): [string, Task][] {
  return Object.entries(definition.States).flatMap(([name, state]): [string, Task][] =>
    state.Type === 'Task' ? [[name, state]] : [],
  );
}

function nextOf(state: State): string[] {
  switch (state.Type) {
    case 'Choice':
      return [...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default])];
    case 'Succeed':
    case 'Fail':
      return [];
    default: {
      const caught = state.Type === 'Task' ? (state.Catch ?? []).map((catcher) => catcher.Next) : [];
      return [...(state.Next === undefined ? [] : [state.Next]), ...caught];
    }
  }
}

/** What each failure leaves of the data. */
function failuresOf({ States }: StateMachineDefinition): [string, JsonObject][] {
  return Object.entries(States).flatMap(([name, state]): [string, JsonObject][] =>
    state.Type === 'Pass' && state.Next === 'SendFailureEmail' ? [[name, state.Parameters ?? {}]] : [],
  );
}

describe.each(someOf(variants))('$name', ({ options }) => {
  const definition = buildWorkflow(options);
  const tasks = tasksOf(definition);

  // One compiles the validator; the others are of the same kinds of states.
  (options === variants[0]?.options ? it : slowTest)('is a valid definition', () => {
    const { isValid, errorsText } = validate(definition);
    expect([isValid, isValid ? '' : errorsText()]).toEqual([true, '']);
  });

  it('stays far below the longest definition that AWS takes', () => {
    expect(JSON.stringify(definition).length).toBeLessThan(longestDefinition / 10);
  });

  it('calls the five actions, all of them, and no sixth', () => {
    const called = new Set(tasks.map(([, { Resource }]) => operationOf(Resource)?.iamAction));
    expect([...called].sort()).toEqual(operations.map(({ iamAction }) => iamAction).sort());
  });

  it.each(tasks)('%s gives every required parameter, and no unknown one', (_, { Resource, Parameters }) => {
    const operation = operationOf(Resource);
    const given = Object.keys(Parameters ?? {}).map((name) => name.replace(/\.\$$/, ''));
    expect(given).toEqual(expect.arrayContaining([...(operation?.required ?? [])]));
    expect(operation?.parameters).toEqual(expect.arrayContaining(given));
  });

  it.each(tasks)('%s calls in its own partition', (_, { Resource }) => {
    expect(Resource).toMatch(new RegExp(`^arn:${options.partition}:states:::aws-sdk:`));
  });

  it.each(tasks)('%s has a timeout, catches every error, and loses no state by it', (_, task) => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
    expect(task.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    for (const catcher of task.Catch ?? []) expect(catcher.ResultPath).toMatch(/^\$\./);
  });

  it.each(tasks)('%s names only errors that AWS raises', (_, task) => {
    const known = [...(operationOf(task.Resource)?.errors ?? []), 'States.ALL', 'States.DataLimitExceeded'];
    const named = [...(task.Retry ?? []), ...(task.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it.each(tasks.filter(([, { Retry }]) => Retry !== undefined))(
    '%s retries with backoff, jitter and a bound',
    (_, task) => {
      for (const retrier of task.Retry ?? []) {
        if (retrier.MaxAttempts === 0) continue;
        expect(retrier).toMatchObject({ BackoffRate: 2, JitterStrategy: 'FULL' });
        expect(retrier.MaxAttempts).toBeLessThanOrEqual(5);
        expect(retrier.MaxDelaySeconds).toBeGreaterThan(0);
      }
    },
  );

  it('never repeats CreateAccessKey or the first UpdateSecret by a retrier', () => {
    for (const name of ['CreateAccessKey', 'UpdateSecret']) {
      const state = definition.States[name];
      expect(state?.Type === 'Task' && state.Retry === undefined).toBe(true);
    }
    expect(tasks.filter(([, { Resource }]) => Resource.endsWith('iam:createAccessKey'))).toHaveLength(1);
  });

  it('sends the same token with every attempt to store', () => {
    const stores = tasks.filter(([, { Resource }]) => Resource.endsWith('secretsmanager:updateSecret'));
    expect(stores.map(([name]) => name)).toEqual(['UpdateSecret', 'AskWhetherStored']);
    expect(new Set(stores.map(([, { Parameters }]) => JSON.stringify(Parameters))).size).toBe(1);
  });

  it('reaches every state from the start', () => {
    const reached = new Set<string>();
    const visit = (name: string) => {
      const state = definition.States[name];
      if (state === undefined) throw new Error(`a transition leads to ${name}, which does not exist`);
      if (reached.has(name)) return;
      reached.add(name);
      nextOf(state).forEach(visit);
    };
    visit(definition.StartAt);
    expect([...reached].sort()).toEqual(Object.keys(definition.States).sort());
  });

  it('has one Fail state, behind one mail', () => {
    const ends = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail');
    expect(ends).toMatchObject([['RotationFailed', { ErrorPath: '$.error', CausePath: '$.cause' }]]);
    const before = Object.entries(definition.States).filter(([, state]) => nextOf(state).includes('RotationFailed'));
    expect(before.map(([name]) => name)).toEqual(['SendFailureEmail']);
  });

  it.each(failuresOf(definition))('%s names an error and quotes no cause of AWS', (_, parameters) => {
    expect(parameters['error']).toMatch(/^[A-Z][A-Za-z]+$/);
    const texts = JSON.stringify(parameters);
    // Every placeholder has a path.
    expect(texts).not.toMatch(/\{\w+\}/);
    expect(texts).not.toMatch(/\.Cause|SecretAccessKey|\$\.store|\$\.error|, \$[,)]/);
    const { cause = parameters['cause.$'] } = parameters;
    expect(JSON.stringify([cause]).length).toBeGreaterThan(42);
  });

  it('mails a failure within 90 seconds', () => {
    const { TimeoutSeconds = 0, Retry = [] } = tasks.find(([name]) => name === 'SendFailureEmail')?.[1] ?? {};
    const attempts = Retry.reduce((sum, { MaxAttempts = 3 }) => sum + MaxAttempts, 1);
    const pauses = Retry.reduce(
      (sum, { MaxAttempts = 3, MaxDelaySeconds = 0 }) => sum + MaxAttempts * MaxDelaySeconds,
      0,
    );
    expect(attempts).toBe(3);
    expect(attempts * TimeoutSeconds + pauses).toBeLessThanOrEqual(90);
  });

  it('refers to the secret access key nowhere after Forget', () => {
    const after = new Set<string>();
    const visit = (name: string) => {
      if (after.has(name)) return;
      after.add(name);
      const state = definition.States[name];
      if (state !== undefined) nextOf(state).forEach(visit);
    };
    const forget = definition.States.Forget;
    expect(forget?.Type).toBe('Pass');
    if (forget !== undefined) nextOf(forget).forEach(visit);
    const text = JSON.stringify([...after].map((name) => definition.States[name]));
    expect(text).not.toMatch(/createAccessKey\.|SecretAccessKey|\$\.store/);
    // Forget replaces the whole state, and keeps only what is named.
    expect(forget).not.toHaveProperty('ResultPath');
    expect(Object.values(forget?.Type === 'Pass' ? (forget.Parameters ?? {}) : {})).not.toContain('$');
  });
});

it('maps the secret to other field names next to constant ones', () => {
  const { States } = buildWorkflow(workflowOptions({ secretFormat: mapped }));
  expect(States.FixToken).toMatchObject({
    Parameters: {
      'token.$': 'States.UUID()',
      value: {
        'AWS_ACCESS_KEY_ID.$': '$.createAccessKey.AccessKey.AccessKeyId',
        'AWS_SECRET_ACCESS_KEY.$': '$.createAccessKey.AccessKey.SecretAccessKey',
        AWS_REGION: 'eu-central-1',
        retries: 3,
        rotated: true,
      },
    },
  });
  expect(States.UpdateSecret).toMatchObject({ Parameters: { 'SecretString.$': 'States.JsonToString($.store.value)' } });
});
