import { executionPolicy, executionTrust, schedulePolicy, scheduleTrust } from '../../src/infrastructure/documents';
import { environmentWith } from './environment';

describe('the execution role', () => {
  it('may take five actions, each on exactly what the settings name', () => {
    expect(executionPolicy(environmentWith())).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'RotateAccessKeys',
          Effect: 'Allow',
          Action: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
          Resource: ['arn:aws:iam::111122223333:user/ci/ci-deployer', 'arn:aws:iam::111122223333:user/legacy-ftp'],
        },
        {
          Sid: 'StoreAccessKeys',
          Effect: 'Allow',
          Action: 'secretsmanager:UpdateSecret',
          Resource: [
            'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-??????',
            'arn:aws:secretsmanager:eu-central-1:111122223333:secret:legacy-ftp/aws-??????',
          ],
        },
        {
          Sid: 'NotifyAdministrators',
          Effect: 'Allow',
          Action: 'ses:SendEmail',
          Resource: [
            'arn:aws:ses:eu-central-1:111122223333:identity/key-rotation@example.com',
            'arn:aws:ses:eu-central-1:111122223333:identity/example.com',
          ],
          Condition: {
            StringEquals: { 'ses:FromAddress': 'key-rotation@example.com' },
            'ForAllValues:StringLike': { 'ses:Recipients': ['team@example.com'] },
          },
        },
      ],
    });
  });

  it('may mail everyone who is to be told, each once, by the bare address, and through the configuration set', () => {
    const environment = environmentWith();
    const notification = {
      ...environment.notification,
      sender: 'rotation@example.com',
      configurationSet: 'audit',
      recipients: {
        to: ['a@example.com', 'Bea <b@example.com>'],
        cc: ['c@example.com', 'a@example.com'],
        bcc: ['d@example.com'],
        replyTo: ['not-a-recipient@example.com'],
      },
    };
    expect(executionPolicy({ ...environment, notification }).Statement[2]).toMatchObject({
      Resource: expect.arrayContaining(['arn:aws:ses:eu-central-1:111122223333:configuration-set/audit']) as unknown,
      Condition: {
        StringEquals: { 'ses:FromAddress': 'rotation@example.com' },
        'ForAllValues:StringLike': {
          'ses:Recipients': ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com'],
        },
      },
    });
  });

  it('is for Step Functions, for this machine of this account', () => {
    expect(executionTrust(environmentWith()).Statement).toEqual([
      {
        Sid: 'StepFunctionsForThisMachine',
        Effect: 'Allow',
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnEquals: { 'aws:SourceArn': 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test' },
        },
      },
    ]);
  });
});

describe('the schedules’ role', () => {
  it('may start this machine', () => {
    expect(schedulePolicy(environmentWith()).Statement).toEqual([
      {
        Sid: 'StartRotations',
        Effect: 'Allow',
        Action: 'states:StartExecution',
        Resource: 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test',
      },
    ]);
  });

  it('is for EventBridge Scheduler, for this group of this account', () => {
    expect(scheduleTrust(environmentWith()).Statement).toEqual([
      {
        Sid: 'SchedulerForThisGroup',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '111122223333',
            'aws:SourceArn': 'arn:aws:scheduler:eu-central-1:111122223333:schedule-group/keyturn-test',
          },
        },
      },
    ]);
  });
});

describe('a statement', () => {
  it.each([executionPolicy, executionTrust, schedulePolicy, scheduleTrust])(
    'has an identifier of letters and digits, as IAM wants it',
    (documentOf) => {
      for (const { Sid } of documentOf(environmentWith()).Statement) expect(Sid).toMatch(/^[0-9A-Za-z]+$/);
    },
  );
});
