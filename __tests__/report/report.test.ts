import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type Report } from '../../src/checks';
import { asJson, asText } from '../../src/report';
import { readModel } from '../../src/inputs';
import { digest, editPolicy, sampleContracts, samplePlan, sampleStack, type Loose } from '../checks/sample';

const schema: object = JSON.parse(readFileSync(join(__dirname, '../../schemas/report.schema.json'), 'utf8'));
const matches = new Ajv({ strict: false, validateFormats: false }).compile(schema);

function report(...inputs: readonly Loose[]): Report {
  const models = inputs.map((input) => readModel(JSON.stringify(input), 'input.json'));
  return check(models, sampleContracts, { today: '2026-11-23', coverAll: 'always', digest });
}

function widened(): Loose {
  const stack = sampleStack();
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::\u009b31mbucket' };
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, statement];
  });
  stack.resource.aws_unheard_of = { key: {} };
  return stack;
}

describe('a report', () => {
  test.each([
    ['of a pass', report(sampleStack(), samplePlan())],
    ['of findings', report(widened())],
    ['of nothing', report()],
  ])('%s as JSON is what its schema says', (_, one) => {
    expect(matches(JSON.parse(asJson(one))) ? [] : matches.errors).toEqual([]);
  });

  test('as JSON lists every rule, whether it spoke or not', () => {
    const [first, second] = [report(sampleStack()), report(widened())].map(({ checks }) =>
      checks[0]?.rules.map(({ id }) => id),
    );
    expect(first).toEqual(second);
    expect(new Set(first).size).toBe(first?.length);
  });

  test('as text says verdict, findings, permissions and premises', () => {
    const text = asText(report(widened()), { colour: false });
    expect(text).toContain('✗ grants-inside-contract: role "keyturn-staging-execution" may s3:* on');
    expect(text).toContain('would allow: s3:');
    expect(text).toContain('? known-types: aws_unheard_of.key');
    expect(text).toContain('[OUTSIDE the contract]');
    expect(text).toContain('[contract: identity[0]]');
    expect(text).toContain('Of a stack is taken for granted:');
    expect(text.trimEnd().split('\n').at(-1)).toBe('✗ fail: 1 finding, and 1 undecided');
  });

  test('as text has colour only where it is asked for, and never a control character of the input', () => {
    expect(asText(report(widened()), { colour: false })).not.toContain('\u001b');
    expect(asText(report(widened()), { colour: false })).toContain('\\u009b31mbucket');
    expect(asText(report(sampleStack()), { colour: true })).toContain('\u001b[32m✓');
  });

  test('of no input, or without a contract, is no pass', () => {
    expect(report().verdict).toBe('undecided');
    const models = [readModel(JSON.stringify(samplePlan()), 'plan.json')];
    expect(check(models, [], { today: '2026-11-23', coverAll: 'stacks', digest }).verdict).toBe('undecided');
  });
});
