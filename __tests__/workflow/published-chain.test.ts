import { buildWorkflow, strategies } from '../../src/workflow';
import type { State, Task } from '../../src/asl';
import { workflowOptions } from './options';

/**
 * The chain of the article "IAM Credentials Rotation Automation with Step Functions" (2022): five Tasks, in this order, each with the
 * parameters that give it its meaning.
 */
const published: Record<string, Task> = {
  ListAccessKeys: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    Parameters: { 'UserName.$': '$.userName' },
    ResultPath: '$.listAccessKey',
  },
  DeleteAccessKey: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:deleteAccessKey',
    Parameters: { 'AccessKeyId.$': '$.listAccessKey.AccessKeyMetadata[0].AccessKeyId', 'UserName.$': '$.userName' },
    ResultPath: '$.deleteAccessKey',
  },
  CreateAccessKey: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:createAccessKey',
    Parameters: { 'UserName.$': '$.userName' },
    ResultPath: '$.createAccessKey',
  },
  UpdateSecret: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:secretsmanager:updateSecret',
    Parameters: {
      'SecretId.$': '$.secretName',
      'SecretString.$': 'States.JsonToString($.createAccessKey.AccessKey)',
    },
    ResultPath: '$.updateSecret',
  },
  SendEmail: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:ses:sendEmail',
    Parameters: {
      Destination: { ToAddresses: ['platform@example.com'] },
      Message: {
        Body: { Html: { Charset: 'UTF-8', Data: '<p>A key was rotated.</p>' } },
        Subject: { Charset: 'UTF-8', Data: 'A key was rotated' },
      },
      Source: 'key-rotation@example.com',
    },
    ResultPath: '$.sendEmail',
  },
};

/** What may differ from the published chain, and why; anything else is a mistake. */
const permitted: Record<string, { readonly parameters?: readonly string[]; readonly values?: readonly string[] }> = {
  // Which key is deleted is decided by its status and age, not by its place in the list.
  DeleteAccessKey: { values: ['AccessKeyId.$'] },
  // A fixed token makes the second attempt of an unanswered call harmless; the value may be mapped to other field names.
  UpdateSecret: { parameters: ['ClientRequestToken.$'], values: ['SecretString.$'] },
};

/** Fields that say how a Task is carried out, not what it does. */
const permittedFields = ['Comment', 'Retry', 'Catch', 'TimeoutSeconds', 'Next', 'ResultSelector'];

function task(states: { readonly [name: string]: State }, name: string): Task {
  const state = states[name];
  if (state?.Type !== 'Task') throw new Error(`${name} is not a Task`);
  return state;
}

const textual = {
  mail: {
    ...workflowOptions().mail,
    subject: 'A key was rotated',
    htmlBody: '<p>A key was rotated.</p>',
    textBody: 'A key was rotated.',
  },
};

describe.each(strategies)('the five Tasks of %s', (strategy) => {
  const { States } = buildWorkflow(workflowOptions({ strategy, ...textual }));

  it.each(Object.keys(published))('%s is the published one but for the permitted differences', (name) => {
    const ours = task(States, name);
    const theirs = published[name];
    const allowed = permitted[name] ?? {};
    expect(ours.Resource).toBe(theirs?.Resource);
    expect(ours.ResultPath).toBe(theirs?.ResultPath);
    const fields = Object.keys(ours).filter((field) => !permittedFields.includes(field));
    expect(fields.sort()).toEqual(['Parameters', 'Resource', 'ResultPath', 'Type']);

    const without = (value: object, names: readonly string[]) =>
      Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)));
    const parameters = without(ours.Parameters ?? {}, allowed.parameters ?? []);
    const values = allowed.values ?? [];
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(theirs?.Parameters ?? {}).sort());
    if (name !== 'SendEmail') {
      expect(without(parameters, values)).toEqual(without(theirs?.Parameters ?? {}, values));
    } else {
      // A text body next to the HTML one is for readers of plain mail.
      expect(parameters).toEqual({
        ...theirs?.Parameters,
        // The recipients of each user are written where the input is compared with the pairs.
        Destination: { 'ToAddresses.$': '$.destination.ToAddresses' },
        Message: {
          Body: {
            Html: { Charset: 'UTF-8', Data: '<p>A key was rotated.</p>' },
            Text: { Charset: 'UTF-8', Data: 'A key was rotated.' },
          },
          Subject: { Charset: 'UTF-8', Data: 'A key was rotated' },
        },
      });
    }
  });

  it('come in the published order on the way to success', () => {
    const seen: string[] = [];
    const reached = new Set<string>();
    const visit = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      const state = States[name];
      if (state === undefined) throw new Error(`state ${name} does not exist`);
      if (name in published) seen.push(name);
      if (state.Type === 'Choice') [...state.Choices.map((rule) => rule.Next), state.Default ?? ''].forEach(visit);
      else if ('Next' in state) visit(state.Next);
    };
    visit('CheckInput');
    const rank = Object.keys(published);
    // CreateAccessKey may be reached before DeleteAccessKey where there is nothing to delete.
    expect(seen.filter((name) => name !== 'DeleteAccessKey')).toEqual(
      rank.filter((name) => name !== 'DeleteAccessKey'),
    );
    expect(reached.has('DeleteAccessKey')).toBe(true);
  });

  it('keep the published value of the secret where no other format is set', () => {
    expect(task(States, 'UpdateSecret').Parameters?.['SecretString.$']).toBe(
      published.UpdateSecret?.Parameters?.['SecretString.$'],
    );
  });
});

it('delete-first deletes by the published path', () => {
  const { States } = buildWorkflow(workflowOptions({ strategy: 'delete-first' }));
  expect(task(States, 'DeleteAccessKey').Parameters).toEqual(published.DeleteAccessKey?.Parameters);
});
