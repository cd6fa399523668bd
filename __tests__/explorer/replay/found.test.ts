import { readScenarioId, replay } from '../../../src/explorer';
import { buildWorkflow } from '../../../src/workflow';
import { workflowOptions } from '../../workflow/options';
import { subjectFor, subjectWith } from '../support';

// Scenarios that only the deep set reaches.

describe('a key whose answer was lost, and that another execution deleted', () => {
  const scenario = readScenarioId('overlap+refuse/A-it/sbo/2/1.2.1.2.2f.1i.2.2.2.1.1.1.1');

  it('is not reported as one that was never made', () => {
    const { endings, broken } = replay(scenario, subjectFor({ strategy: 'overlap' }));
    expect(endings.map(({ text }) => text).join()).toContain('QuotaReached');
    expect(broken).toEqual([]);
  });

  it('breaks an invariant if it is', () => {
    const definition = JSON.stringify(buildWorkflow(workflowOptions({ strategy: 'overlap' })));
    const former = JSON.parse(definition.replaceAll('It lists no new key.', 'No key was made.')) as ReturnType<
      typeof buildWorkflow
    >;
    expect(replay(scenario, subjectWith(former)).broken).toEqual([
      expect.objectContaining({ kind: 'untrue-no-key-made' }),
    ]);
  });
});
