import { check, readContract, type Finding, type Report } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { formats, withPlaces } from '../../../src/report';
import { print as printText } from '../../../src/report/formats/text';
import { plain } from '../report-on';
import {
  contractJson,
  digest,
  editDefinition,
  editPolicy,
  sampleContracts,
  samplePlan,
  sampleStack,
  type Loose,
} from '../../checks/sample';

const file = 'plans/plan.json';

interface Options {
  readonly indent?: number;
  readonly committed?: readonly string[];
}

function reportOn(input: Loose, { indent, committed = [] }: Options = {}): { report: Report; text: string } {
  const text = JSON.stringify(input, undefined, indent);
  const report = check([readModel(text, file)], sampleContracts, { today: '2026-11-23', coverAll: 'always', digest });
  const contracts = (['execution-role', 'schedule-role'] as const).map((name): [string, string] => [
    `policies/${name}.json`,
    JSON.stringify(contractJson(name), undefined, 2),
  ]);
  const texts = new Map([[file, text], ...contracts]);
  const isCommitted = (name: string): boolean => committed.includes(name);
  return { report: withPlaces(report, { read: (name) => texts.get(name), isCommitted }), text };
}

function findingOf({ report }: { report: Report }, rule: string): Finding {
  const found = report.checks.flatMap(({ findings }) => findings).find((finding) => finding.rule === rule);
  if (found === undefined) throw new Error(`${rule} found nothing`);
  return found;
}

/** The text from the place to its end. */
function written(text: string, { place }: Finding): string {
  const lines = text.split('\n');
  const { line = 0, column = 0, endLine = 0, endColumn = 0 } = place;
  if (line !== endLine) return lines.slice(line - 1, endLine).join('\n');
  return (lines[line - 1] ?? '').slice(column - 1, endColumn - 1);
}

/** What a plan does with one resource. */
function changeOf(plan: Loose, address: string): Loose {
  const changes: Loose[] = plan.resource_changes;
  return changes.find((one) => one.address === address);
}

function widen(input: Loose, action: string | string[]): Loose {
  const statement = { Effect: 'Allow', Action: action, Resource: '*' };
  if (input.resource_changes === undefined) {
    editPolicy(input, (policy: Loose) => {
      policy.Statement = [...policy.Statement, statement];
    });
    return input;
  }
  const { change } = changeOf(input, 'aws_iam_role_policy.execution');
  const policy = JSON.parse(change.after.policy);
  policy.Statement = [...policy.Statement, statement];
  change.after.policy = JSON.stringify(policy);
  return input;
}

