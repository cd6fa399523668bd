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
