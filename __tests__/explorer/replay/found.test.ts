import { limits, readScenarioId, replay, replayText } from '../../../src/explorer';
import { violation } from '../../../src/explorer/invariants/kinds';
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
      { violation: violation('untrue-no-key-made', 'No key was made'), limit: undefined },
    ]);
  });
});

describe('a second execution that replaces the older key while a person is asked which key the secret holds', () => {
  const scenario = readScenarioId('overlap+replace-older/A-it-kms-denied/fon/2/1.1.1.1.1.1.1.1.1.1.2.1.1.2.2');

  it('is the next rotation that the mail warned of, and a limit', () => {
    const played = replay(scenario, subjectFor({ strategy: 'overlap', twoKeys: 'replace-older' }));
    expect(played.endings.map(({ text }) => text).join()).toContain(
      'The next rotation deletes the older of two active keys: act before then.',
    );
    expect(played.broken).toEqual([{ violation: violation('older-deleted-in-doubt'), limit: 'older-of-two' }]);
    expect(replayText(played)).toContain(`a documented limit: ${limits['older-of-two']}`);
  });
});
