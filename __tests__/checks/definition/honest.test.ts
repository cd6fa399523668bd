import { oneOfEach } from '../../effort';
import { definitionOf, judgeDefinition, variants } from './machine';

test.each(oneOfEach(variants, ({ options }) => options.strategy + options.secretFormat.kind))(
  'the workflow with $name passes',
  ({ options }) => {
    expect(judgeDefinition(definitionOf(options)).findings).toEqual([]);
  },
);
