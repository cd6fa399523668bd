import type { JsonObject } from '../../../../src/json';

/** States of which the scenarios are made. */
export const task = (rest: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
  Parameters: { 'UserName.$': '$.user' },
  ResultPath: '$.got',
  ...('Next' in rest ? {} : { End: true }),
  ...rest,
});

export const pass = (rest: JsonObject = {}): JsonObject => ({
  Type: 'Pass',
  ...('Next' in rest ? {} : { End: true }),
  ...rest,
});

export const says = (what: string): JsonObject => ({ Type: 'Pass', Result: what, End: true });
