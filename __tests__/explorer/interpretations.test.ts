import { casesOf, usualExtent } from '../../src/explorer';
import { callOnWorld } from '../../src/explorer/search/calls';
import { faultKinds } from '../../src/explorer/model/faults';
import {
  initialWorlds,
  defaultInterpretation,
  isSameInterpretation,
  interpretations,
  worldOf,
  type Interpretation,
} from '../../src/explorer/model/initial-worlds';
import { createWorld, defaultStart, type Answer, type World } from '../../src/simulator';
import type { JsonObject } from '../../src/json';
import { initialWorldCalled, subjectFor } from './support';

const subject = subjectFor({});
const names = { userName: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' };
const place = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };

const interpretation = (changes: Partial<Interpretation>): Interpretation => ({ ...defaultInterpretation, ...changes });

function worldUnder(under: Interpretation): World {
  return worldOf(initialWorldCalled('AA-older'), createWorld(place).account, names, under);
}

function called(world: World, under: Interpretation, service: string, api: string, parameters: JsonObject) {
  const effect = callOnWorld(
    world,
    { service, api, parameters, timeoutSeconds: 60 },
    [],
    { subject, interpretation: under },
    defaultStart,
  );
  if (effect === 'as usual') throw new Error('no lag was asked for');
  return effect;
}

const nameOf = (answer: Answer | undefined) => (answer === undefined ? 'none' : answer.ok ? 'ok' : answer.error);

it('every beginning is explored under every reading, with a fault', () => {
  const cases = casesOf(usualExtent, subject);
  const missing = initialWorlds.flatMap((initialWorld) =>
    interpretations.filter(
      (each) =>
        !cases.some(
          (one) =>
            one.initialWorld === initialWorld &&
            isSameInterpretation(one.interpretation, each) &&
            one.executions === 1 &&
            one.faults > 0,
        ),
    ),
  );
  expect([interpretations.length, missing]).toEqual([8, []]);
});

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html says the one,
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html the other.
it.each([
  ['succeeds', 'ok'],
  ['fails', 'SecretsManager.ResourceExistsException'],
] as const)('a token and value used before: %s', (repeatedToken, expected) => {
  const under = interpretation({ repeatedToken });
  const parameters = { SecretId: names.secretName, SecretString: 'x', ClientRequestToken: 't'.repeat(32) };
  const { world } = called(worldUnder(under), under, 'secretsmanager', 'updateSecret', parameters);
  expect(nameOf(called(world, under, 'secretsmanager', 'updateSecret', parameters).answer)).toBe(expected);
});

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html promises no order.
it.each(['oldest first', 'newest first'] as const)('lists show the %s', (listed) => {
  const under = interpretation({ listed });
  const { answer } = called(worldUnder(under), under, 'iam', 'listAccessKeys', { UserName: names.userName });
  const keys = (answer.ok ? answer.result['AccessKeyMetadata'] : []) as unknown as readonly { CreateDate: string }[];
  const dates = keys.map(({ CreateDate }) => CreateDate);
  const sorted = [...dates].sort();
  expect(dates).toEqual(listed === 'oldest first' ? sorted : sorted.reverse());
});

// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html names the prefixes, and is silent on these errors.
it.each([
  ['base', ['Iam.IamException', 'Iam.IamException'], 'Iam.IamException'],
  ['own', ['Iam.ThrottlingException', 'Iam.AccessDeniedException'], 'Iam.AccessDeniedException'],
] as const)(
  'errors that no API declares come under their %s names, as faults and from the services',
  (errorNames, faults, refused) => {
    const answers = ['t', 'd'].map((id) => faultKinds.find((kind) => kind.id === id)?.answer?.('iam', errorNames));
    expect(answers.map(nameOf)).toEqual(faults);
    const under = interpretation({ errorNames });
    // The role may do nothing to users that its policy does not name.
    const { answer } = called(worldUnder(under), under, 'iam', 'listAccessKeys', { UserName: 'root' });
    expect(nameOf(answer)).toBe(refused);
  },
);
