import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceOf, differences, type Difference } from './differences';
import { ours } from './ours';
import { stories } from './stories';
import { comparable } from './story';

const each = stories.map((story) => [story.name, story] as const);

describe('every scenario ends as it has to', () => {
  it.each(each)('%s', (_, story) => {
    expect(comparable(ours(story))).toMatchObject(story.ends);
  });
});

describe('the differences', () => {
  const page = readFileSync(join(__dirname, '../../../docs/decisions/0016-the-interpreter-agrees.md'), 'utf8');
  const names = stories.map(({ name }) => name);

  it('are of scenarios that exist once', () => {
    expect(new Set(names).size).toBe(names.length);
    const differing = differences.flatMap(({ theirs }) => Object.keys(theirs));
    expect(differing.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(differences.map((difference) => [difference.in, difference.what, difference] as const))(
    'are decided in docs/decisions: %s, %s',
    (_, __, { in: who, what, decided, page: source }) => {
      const rows = page.split('\n').map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
      expect(rows).toContainEqual([who, what, decided, source]);
    },
  );

  it('are counted there', () => {
    const count = (who: Difference['in']) => names.filter((name) => differenceOf(who, name)).length;
    expect(page).toContain(`${names.length} scenarios`);
    expect(page).toContain(`moto differs in ${count('moto')}`);
    expect(page).toContain(`aws-local-stepfunctions in ${count('aws-local-stepfunctions')}`);
  });
});
