import { oneOfEach } from '../../effort';
import { definitionOf, judgeDefinition, spokenOf, variants } from './machine';

test.each(oneOfEach(variants, ({ options }) => options.strategy + options.secretFormat.kind))(
  'the workflow with $name passes',
  ({ options }) => {
    expect(judgeDefinition(definitionOf(options)).findings).toEqual([]);
  },
);

test.each([undefined, 'Nowhere'])('a definition that starts at %s is followed to an end', (StartAt) => {
  expect(spokenOf({ ...definitionOf(), StartAt })).toContain('definition-understood undecided');
});
