import { standIn } from '../../tools';
import { expectAgreement } from './expect-agreement';
import { moto } from './moto';
import { stories } from './stories';

const told = moto(stories);
if ('missing' in told) standIn("the scenarios do not run in moto's executor", told);
else {
  describe("moto's executor agrees", () => {
    it.each(stories.map((story, index) => [story.name, story, told[index]] as const))('%s', (_, story, theirs) => {
      expect(theirs).toBeDefined();
      if (theirs) expectAgreement('moto', story, theirs);
    });
  });
}
