/* eslint-disable @typescript-eslint/no-unsafe-call -- an input is untyped JSON here, and is taken apart anywhere */
import { check, readContract } from '../../../src/checks';
import { InputError } from '../../../src/input-error';
import { readModel } from '../../../src/inputs';
import { formats, withPlaces } from '../../../src/report';
import type { Print } from '../../../src/report/formats/format';
import fc from '../../fast-check';
import { digest, type Loose } from '../../checks/sample';
import { plain } from '../../report/report-on';
import { samples } from '../inputs/bases';
import { rightsOf } from '../inputs/kind';
import { account, textOf, type Edit, type Subject } from '../inputs/subject';
import type { Kind, Outcome } from '../kind';

// Trials are synchronous, and the registry loads a format late.
const printers = Object.keys(formats).map((name): [string, { print: Print }] => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is known only now
  return [name, require(`../../../src/report/formats/${name}`) as { print: Print }];
});

/** What no report may show: letters and digits, which no format escapes. */
const mark = 'Kt9vXq7LmZ2';

/** Attributes of the judged role that a plan may mark as sensitive. */
const sensitive = fc.constantFrom<[string, string]>(
  ['aws_iam_role_policy.execution', 'policy'],
  ['aws_iam_role.execution', 'assume_role_policy'],
  ['aws_sfn_state_machine.rotation', 'definition'],
);

/** Puts the mark into a text of a document, picked by a number. */
function marked(document: Loose, at: number): string {
  const texts: (() => void)[] = [];
  const look = (value: Loose): void => {
    for (const name of Object.keys((value ?? {}) as object)) {
      if (typeof value[name] === 'object') look(value[name]);
      else if (typeof value[name] === 'string') texts.push(() => (value[name] = `${value[name] as string}${mark}`));
    }
  };
  look(document);
  texts[at % texts.length]?.();
  return JSON.stringify(document);
}

/** A plan in which a value is marked as sensitive and holds the mark. */
const inPlan = fc.tuple(sensitive, fc.nat(999)).map(([[address, attribute], at]): Edit => ({
  says: `${attribute} of ${address} is sensitive and has the mark in text ${at}`,
  apply: ({ later }) => {
    later.push((plan) => {
      const change = plan.resource_changes.find((one: Loose) => one.address === address)?.change;
      const value: unknown = change?.after[attribute];
      if (typeof value !== 'string' || !value.startsWith('{')) return;
      change.after[attribute] = marked(JSON.parse(value), at);
      change.after_sensitive = { ...change.after_sensitive, [attribute]: true };
    });
    return true;
  },
}));

/** A plan's variables, and what providers are given: nothing of them is in a report. */
const aroundPlan = fc.constantFrom('variable', 'provider', 'output').map((where): Edit => ({
  says: `a ${where} with the mark`,
  apply: ({ later }) => {
    later.push((plan) => {
      if (where === 'variable') plan.variables = { ...plan.variables, password: { value: `"${mark}"` } };
      if (where === 'provider')
        plan.configuration.provider_config.aws.expressions.secret_key = { constant_value: mark };
      if (where === 'output')
        plan.planned_values.outputs = { ...plan.planned_values.outputs, x: { sensitive: true, value: mark } };
    });
    return true;
  },
}));

/** A stack's variable that is sensitive, and a value that is made of it. */
const inStack = fc.constantFrom('role', 'name', 'policy', 'provider', 'definition').map((where): Edit => ({
  says: `a sensitive variable with the mark in the ${where}`,
  apply: ({ input }) => {
    input.variable = { ...input.variable, secret: { sensitive: true, default: `x${mark}` } };
    const { resource } = input;
    if (where === 'role') resource.aws_iam_role_policy.more = { name: 'x', role: '${var.secret}', policy: '{}' };
    if (where === 'name') resource.aws_iam_role_policy.execution.name = '${var.secret}';
    if (where === 'policy')
      resource.aws_iam_role_policy.execution.policy =
        '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"${var.secret}"}}';
    if (where === 'definition')
      resource.aws_sfn_state_machine.rotation.definition = '{"StartAt":"${var.secret}","States":{}}';
    if (where === 'provider') input.provider.aws[0].secret_key = mark;
    return true;
  },
}));

interface Marking {
  readonly form: 'stack' | 'plan';
  readonly mark: Edit;
  readonly rights: readonly Edit[];
}

const rights = (form: Marking['form']): fc.Arbitrary<Edit[]> =>
  fc.array(rightsOf(form), { minLength: 1, maxLength: 3 });
const markings: fc.Arbitrary<Marking> = fc.oneof(
  fc.record({ form: fc.constant('plan' as const), mark: fc.oneof(inPlan, inPlan, aroundPlan), rights: rights('plan') }),
  fc.record({ form: fc.constant('stack' as const), mark: inStack, rights: rights('stack') }),
);

/** Inputs with a sensitive value: whatever is found in them, no report shows the value. */
export const secrets: Kind = {
  name: 'secrets',
  leastPassing: 0.2,
  trialsInSample: 3,
  trials: markings.map(({ form, mark: marking, rights: edits }) => ({
    says: [form, marking.says, ...edits.map(({ says }) => says)],
    run: () => outcomeOf(form, marking, edits),
  })),
};

function outcomeOf(form: Marking['form'], marking: Edit, edits: readonly Edit[]): Outcome {
  const subject = samples[form].make();
  marking.apply(subject);
  const before = printed(subject);
  const applied = edits.filter((edit) => edit.apply(subject)).length;
  const after = printed(subject);
  return {
    passedBefore: before?.verdict === 'pass',
    edits: applied,
    problem: before?.problem ?? after?.problem,
  };
}

/** The verdict on a subject, and the format that shows the mark; undefined if it is refused, in words without the mark. */
function printed(subject: Subject): { readonly verdict: string; readonly problem: string | undefined } | undefined {
  const input = textOf(subject);
  if (input === undefined) return undefined;
  try {
    const contracts = subject.contracts.map((contract) => readContract(JSON.stringify(contract), 'contract.json'));
    const given = { account, region: 'eu-central-1', environment: 'staging' };
    const report = check([readModel(input, 'input.json')], contracts, {
      today: '2026-11-23',
      coverAll: 'always',
      digest,
      given,
    });
    const placed = withPlaces(report, {
      read: (file) => (file === 'input.json' ? input : undefined),
      isCommitted: () => true,
    });
    const shows = printers.find(([, { print }]) => print(placed, plain).includes(mark))?.[0];
    return { verdict: report.verdict, problem: shows && `the format ${shows} shows a sensitive value` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const isShown = error.lines.some((line) => line.includes(mark));
    return { verdict: 'refused', problem: isShown ? 'a refusal shows a sensitive value' : undefined };
  }
}