describe('a finding is placed', () => {
  test.each([
    ['in a stack of one line', widen(sampleStack(), 's3:*'), {}],
    ['in a stack of many lines', widen(sampleStack(), 's3:*'), { indent: 2 }],
    ['in a plan of one line', widen(samplePlan(), 's3:*'), {}],
    ['in a plan of many lines', widen(samplePlan(), 's3:*'), { indent: 2 }],
    ['in a list of actions', widen(samplePlan(), ['iam:ListAccessKeys', 's3:*']), { indent: 2 }],
  ])('at the action in the policy in a string: %s', (_, input, options) => {
    const { report, text } = reportOn(input, options);
    const actions = report.checks.flatMap(({ findings }) => findings).map((finding) => written(text, finding));
    expect(actions).toContain('\\"s3:*\\"');
  });

  test('behind the escapes of Terraform, which make a file longer than what it says', () => {
    const stack = widen(sampleStack(), 's3:*');
    const role = stack.resource.aws_iam_role_policy.execution;
    const policy = JSON.parse(role.policy);
    const denied = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::${aws:username}-%{x}-\u00e9"' };
    policy.Statement = [denied, ...policy.Statement];
    role.policy = JSON.stringify(policy).replace(/[$%](?=\{)/g, (mark) => mark + mark);
    const made = reportOn(stack);
    expect(written(made.text, findingOf(made, 'grants-inside-contract'))).toBe('\\"s3:*\\"');
  });

  test('at the state of a definition', () => {
    const stack = sampleStack();
    editDefinition(stack, (states: Loose) => {
      states['A/Sixth~Call'] = { Type: 'Task', Resource: 'arn:aws:states:::s3:listBuckets', End: true };
    });
    const made = reportOn(stack);
    const found = made.report.checks
      .flatMap(({ findings }) => findings)
      .find(({ place }) => place.state === 'A/Sixth~Call');
    expect(found && written(made.text, found)).toContain('s3:listBuckets');
    expect(found?.place.excerpt?.lines.join('')).toContain('s3:listBuckets');
  });

  test('at the attribute where the document cannot be read', () => {
    const stack = sampleStack();
    stack.resource.aws_iam_role_policy.execution.policy = '${jsonencode({"a" = var.x})}';
    const made = reportOn(stack);
    expect(written(made.text, findingOf(made, 'grants-inside-contract'))).toContain('jsonencode');
  });

  test('with the statement, decoded, and a caret below the action', () => {
    const { place } = findingOf(reportOn(widen(sampleStack(), 's3:*')), 'grants-inside-contract');
    const { lines = [], caret } = place.excerpt ?? {};
    expect(lines).toEqual(['{', '  "Effect": "Allow",', '  "Action": "s3:*",', '  "Resource": "*"', '}']);
    expect(lines[caret?.line ?? 0]?.slice((caret?.column ?? 0) - 1).slice(0, caret?.length)).toBe('"s3:*"');
  });

  test('with lines of at most 120 characters, and the caret on what is meant', () => {
    const action = `s3:${'Get'.repeat(100)}*`;
    const { place } = findingOf(reportOn(widen(sampleStack(), action)), 'grants-inside-contract');
    const { lines = [], caret } = place.excerpt ?? {};
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
    expect(lines[caret?.line ?? 0]?.slice((caret?.column ?? 0) - 1)).toMatch(/^"s3:Get/);
  });

  test('as file:line:column in text', () => {
    const made = reportOn(widen(sampleStack(), 's3:*'), { indent: 2 });
    const { line, column } = findingOf(made, 'grants-inside-contract').place;
    const text = printText(made.report, plain);
    expect(text).toContain(`at ${file}:${line}:${column}, aws_iam_role_policy.execution`);
    expect(text).toMatch(/\| {3}"Action": "s3:\*",\n +\| {13}\^{6}\n/);
  });
});

test.each([
  ['nothing is committed', [], undefined],
  ['the contract is committed', ['policies/execution-role.json'], 'policies/execution-role.json'],
  ['the contract and the input are committed', ['policies/execution-role.json', file], 'policies/execution-role.json'],
  ['the input alone is committed', [file], file],
])('a finding about a contract is placed in its file: %s', (_, committed, seen) => {
  const name = 'policies/execution-role.json';
  const contract = { ...contractJson('execution-role'), description: 'TODO: what it is for.' };
  const text = JSON.stringify(contract, undefined, 2);
  const contracts = [readContract(text, name), ...sampleContracts.slice(1)];
  const report = check([readModel(JSON.stringify(sampleStack()), file)], contracts, {
    today: '2026-11-23',
    coverAll: 'always',
    digest,
  });
  const made = withPlaces(report, {
    read: (asked) => (asked === name ? text : undefined),
    isCommitted: (asked) => committed.some((one) => one === asked),
  });
  const { place } = findingOf({ report: made }, 'contract-complete');
  expect(place.input).toBe(file);
  expect(text.split('\n')[(place.inContract?.line ?? 0) - 1]).toContain('TODO: what it is for.');
  expect(place.committed?.file).toBe(seen);
  if (seen === name) expect(place.committed).toEqual(place.inContract);
  if (seen !== file)
    expect(printText(made, plain)).toContain(`at ${name}:${place.inContract?.line}:18, contract execution-role`);
});

describe('a reviewer is led to', () => {
  const contract = 'policies/execution-role.json';
  const led = (committed: readonly string[]) =>
    findingOf(reportOn(widen(sampleStack(), 's3:*'), { indent: 2, committed }), 'grants-inside-contract').place;

  test('the input where it is committed', () => {
    const place = led([file, contract, 'cdktf.json']);
    expect(place.committed).toMatchObject({ file, line: place.line, column: place.column });
  });

  test('by the name that the file has in the repository', () => {
    const { report } = reportOn(widen(sampleStack(), 's3:*'));
    const sources = { read: () => undefined, isCommitted: () => true, pathOf: (name: string) => `infra/${name}` };
    const [first] = withPlaces(report, sources).checks[0]?.findings ?? [];
    expect(first?.place.committed?.file).toBe(`infra/${file}`);
  });

  test('else the lines of the contract that are exceeded', () => {
    const lines = JSON.stringify(contractJson('execution-role'), undefined, 2).split('\n');
    const { committed } = led([contract, 'cdktf.json']);
    expect(committed?.file).toBe(contract);
    expect(lines[(committed?.line ?? 0) - 1]).toContain('"identity"');
  });

  test.each([
    ['else the settings', ['cdktf.json'], { file: 'cdktf.json', line: 1 }],
    ['else nothing', [], undefined],
  ])('%s', (_, committed, expected) => {
    const place = led(committed);
    if (expected === undefined) expect(place.committed).toBeUndefined();
    else expect(place.committed).toMatchObject(expected);
  });
});

describe('what is marked sensitive', () => {
  const secret = 'TopSecret';

  function hidden(address: string, name: string, edit: (value: string) => string): Loose {
    const plan = samplePlan();
    const { change } = changeOf(plan, address);
    change.after[name] = edit(String(change.after[name]));
    change.after_sensitive = { ...change.after_sensitive, [name]: true };
    return plan;
  }

  const wide = (value: string): string => {
    const policy = JSON.parse(value);
    const statement = { Sid: secret, Effect: 'Allow', Action: `s3:${secret}`, Resource: `arn:aws:s3:::${secret}` };
    policy.Statement = [...policy.Statement, statement];
    return JSON.stringify(policy);
  };
  const trusting = (value: string): string => {
    const policy = JSON.parse(value);
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::111122223333:role/${secret}` },
      Action: 'sts:AssumeRole',
    };
    policy.Statement = [...policy.Statement, statement];
    return JSON.stringify(policy);
  };
  const calling = (value: string): string => {
    const definition = JSON.parse(value);
    definition.States[secret] = { Type: 'Task', Resource: `arn:aws:states:::${secret}:call`, End: true, [secret]: 1 };
    return JSON.stringify(definition);
  };
  const broken = (): string => `{"${secret}": `;

  describe.each([
    ['a policy', 'aws_iam_role_policy.execution', 'policy', wide],
    ['a policy that cannot be read', 'aws_iam_role_policy.execution', 'policy', broken],
    ['a trust policy', 'aws_iam_role.execution', 'assume_role_policy', trusting],
    ['a trust policy that cannot be read', 'aws_iam_role.execution', 'assume_role_policy', broken],
    ['a definition', 'aws_sfn_state_machine.rotation', 'definition', calling],
    ['a definition that cannot be read', 'aws_sfn_state_machine.rotation', 'definition', broken],
  ])('in %s', (_, address, name, edit) => {
    const { report } = reportOn(hidden(address, name, edit), { committed: [file] });

    test('is judged', () => {
      expect(report.verdict).not.toBe('pass');
      expect(report.checks.some(({ findings }) => findings.some(({ place }) => place.address === address))).toBe(true);
    });

    test.each(Object.entries(formats))('is not shown as %s', async (__, { load }) => {
      const { print } = await load();
      expect(print(report, { ...plain, colour: true })).not.toContain(secret);
    });

    test('is reported by address alone', () => {
      for (const { place } of report.checks.flatMap(({ findings }) => findings)) {
        if (place.sensitive === true)
          expect([place.state, place.within, place.excerpt]).toEqual([undefined, undefined, undefined]);
      }
    });
  });
});
