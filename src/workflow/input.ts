import { absent, all, equals, isNotA, when } from './conditions';
import { firstPauses, type States } from './key-lists';
import type { WorkflowOptions } from './options';
import { failing } from './texts';

/** The placeholder for "no key" in place of an access key id; an id is always longer. */
export const noKey = 'none';

const nothing = 'No call was made.';

/**
 * Checks the input before any call. The pairs matter most: the role can reach every listed user and every listed secret, so nothing else
 * keeps the key of one user out of the secret of another. A grace period that is not a whole number of seconds would fail after the secret
 * was updated, and no Catch could handle it.
 */
export function checkInput(options: WorkflowOptions, next: string): States {
  return {
    CheckInput: {
      Type: 'Choice',
      Comment: 'Only configured pairs of user and secret are accepted.',
      Choices: [
        when(absent('$.userName'), 'RefuseUserName'),
        when(isNotA('String', '$.userName'), 'RefuseUserName'),
        when(absent('$.secretName'), 'RefuseSecretName'),
        when(isNotA('String', '$.secretName'), 'RefuseSecretName'),
        ...options.pairs.map((pair) =>
          when(all(equals('$.userName', pair.userName), equals('$.secretName', pair.secretName)), 'CheckGracePeriod'),
        ),
      ],
      Default: 'RefusePair',
    },
    ...checkGracePeriod(options),
    BeginRotation: {
      Type: 'Pass',
      Comment: 'Every other field of the input is dropped.',
      Parameters: {
        'userName.$': '$.userName',
        'secretName.$': '$.secretName',
        'gracePeriodSeconds.$': '$.gracePeriodSeconds',
        known: { spare: noKey, previous: noKey },
        pauses: firstPauses(['quota', 'throttled', 'lost', 'others'], options.settleSeconds),
      },
      Next: next,
    },
    ...refusals(options),
  };
}

function checkGracePeriod({ gracePeriodSeconds, maxGracePeriodSeconds }: WorkflowOptions): States {
  return {
    CheckGracePeriod: {
      Type: 'Choice',
      Choices: [
        when(absent('$.gracePeriodSeconds'), 'UseDefaultGracePeriod'),
        when(isNotA('Numeric', '$.gracePeriodSeconds'), 'RefuseGracePeriod'),
        when({ Variable: '$.gracePeriodSeconds', NumericLessThan: 0 }, 'RefuseGracePeriod'),
        when({ Variable: '$.gracePeriodSeconds', NumericGreaterThan: maxGracePeriodSeconds }, 'RefuseGracePeriod'),
      ],
      Default: 'RoundGracePeriod',
    },
    RoundGracePeriod: {
      Type: 'Pass',
      Comment: 'MathAdd rounds a fraction to a whole number.',
      Parameters: { 'seconds.$': 'States.MathAdd($.gracePeriodSeconds, 0)' },
      ResultPath: '$.rounded',
      Next: 'IsGracePeriodWhole',
    },
    IsGracePeriodWhole: {
      Type: 'Choice',
      Choices: [when({ Variable: '$.gracePeriodSeconds', NumericEqualsPath: '$.rounded.seconds' }, 'BeginRotation')],
      Default: 'RefuseGracePeriod',
    },
    UseDefaultGracePeriod: {
      Type: 'Pass',
      Result: gracePeriodSeconds,
      ResultPath: '$.gracePeriodSeconds',
      Next: 'BeginRotation',
    },
  };
}

function refusals({ maxGracePeriodSeconds }: WorkflowOptions): States {
  return {
    RefuseUserName: failing('UserNameRefused', `The input needs a userName that is a string. ${nothing}`),
    RefuseSecretName: failing('SecretNameRefused', `The input needs a secretName that is a string. ${nothing}`),
    RefusePair: failing(
      'PairRefused',
      `The userName and the secretName of the input are not one of the configured pairs. ${nothing}`,
    ),
    RefuseGracePeriod: failing(
      'GracePeriodRefused',
      `The gracePeriodSeconds of the input must be a whole number from 0 to ${maxGracePeriodSeconds}. ${nothing}`,
    ),
  };
}
