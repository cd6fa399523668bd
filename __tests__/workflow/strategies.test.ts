import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorkflow, strategies, traitsOf } from '../../src/workflow';
import { workflowOptions } from './options';

const root = join(__dirname, '..', '..');

describe.each(strategies)('%s', (strategy) => {
  const { States, Comment } = buildWorkflow(workflowOptions({ strategy }));
  const traits = traitsOf(strategy);

  it('has the states that its traits ask for, and no others of them', () => {
    const states = {
      hasGracePeriod: 'GracePeriod' in States,
      waitsForOthers: 'WaitForOtherRotations' in States,
      hasTwoKeys: 'TwoActiveKeys' in States,
    };
    expect(traits).toMatchObject(states);
  });

  it('leaves the previous key in one way', () => {
    const { mayDie, keepsPrevious, hasGracePeriod } = traits;
    expect([mayDie, keepsPrevious, hasGracePeriod].filter(Boolean)).toHaveLength(1);
  });

  it('says its name and its order on the console', () => {
    expect(Comment).toBe(`Rotates the access key of an IAM user. Strategy: ${strategy}. ${traits.order}`);
  });

  it.each(['docs/explanation/how-it-works.md', 'docs/reference/settings.md'])('stands in a table of %s', (page) => {
    const rows = readFileSync(join(root, page), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.some((row) => row.includes(`\`${strategy}\``))).toBe(true);
  });
});
