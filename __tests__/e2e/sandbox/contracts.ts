/**
 * What the roles of the sandbox may do, written by hand as those in policies/ are. Only the sender, which belongs to the person that runs the suite, is
 * put in.
 */
export function contractsFor(sender: string): Readonly<Record<string, object>> {
  const users = ['${environment}-0', '${environment}-1', '${environment}-2'].map((name) => `keyturn-${name}`);
  const domain = sender.slice(sender.indexOf('@') + 1);
  const execution = {
    version: 1,
    name: 'sandbox-execution-role',
    description: 'What a rotation in the sandbox runs as.',
    subject: { machine: 'keyturn-${environment}', role: 'keyturn-${environment}-execution' },
    pairs: users.map((user) => ({ userName: user, secretName: user })),
    identity: [
      {
        actions: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
        resources: users.map((user) => `arn:\${partition}:iam::\${account}:user/keyturn-sandbox/${user}`),
      },
      {
        actions: ['secretsmanager:UpdateSecret'],
        resources: users.map((user) => `arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${user}-??????`),
      },
      {
        actions: ['ses:SendEmail'],
        resources: [sender, domain].map((name) => `arn:\${partition}:ses:\${region}:\${account}:identity/${name}`),
        conditions: [
          { key: 'ses:FromAddress', operator: 'StringEquals', values: [sender] },
          {
            key: 'ses:Recipients',
            operator: 'ForAllValues:StringLike',
            values: ['success@simulator.amazonses.com'],
            mayBeAbsent: true,
          },
        ],
      },
    ],
    trust: {
      service: 'states.amazonaws.com',
      action: 'sts:AssumeRole',
      conditions: {
        'aws:SourceAccount': '${account}',
        'aws:SourceArn': 'arn:${partition}:states:${region}:${account}:stateMachine:keyturn-${environment}',
      },
    },
    uses: [{ machine: 'keyturn-${environment}' }],
  };
  const schedule = {
    version: 1,
    name: 'sandbox-schedule-role',
    description: 'What the schedules of the sandbox run as.',
    subject: { role: 'keyturn-${environment}-schedule' },
    identity: [
      {
        actions: ['states:StartExecution'],
        resources: ['arn:${partition}:states:${region}:${account}:stateMachine:keyturn-${environment}'],
      },
    ],
    trust: {
      service: 'scheduler.amazonaws.com',
      action: 'sts:AssumeRole',
      conditions: {
        'aws:SourceAccount': '${account}',
        'aws:SourceArn': 'arn:${partition}:scheduler:${region}:${account}:schedule-group/keyturn-${environment}',
      },
    },
    uses: [{ schedules: 'keyturn-${environment}' }],
  };
  return { 'execution-role': execution, 'schedule-role': schedule };
}
