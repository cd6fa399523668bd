import Ajv from 'ajv';
import fc from '../fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding, Report } from '../../src/checks';
import { examples } from '../effort';
import { editPolicy, samplePlan, sampleStack, type Loose } from '../checks/sample';
import { reportOn } from './report-on';

/** A stack with one grant too many, one type that is not known, and a note or two. */
export function widened(): Loose {
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, { Effect: 'Allow', Action: ['s3:*'], Resource: '*' }];
  });
  stack.resource.aws_unheard_of = { key: {} };
  return stack;
}

/** What a hostile input may name: marks of every format, controls, halves of pairs, and anything else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::error::x',
        '\n::set-output name=a::b',
        '##[add-mask]pass',
        ']]>',
        '<!--',
        '-->',
        '</pre>',
        '</details>',
        '|',
        '`',
        '```',
      ),
      fc.constantFrom(
        '\r\n',
        '\u0000',
        '\u001b[31m',
        '\u202e',
        '\u2028',
        '\ud800',
        '\udc00',
        '\ufffd',
        '\ufffe',
        '\u{1ffff}',
        '\u{e0041}',
        '%0A',
        '%',
        '"',
        "'",
      ),
      fc.constantFrom(
        '@octocat',
        '#1',
        '[a](javascript:b)',
        '![x](y)',
        '\\',
        '<script>',
        '&amp;',
        '$$x$$',
        'https://x.example',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const number = fc.integer({ min: 1, max: 1_000_000 });

const place: fc.Arbitrary<Finding['place']> = fc.record(
  {
    input: hostileText,
    address: hostileText,
    pointer: hostileText,
    statement: fc.nat(9),
    state: hostileText,
    contract: hostileText,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    excerpt: fc.record({
      lines: fc.array(hostileText, { minLength: 1, maxLength: 3 }),
      caret: fc.record({ line: fc.constant(0), column: fc.integer({ min: 1, max: 30 }), length: fc.nat(9) }),
    }),
  },
  { requiredKeys: ['input'] },
);

const finding: fc.Arbitrary<Finding> = fc.record(
  {
    rule: fc.constantFrom('grants-inside-contract', 'trust', 'rule-crashed'),
    severity: fc.constantFrom('critical', 'high', 'medium'),
    verdict: fc.constantFrom('fail', 'undecided', 'note'),
    place,
    message: hostileText,
    request: hostileText,
    why: hostileText,
    grant: hostileText,
    remedy: hostileText,
  },
  { requiredKeys: ['rule', 'severity', 'verdict', 'place', 'message', 'remedy'] },
);

const pattern = reportOn(widened());

/** A report in which every text that an input or a contract can choose is hostile. */
const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 8, maxLength: 8 }),
    findings: fc.array(finding, { maxLength: 12 }),
  })
  .map(({ texts, findings }) => {
    const text = (index: number): string => texts[index] ?? '';
    const [first] = pattern.checks;
    if (first === undefined) throw new Error('the pattern has a check');
    const one: Check = {
      ...first,
      file: text(0),
      name: text(1),
      verdict: findings.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'undecided',
      findings,
      roles: [{ name: text(2), arn: text(2), contract: text(3), machine: text(4), trusts: text(5) }],
      permissions: first.permissions.map((row) => ({
        ...row,
        role: text(2),
        resource: text(6),
        conditions: [text(7)],
      })),
      ignored: [
        {
          contract: text(3),
          address: text(4),
          rules: ['known-types'],
          reason: text(5),
          owner: text(6),
          expires: '2027-01-01',
        },
      ],
      notes: [text(7)],
    };
    return {
      ...pattern,
      verdict: one.verdict,
      contracts: [{ name: text(3), file: text(0), description: text(1) }],
      checks: [one],
    };
  });

/** The same report with this many findings. */
export function withFindings(count: number, verdict: Finding['verdict'] = 'fail'): Report {
  const [first] = pattern.checks;
  const [one] = first?.findings ?? [];
  if (first === undefined || one === undefined) throw new Error('the pattern has a finding');
  const findings = Array.from({ length: count }, (_, index) => ({ ...one, verdict, message: `number ${index}` }));
  return { ...pattern, checks: [{ ...first, findings }] };
}

/** A report for each verdict. */
export const sampleReports: readonly [name: string, report: Report][] = [
  ['of a pass', reportOn(sampleStack(), samplePlan())],
  ['of findings', reportOn(widened())],
  ['of nothing', reportOn()],
];

/** Judges many reports in which every text is hostile. */
export function whateverAnInputNames(judge: (report: Report) => void): void {
  fc.assert(fc.property(hostileReport, judge), { numRuns: examples(60) });
}

/** What is wrong with a value by a JSON schema: nothing, or the list of problems. */
export function problemsBy(schemaFile: string): (value: unknown) => unknown {
  const schema: Loose = JSON.parse(readFileSync(join(__dirname, '../..', schemaFile), 'utf8'));
  // Ajv reads draft 7; what SARIF's schema takes of draft 4 means the same there, except for these two names.
  delete schema.$schema;
  delete schema.id;
  const matches = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  return (value) => (matches(value) ? [] : matches.errors);
}
