import * as z from 'zod';
import { defaultStrategy, strategies, traitsOf, twoKeysChoices } from '../../workflow';
import { choice, integer } from '../fields/fields';

/** A Standard execution lasts at most a year. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const YEAR_SECONDS = 31_536_000;

const namesWith = (trait: 'hasTwoKeys' | 'hasGracePeriod') =>
  strategies.filter((name) => traitsOf(name)[trait]).join(' and ');

const fields = {
  strategy: choice(
    strategies,
    `The order in which keys are created and deleted: ${strategies.map((name) => `${name} ${traitsOf(name).summary}`).join(', ')}.`,
  ),
  twoKeys: choice(
    twoKeysChoices,
    `What ${namesWith('hasTwoKeys')} does with a user who has two active keys: refuse with an error that names both, or delete the older one.`,
  ),
  gracePeriodSeconds: integer({
    description: `Seconds for which ${namesWith('hasGracePeriod')} keeps the previous key after the secret holds the new one.`,
    min: 0,
    max: YEAR_SECONDS,
    unit: 'seconds',
  }),
  maxGracePeriodSeconds: integer({
    description:
      'The longest grace period, in seconds, that the input of an execution can ask for. Default: the longest configured grace period.',
    min: 0,
    max: YEAR_SECONDS,
    unit: 'seconds',
  }),
  settleSeconds: integer({
    description:
      'Settle time: seconds that a run waits after its own change before it trusts a list of keys, because IAM is eventually consistent. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency',
    min: 1,
    max: 900,
    unit: 'seconds',
  }),
  maxKeyAgeDays: integer({
    description: 'Maximum age of a key in days; settings that allow an older key are refused.',
    min: 1,
    max: 3650,
    unit: 'days',
  }),
};

/** The rotation settings of an environment. */
export const rotationOverrides = z.object(fields).partial().shape;

/** The same with defaults. */
export const rotationSettings = {
  ...rotationOverrides,
  strategy: fields.strategy.default(defaultStrategy),
  twoKeys: fields.twoKeys.default('refuse'),
  gracePeriodSeconds: fields.gracePeriodSeconds.default(86_400),
  settleSeconds: fields.settleSeconds.default(15),
};

export const rotationSchema = z.object(rotationSettings);

export type RotationSettings = Readonly<z.output<typeof rotationSchema>>;
