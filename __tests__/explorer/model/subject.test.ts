import { buildWorkflow } from '../../../src/workflow';
import { workflowOptions } from '../../workflow/options';
import { firstBreaking, subjectWith } from '../support';

describe('a Comment decides nothing', () => {
  const definition = buildWorkflow(workflowOptions({ strategy: 'overlap' }));
  const lie = { ...definition, Comment: 'Strategy: delete-first. List, delete every key, create, update, send.' };

  it('not how the machine is called, nor what it is held to', () => {
    const honest = subjectWith(definition);
    expect([subjectWith(lie).name, subjectWith(lie).traits]).toEqual([honest.name, honest.traits]);
    expect(honest.name).toBe('overlap, refuse');
  });

  it('a machine that deletes the key in use is broken, though it says that it deletes first', () => {
    const deletesTheOnlyKey = {
      ...lie,
      States: {
        ...lie.States,
        JudgeOneKey: { Type: 'Pass', Next: 'OnlyKeyIsSpare' } as const,
      },
    };
    const invariant = '1 the secret is never dead';
    expect(firstBreaking(subjectWith(deletesTheOnlyKey), invariant)).toMatchObject({ invariant, limit: undefined });
  });
});
