import type { ChoiceCondition, ChoiceRule, Pass } from '../asl';
import { durationInWords } from '../text/duration';
import { absent, all, any, equals, isNotA, not, present, when } from './conditions';
import { refusing } from './failures';
import { firstPauses, type States } from './key-lists';
import { destinationOf, destinationPath } from './mail';
import type { Pair, WorkflowOptions } from './options';

/** The placeholder for "no key" in place of an access key id; an id is always longer. */
export const noKey = 'none';

const nothing = 'Nothing was changed.';

/** The path of the input after its pair is known. */
const request = '$.request';
const requestedGrace = `${request}.gracePeriodSeconds`;
const grace = '$.gracePeriod';
const requestedKey = `${request}.accessKeyId`;

/** The id of the access key that the input names as the one that must go, or `noKey`. */
export const namedKey = '$.named.id';
export const isAKeyNamed = not(equals(namedKey, noKey));

/** A state for each pair writes the secret and the recipients of its user. */
const pairStates = 'PairOf-';
const statePairOf = ({ userName }: Pair) => `${pairStates}${userName}`;
export const isPairState = (name: string) => name.startsWith(pairStates);

/**
 * Checks the input before any call. The pairs are the most important check: the role has access to every listed user and every listed secret,
 * so nothing else keeps the key of one user out of the secret of another user. A grace period that is not a whole number of seconds would fail
 * after the update of the secret, and no Catch could handle it.
 */
export function checkInput(options: WorkflowOptions, next: string): States {
  return {
    CheckInput: {
      Type: 'Choice',
      Comment: 'Only configured pairs of user and secret are accepted.',
      Choices: [
        when(absent('$.userName'), 'RefuseUserName'),
        when(isNotA('String', '$.userName'), 'RefuseUserName'),
        when(all(present('$.secretName'), isNotA('String', '$.secretName')), 'RefuseSecretName'),
        ...options.pairs.map(ruleOf),
        when(all(present('$.accessKeyId'), not(isOneOf(options))), 'NotOurUser'),
      ],
      Default: 'RefusePair',
    },
    ...Object.fromEntries(options.pairs.map((pair) => [statePairOf(pair), pairOf(pair, options)])),
    NotOurUser: { Type: 'Succeed', Comment: 'A key of another user is not rotated here.' },
    ...checkGracePeriod(options),
    ...checkNamedKey,
    BeginRotation: {
      Type: 'Pass',
      Comment: 'Every other field of the input is dropped.',
      Parameters: {
        'userName.$': '$.userName',
        'secretName.$': '$.secretName',
        'destination.$': destinationPath,
        'gracePeriodSeconds.$': `${grace}.seconds`,
        'gracePeriodInWords.$': `${grace}.inWords`,
        'named.$': '$.named',
        goesAtOnce: false,
        known: { spare: noKey, previous: noKey },
        pauses: firstPauses(['quota', 'throttled', 'lost', 'others'], options.settleSeconds),
      },
      Next: next,
    },
    ...refusals(options),
  };
}

/** The rule of a pair: the input names the user, and either no secret or the user's own secret. */
function ruleOf(pair: Pair): ChoiceRule {
  const { userName, secretName } = pair;
  const secret = any(absent('$.secretName'), equals('$.secretName', secretName));
  return when(all(equals('$.userName', userName), secret), statePairOf(pair));
}

function pairOf({ secretName, destination }: Pair, options: WorkflowOptions): Pass {
  return {
    Type: 'Pass',
    Parameters: {
      'userName.$': '$.userName',
      secretName,
      destination: destinationOf(destination ?? options.mail, options),
      'request.$': '$',
    },
    Next: 'CheckGracePeriod',
  };
}

function checkGracePeriod({ gracePeriodSeconds, maxGracePeriodSeconds }: WorkflowOptions): States {
  return {
    CheckGracePeriod: {
      Type: 'Choice',
      Choices: [
        when(absent(requestedGrace), 'UseDefaultGracePeriod'),
        when(isNotA('Numeric', requestedGrace), 'RefuseGracePeriod'),
        when({ Variable: requestedGrace, NumericLessThan: 0 }, 'RefuseGracePeriod'),
        when({ Variable: requestedGrace, NumericGreaterThan: maxGracePeriodSeconds }, 'RefuseGracePeriod'),
      ],
      Default: 'RoundGracePeriod',
    },
    RoundGracePeriod: {
      Type: 'Pass',
      Comment: 'MathAdd rounds a fraction to a whole number.',
      Parameters: { 'seconds.$': `States.MathAdd(${requestedGrace}, 0)`, inWords: '' },
      ResultPath: grace,
      Next: 'IsGracePeriodWhole',
    },
    IsGracePeriodWhole: {
      Type: 'Choice',
      Choices: [when({ Variable: requestedGrace, NumericEqualsPath: `${grace}.seconds` }, firstOfNamedKey)],
      Default: 'RefuseGracePeriod',
    },
    UseDefaultGracePeriod: {
      Type: 'Pass',
      Result: { seconds: gracePeriodSeconds, inWords: inWords(gracePeriodSeconds) },
      ResultPath: grace,
      Next: firstOfNamedKey,
    },
  };
}

/** A condition on the user. A machine next to others has the same form for one pair as for many. */
function isOneOf({ pairs, destinationsOfOthers }: WorkflowOptions): ChoiceCondition {
  const conditions = pairs.map(({ userName }) => equals('$.userName', userName));
  return destinationsOfOthers === undefined ? any(...conditions) : { Or: conditions };
}

const firstOfNamedKey = 'IsAKeyNamed';

/** Reads the access key that must go. `noKey` is not an id, and would be taken for no key. */
const checkNamedKey: States = {
  [firstOfNamedKey]: {
    Type: 'Choice',
    Choices: [
      when(absent(requestedKey), 'NoKeyIsNamed'),
      when(isNotA('String', requestedKey), 'RefuseAccessKeyId'),
      when(any(equals(requestedKey, noKey), equals(requestedKey, '')), 'RefuseAccessKeyId'),
    ],
    Default: 'AKeyIsNamed',
  },
  NoKeyIsNamed: { Type: 'Pass', Result: { id: noKey }, ResultPath: '$.named', Next: 'BeginRotation' },
  AKeyIsNamed: { Type: 'Pass', Parameters: { 'id.$': requestedKey }, ResultPath: '$.named', Next: 'BeginRotation' },
};

/** Adds words to a number of seconds that says little by itself. */
function inWords(seconds: number): string {
  return seconds < 60 ? '' : ` (${durationInWords(seconds)})`;
}

function refusals(options: WorkflowOptions): States {
  return {
    RefuseUserName: refusing('UserNameRefused', `The input needs a userName that is a string. ${nothing}`, options),
    RefuseSecretName: refusing(
      'SecretNameRefused',
      `The secretName of the input must be a string, or be left out. ${nothing}`,
      options,
    ),
    RefusePair: refusing(
      'PairRefused',
      `The userName and the secretName of the input are not one of the configured pairs. ${nothing}`,
      options,
    ),
    RefuseAccessKeyId: refusing(
      'AccessKeyIdRefused',
      `The accessKeyId of the input must be the id of an access key, or be left out. ${nothing}`,
      options,
    ),
    RefuseGracePeriod: refusing(
      'GracePeriodRefused',
      `The gracePeriodSeconds of the input must be a whole number from 0 to ${options.maxGracePeriodSeconds}. ${nothing}`,
      options,
    ),
  };
}
