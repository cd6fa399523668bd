import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../fast-check';
import { reviewFormats } from '../../src/review';
import { print as html } from '../../src/review/formats/html';
import { print as json } from '../../src/review/formats/json';
import { print as markdown } from '../../src/review/formats/markdown';
import { print as text } from '../../src/review/formats/text';
import { examples, someOf } from '../effort';
import { readPage } from '../html/parsed';
import { hostileText, problemsBy } from '../report/reports';
import { hostilePlan } from './hostile';
import { planOf } from './plan';
import { plain, recordedPlan, reviewOf } from './reviewed';

const problems = problemsBy('schemas/review.schema.json');
const plans = readdirSync(join(__dirname, '..', 'fixtures', 'plans')).map((file) => file.replace('.json', ''));

test.each(Object.entries(reviewFormats))('%s says who reads it', (_, { summary }) =>
  expect(summary).toMatch(/^[^|\n]{5,120}$/),
);

test.each(someOf([...plans, 'sample']))(
  'the recorded plan %s: JSON as its schema says, whole tables, one page',
  (name) => {
    const found = reviewOf(recordedPlan(name));
    expect(problems(JSON.parse(json(found, plain)))).toEqual([]);
    checkTables(markdown(found, plain));
    expect(text(found, plain).split('\n').length).toBeLessThan(160);
    readPage(html(found, plain));
    // The same input at the same time is the same page.
    expect(markdown(reviewOf(recordedPlan(name)), plain)).toBe(markdown(found, plain));
  },
);

/** Each row of a table has as many cells as its head. */
function checkTables(page: string): void {
  let columns = 0;
  for (const line of page.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').length : 0;
    if (cells > 0 && columns > 0) expect(cells).toBe(columns);
    columns = cells;
  }
}

const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

test('whatever an input names, no format has a mark that its reader obeys', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const found = reviewOf(hostilePlan(name, 'cron(0 3 1 * ? *)'));
      expect(problems(JSON.parse(json(found, plain)))).toEqual([]);
      readPage(html(found, plain));
      const page = markdown(found, plain);
      checkTables(page);
      expect(page.replace(/<\/?(?:details|summary|code|b|br|wbr)>/g, '')).not.toContain('<');
      expect(page).not.toMatch(/@|\]\(|https?:\/\/|`/);
      for (const tag of ['details', 'summary', 'code', 'b'])
        expect(page.split(`<${tag}>`).length).toBe(page.split(`</${tag}>`).length);
      // A runner of GitHub Actions reads this at the beginning of a line as a command.
      for (const line of text(found, plain).split('\n')) expect(line.trimStart().startsWith('::')).toBe(false);
      for (const line of [...page.replaceAll('\u2060', '').split('\n'), ...text(found, plain).split('\n')])
        expect(line).not.toMatch(unprintable);
    }),
    { numRuns: examples(100) },
  );
});

test.each([
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.example/x.png)',
  '@everybody',
  '`code`',
  '\u202egnp.exe',
  '<!-- -->',
  '--> x',
  '| a | b |',
])('the name %j is text in Markdown', (name) => {
  const page = markdown(reviewOf(hostilePlan(name, 'rate(1 day)')), { ...plain, marker: 'keyturn-staging' });
  expect(page.split('\n')[0]).toBe('<!-- keyturn review: keyturn-staging -->');
  expect(page.split('\n').slice(1).join('\n')).not.toContain(name);
});

test('a value that is marked sensitive is in no format', () => {
  const secret = 'never-shown-secret-value';
  const document = (action: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: `arn:aws:s3:::${secret}` }],
    });
  const trust = (id: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': `${secret}${id}` } },
        },
      ],
    });
  const definition = (comment: string) =>
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Comment: `${secret}${comment}`, End: true } } });
  const both = (value: (variant: string) => object) => ({ before: { ...value('a') }, after: { ...value('b') } });
  const plan = planOf([
    {
      address: 'aws_iam_role.x',
      ...both((id) => ({ name: 'x', assume_role_policy: trust(id) })),
      sensitive: { assume_role_policy: true },
    },
    {
      address: 'aws_iam_role_policy.x',
      ...both((id) => ({ name: 'x', role: 'x', policy: document(`s3:Get${id}`) })),
      sensitive: { policy: true },
    },
    {
      address: 'aws_sqs_queue.x',
      ...both((id) => ({ policy: document(`sqs:Get${id}`) })),
      sensitive: { policy: true },
    },
    {
      address: 'aws_sfn_state_machine.x',
      ...both((id) => ({ name: 'm', definition: definition(id) })),
      sensitive: { definition: true },
    },
    {
      address: 'aws_scheduler_schedule.x',
      ...both((id) => ({ schedule_expression: `${secret}${id}`, target: [{ arn: 'a', input: `${secret}${id}` }] })),
      sensitive: { schedule_expression: true, target: true },
    },
  ]);
  for (const print of [json, markdown, text]) {
    const page = print(reviewOf(plan), plain);
    expect(page).not.toContain(secret);
    expect(page).toContain('sensitive');
  }
});

test('a page that is too long has fewer than 60,000 characters, and names what it leaves out', () => {
  const roles = Array.from({ length: 300 }, (_, index) => `worker-${index}`);
  const policy = (name: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: Array.from({ length: 20 }, (_, index) => `s3:Get${name}${index}`.replaceAll('-', '')),
          Resource: '*',
        },
      ],
    });
  const plan = planOf(
    roles.flatMap((name) => {
      const role = { name, assume_role_policy: '{}' };
      return [
        { address: `aws_iam_role.${name}`, before: role, after: role },
        { address: `aws_iam_role_policy.${name}`, after: { name, role: name, policy: policy(name) } },
      ];
    }),
  );
  const page = markdown(reviewOf(plan), plain);
  expect(page.length).toBeLessThan(60_000);
  expect(page).toMatch(/\*\*Left out, because the page is too long for this place: .*Role <code>worker-/);
  expect(page).toContain('Assumptions, and what is not visible');
});
