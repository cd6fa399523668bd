import { standIn } from '../../../tools';
import { expectAgreement } from '../expect-agreement';
import { stories } from '../stories';
import { findOracle, local } from './local';

const oracle = findOracle();
if ('missing' in oracle) standIn('the scenarios do not run in aws-local-stepfunctions', oracle);
else {
  describe('aws-local-stepfunctions agrees', () => {
    it.each(stories.map((story) => [story.name, story] as const))('%s', async (_, story) => {
      expectAgreement('aws-local-stepfunctions', story, await local(oracle, story));
    });
  });
}
