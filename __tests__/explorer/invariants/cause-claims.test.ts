import { claims } from '../../../src/explorer/invariants/cause-claims';
import { buildWorkflow, strategies } from '../../../src/workflow';
import { twoKeysChoices } from '../../../src/workflow/options';
import { workflowOptions } from '../../workflow/options';
import { mutants } from '../mutants';

const workflow = (options: Parameters<typeof workflowOptions>[0]) => buildWorkflow(workflowOptions(options));

/** Every text of every definition and of every broken one, with an access key for each placeholder. */
const causes = [
  ...strategies.flatMap((strategy) => twoKeysChoices.map((twoKeys) => workflow({ strategy, twoKeys }))),
  ...mutants.map(({ strategy, change }) => change(workflow({ strategy }))),
].map((definition) => JSON.stringify(definition).replaceAll('{}', 'AKIAIOSFODNN7EXAMPLE'));

// A claim that no cause makes any more would judge nothing, and no other test would notice.
it.each(claims)('a failure can claim what $kind judges', ({ says }) => {
  expect(causes.some((cause) => cause.match(says) !== null)).toBe(true);
});
