import type { AwsEvent } from './event-bus';

/** An execution of a machine. */
interface EventExecution {
  readonly machineArn: string;
  readonly name: string;
}

/**
 * A status change as Step Functions documents it. With a customer key, AWS leaves input, output, error and cause out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusChange(status: string, { machineArn, name }: EventExecution, withKey = false): AwsEvent {
  const data = {
    input: JSON.stringify({ userName: 'alice', secretName: 'alice/aws' }),
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: 'StoredNobodyTold',
    cause: 'A cause with "quotes", {"braces"} and <angles>.',
  };
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: {
      executionArn: `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: machineArn,
      name,
      status,
      startDate: 1_551_225_271_984,
      stopDate: status === 'RUNNING' ? null : 1_551_225_342_155,
      ...(withKey ? {} : data),
    },
  };
}

/** A user and a key of that user. */
interface EventKey {
  readonly userName: string;
  readonly accessKeyId: string;
}

/**
 * A finding of GuardDuty, with the members that its API documents. `AssumedRole` and `Root` have no key of a user.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_AccessKeyDetails.html
 */
export function finding({ userName, accessKeyId }: EventKey, userType = 'IAMUser'): AwsEvent {
  return {
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Finding',
    detail: {
      schemaVersion: '2.0',
      type: 'CredentialAccess:IAMUser/CompromisedCredentials',
      resource: {
        resourceType: 'AccessKey',
        accessKeyDetails: { accessKeyId, principalId: 'AIDACKCEVSQ6C2EXAMPLE', userType, userName },
      },
      severity: 8,
      title: 'The credentials of the user were reported as "compromised".',
    },
  };
}

/** The key of a user that must go, as somebody sends it. */
export function customEvent(detail: object): AwsEvent {
  return { source: 'com.example.keys', 'detail-type': 'Access key leaked', detail };
}
