import { checkModel, type Check } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { withSource } from '../../src/terraform';
import { digest, spoken } from '../checks/sample';
import { findTools } from '../e2e/tools';
import { oneOfEach, runsAll } from '../effort';
import { standIn } from '../tools';
import { Maker } from './maker';
import { comparable, record, recorded } from './recorded';
import type { Shown } from './terraform';
import { variants, type Variant } from './variants';
import { workerContract } from './worker';

/**
 * `npm test` remakes no plan, `npm run test:all` one of every kind. With `all` every plan is remade; with `record` every plan is, and is
 * kept for those who have no Terraform.
 */
const mode = process.env.KEYTURN_PLANS ?? (runsAll ? 'each-kind' : 'none');
const only = process.env.KEYTURN_PLAN;
/** Modules, counts, loops, data sources, dynamic blocks, and everything that an apply can do with what is there. */
const eachKind: ReadonlySet<string> = new Set([
  'sample',
  'sample with every user',
  'module wide',
  'count',
  'for_each',
  'data sources merged',
  'computed arn',
  'dynamic blocks',
  'native',
  'errored',
  'targeted',
  'moved',
  'replaced',
  'created before destroyed',
  'destroyed',
  'imported wide',
  'refreshed only',
  'policy added by hand',
]);
const chosen = variants.filter(({ name }) => only === undefined || new RegExp(only).test(name));
const judged = mode === 'none' ? oneOfEach(chosen, ({ verdict }) => verdict) : chosen;
const remade = chosen.filter(({ name }) => mode !== 'each-kind' || eachKind.has(name));

function judge(plan: object, { contracts = [workerContract] }: Variant): Check {
  const model = readModel(JSON.stringify(plan), 'input.json');
  return checkModel(model, contracts, { today: '2026-11-23', coverAll: 'stacks', digest });
}

function expectVerdict(plan: Shown, variant: Variant): void {
  const { verdict, says, tells } = variant;
  const check = judge(plan, variant);
  const told = [
    ...check.notes,
    ...check.findings.map(({ message, request, remedy }) => [message, request, remedy].join(' ')),
  ];
  expect({ verdict: check.verdict, told }).toEqual({ verdict, told });
  if (says !== undefined) expect(spoken(check)).toEqual(expect.arrayContaining([...says]));
  if (verdict === 'pass') expect(spoken(check)).toEqual([]);
  if (tells !== undefined) expect(told.join('\n')).toMatch(tells);
  expect(spoken(check).join()).not.toContain('rule-crashed');
}

if (mode !== 'record') {
  describe('a recorded plan of the real Terraform', () => {
    test.each(judged.map((variant) => [variant.name, variant] as const))('%s', (name, variant) => {
      expectVerdict(recorded(name), variant);
    });
  });

  describe('a stack and the plan that Terraform made of it never contradict each other', () => {
    const both = judged.filter(({ plan }) => plan.stack !== undefined);
    test.each(both.map((variant) => [variant.name, variant] as const))('%s', (name, variant) => {
      const checks = [judge(recorded(name), variant), judge(variant.plan.stack ?? {}, variant)];
      const verdicts = checks.map(({ verdict }) => verdict).sort();
      expect(verdicts.join(' and ')).not.toBe('fail and pass');
    });
    test.each(both.map((variant) => [variant.name, variant] as const))(
      '%s, one next to the other',
      (name, { plan }) => {
        const model = readModel(JSON.stringify(recorded(name)), 'plan.json');
        const source = readModel(JSON.stringify(plan.stack), 'cdk.tf.json', { variables: model.variables });
        const told = withSource(model, source).constructs.map(({ description }) => description);
        expect(told.filter((description) => description.includes('is not the configuration of this plan'))).toEqual([]);
      },
    );
  });
}

function remake(): void {
  const tools = findTools();
  if ('missing' in tools) {
    standIn('plans are not remade, the recorded ones serve', tools);
    return;
  }
  describe('a plan that the installed Terraform makes now', () => {
    let maker: Maker;
    beforeAll(() => {
      maker = new Maker(
        remade.map(({ name, plan }) => [name, plan] as const),
        2,
      );
    });
    afterAll(() => maker.end(), 120_000);

    test.each(remade.map((variant) => [variant.name, variant] as const))(
      '%s',
      async (name, variant) => {
        const plan = await maker.plan(name);
        if (mode === 'record') record(name, plan);
        // The tests of checks edit the recorded one.
        if (name === 'sample') expect(comparable(plan)).toEqual(comparable(recorded(name)));
        expectVerdict(plan, variant);
      },
      900_000,
    );
  });
}

if (mode !== 'none') remake();
