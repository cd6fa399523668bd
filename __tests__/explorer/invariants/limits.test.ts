import { work, type LimitName } from '../../../src/explorer';
import { buildWorkflow, type WorkflowOptions } from '../../../src/workflow';
import { workflowOptions } from '../../workflow/options';
import { caseOf, subjectFor, subjectWith } from '../support';

type Options = Partial<WorkflowOptions>;

describe('a limit is shown by a story, and nothing else breaks there', () => {
  const cases: readonly [limit: LimitName, options: Options, each: ReturnType<typeof caseOf>][] = [
    ['older-of-two', { strategy: 'until-next-rotation' }, caseOf('AA-older')],
    ['older-of-two', { strategy: 'overlap', twoKeys: 'replace-older' }, caseOf('AA-older')],
    ['two-and-a-fault', { strategy: 'overlap' }, caseOf('A-it', { executions: 2 })],
    ['redriven', { strategy: 'overlap' }, caseOf('A-it', { set: 'beyond what is promised', beyond: 'redriven' })],
    ['restored', { strategy: 'overlap' }, caseOf('A-it', { set: 'beyond what is promised', beyond: 'restored' })],
    [
      'longer-lags',
      { strategy: 'overlap' },
      caseOf('A-it', { set: 'beyond what is promised', beyond: 'longer-lags', executions: 2, faults: 0 }),
    ],
  ];

  it.each(cases)('%s, %j', (limit, options, each) => {
    const { found } = work(each, subjectFor(options));
    expect(found.map((story) => story.limit)).toContain(limit);
    expect(found.filter((story) => story.limit === undefined)).toEqual([]);
  });
});

describe('no limit hides what breaks without it', () => {
  it('where an execution might have been redriven, and was not', () => {
    const definition = buildWorkflow(workflowOptions({ strategy: 'overlap' }));
    const { IsNewKeyThere } = definition.States;
    const silent = JSON.parse(JSON.stringify(IsNewKeyThere).replace('"SendEmail"', '"WasTheMailSent"')) as object;
    const changed = { ...definition, States: { ...definition.States, IsNewKeyThere: silent } } as typeof definition;
    const each = caseOf('A-it', { set: 'beyond what is promised', beyond: 'redriven' });
    const { found } = work(each, subjectWith(changed));
    expect(found).toContainEqual(expect.objectContaining({ promise: '7 someone is told', limit: undefined }));
  });

  it('where two keys are active, and the secret holds the newer one', () => {
    const { found } = work(caseOf('AA-newer'), subjectFor({ strategy: 'until-next-rotation' }));
    expect(found.filter(({ promise }) => promise === '1 the secret is never dead')).toEqual([]);
  });
});
