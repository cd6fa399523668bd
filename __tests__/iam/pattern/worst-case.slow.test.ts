import { checkModel } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { digest, sampleContracts, sampleStack, type Loose } from '../../checks/sample';

/** All inline policies of a role together; a managed policy may have 6,144. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = 10_240;
/** The benchmark holds them to 50 ms on a quiet machine; here other tests run next to this one. */
const mostMilliseconds = 250;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}

const policyOf = (statements: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** The largest policy of its kind that AWS takes: `make` is given ever longer lists of different short names. */
function filled(make: (names: readonly string[]) => readonly Statement[]): string {
  const names = Array.from({ length: 3000 }, (_, index) => index.toString(36));
  let [fits, tooMany] = [0, names.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (policyOf(make(names.slice(0, middle))).length <= mostCharacters) fits = middle;
    else tooMany = middle;
  }
  return policyOf(make(names.slice(0, fits)));
}

const own = (
  JSON.parse(sampleStack().resource.aws_iam_role_policy.execution.policy as string) as { Statement: Statement[] }
).Statement;
const user = 'arn:aws:iam::111122223333:user/';
const allow = (Action: unknown, Resource: unknown): Statement => ({ Effect: 'Allow', Action, Resource });

const worst: Readonly<Record<string, string>> = {
  'tens of thousands of pairs': filled((names) => [
    allow(
      names.map((name) => `i*${name}?`),
      names.map((name) => `${user}*${name}`),
    ),
  ]),
  'pairs of patterns that begin with a star': filled((names) => [
    allow(
      names.map((name) => `*${name}`),
      names.map((name) => `*${name}`),
    ),
  ]),
  'hundreds of statements': filled((names) => names.map((name) => allow(`*${name}`, '*'))),
  'thousands of stars': policyOf([allow('iam:ListAccessKeys', 'a*'.repeat(5000))]),
  'stars and question marks in turn': policyOf([allow('iam:ListAccessKeys', user + '*?a'.repeat(3300))]),
  'a long text of equal letters': policyOf([allow('iam:ListAccessKeys', `${user}*${'a'.repeat(9900)}*`)]),
  'hundreds of conditions': filled((names) => [
    {
      ...allow('*', '*'),
      Condition: { StringLike: Object.fromEntries(names.map((name) => [`k:${name}`, '*?*'])) },
    },
  ]),
  'a condition with hundreds of patterns': filled((names) => [
    {
      ...allow('ses:SendEmail', '*'),
      Condition: { 'ForAllValues:StringLike': { 'ses:Recipients': names.map((name) => `*${name}*`) } },
    },
  ]),
  'all but a thousand actions and all but a thousand resources': filled((names) => [
    {
      Effect: 'Allow',
      NotAction: [...names.map((name) => `*${name}`), '*?'],
      NotResource: [...names.map((name) => `*${name}`), '*?'],
    },
  ]),
  'a Deny of a thousand patterns': filled((names) => [
    ...own,
    { Effect: 'Deny', Action: names.map((name) => `*${name}*`), Resource: names.map((name) => `*${name}*`) },
  ]),
  'hundreds of variables': filled((names) => [
    allow(
      '*',
      names.map((name) => `${user}$\{${name}}`),
    ),
  ]),
};

/** In milliseconds, of the clock or of the processor: other processes share the machine, and other threads collect garbage. */
function timeOf(input: string): number {
  const [start, startOfClock] = [process.cpuUsage(), performance.now()];
  checkModel(readModel(input, 'input.json'), sampleContracts, { today: '2026-11-23', coverAll: 'always', digest });
  const { user: own, system } = process.cpuUsage(start);
  return Math.min((own + system) / 1000, performance.now() - startOfClock);
}

/** The shortest of up to twenty times; the first that is short enough will do. */
function quickest(input: string, enough: number): number {
  let shortest = Infinity;
  for (let count = 0; count < 20 && shortest >= enough; count++) shortest = Math.min(shortest, timeOf(input));
  return shortest;
}

function stackWith(policy: string): string {
  const stack: Loose = sampleStack();
  stack.resource.aws_iam_role_policy.execution.policy = policy.replaceAll('${', () => '$${');
  return JSON.stringify(stack);
}

describe('a policy as large as AWS takes, built to be slow', () => {
  test.each(Object.entries(worst))('%s: judged in time', (_, policy) => {
    expect(policy.length).toBeGreaterThan(mostCharacters * 0.9);
    expect(policy.length).toBeLessThanOrEqual(mostCharacters);
    expect(quickest(stackWith(policy), mostMilliseconds)).toBeLessThan(mostMilliseconds);
  });
});
