import { changed, parse, problems } from './sample';

type Changes = Parameters<typeof changed>[0];
const bus = 'arn:aws:events:us-east-1:111122223333:event-bus/rotations';

test.each<[string, Changes, string]>([
  [
    'a source that only AWS can send',
    { 'events.custom': { source: 'aws.guardduty', detailType: 'x' } },
    'events.custom.source: "aws.guardduty" begins with "aws.", which only AWS can send; write a source such as "com.example.keys"',
  ],
  [
    'an event without a type',
    { 'events.custom': { source: 'com.example.keys' } },
    'events.custom.detailType: missing; write a type such as "Access key leaked"',
  ],
  [
    'a severity for a type of finding',
    { 'events.guardDuty': { types: ['HIGH'] } },
    'events.guardDuty.types[0]: "HIGH" is not the type of a finding; write one such as "CredentialAccess:IAMUser/CompromisedCredentials"',
  ],
  [
    'a FIFO queue',
    { 'events.successTarget': 'arn:aws:sqs:eu-central-1:111122223333:rotations.fifo' },
    'events.successTarget: "arn:aws:sqs:eu-central-1:111122223333:rotations.fifo" is FIFO; write the ARN of a standard topic, a standard queue or an event bus',
  ],
  [
    'a function',
    { 'events.successTarget': 'arn:aws:lambda:eu-central-1:111122223333:function:reload' },
    'events.successTarget: "arn:aws:lambda:eu-central-1:111122223333:function:reload" is not the ARN of a topic, a queue or an event bus; write one such as "arn:aws:sns:eu-central-1:111122223333:rotations"',
  ],
  [
    'a topic of another region',
    { 'events.successTarget': 'arn:aws:sns:us-east-1:111122223333:rotations' },
    'events.successTarget: the target is in us-east-1, but environments[0] is in eu-central-1; write a topic or queue of that region, or an event bus',
  ],
  [
    'text for true',
    { 'events.userInExecutionName': 'yes' },
    'events.userInExecutionName: must be true or false; got the text "yes"; write true or false',
  ],
])('%s is refused', (_, changes, line) => {
  expect(problems(changed(changes))).toEqual([line]);
});

test('findings of GuardDuty have a default, and a bus can be in another region', () => {
  const [environment] = parse(changed({ 'events.guardDuty': {}, 'events.successTarget': bus })).environments;
  expect(environment?.events).toEqual({
    guardDuty: { types: ['CredentialAccess:IAMUser/CompromisedCredentials'] },
    successTarget: bus,
    userInExecutionName: false,
  });
});
