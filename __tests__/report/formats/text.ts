import { print } from '../../../src/report/formats/text';
import { editPolicy, sampleStack, type Loose } from '../../checks/sample';
import { plain, reportOn } from '../report-on';
import { whateverAnInputNames } from '../reports';

/** One grant too many, on a name with a control character, and one type that is not known. */
function widened(): Loose {
  const stack = sampleStack();
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::\u009b31mbucket' };
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, statement];
  });
  stack.resource.aws_unheard_of = { key: {} };
  return stack;
}

test('verdict, findings, permissions and premises are there', () => {
  const text = print(reportOn(widened()), plain);
  expect(text).toContain('✗ grants-inside-contract: role "keyturn-staging-execution" can call s3:* on');
  expect(text).toContain('Allows: s3:');
  expect(text).toContain('? known-types: aws_unheard_of.key');
  expect(text).toContain('[OUTSIDE the contract]');
  expect(text).toContain('[contract: identity[0]]');
  expect(text).toContain('Assumptions about a stack:');
  expect(text.trimEnd().split('\n').at(-1)).toBe('✗ fail: 1 finding, and 1 undecided');
});

test('colour is there only where it is asked for', () => {
  expect(print(reportOn(widened()), plain)).not.toContain('\u001b');
  expect(print(reportOn(sampleStack()), { ...plain, colour: true })).toContain('\u001b[32m✓');
});

test('control characters of the input are escaped', () => {
  expect(print(reportOn(widened()), plain)).toContain('\\u009b31mbucket');
  whateverAnInputNames((report) => {
    expect(print(report, plain).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  });
});
