import { differenceOf, type Difference } from './differences';
import { ours } from './ours';
import { comparable, type Outcome, type Story } from './story';

/** Alike, or as the difference that was decided says. */
export function expectAgreement(who: Difference['in'], story: Story, theirs: Outcome): void {
  const difference = differenceOf(who, story.name);
  const [mine, other] = [comparable(ours(story)), comparable(theirs)];
  if (!difference) expect(other).toEqual(mine);
  else {
    expect(other).toMatchObject(difference.theirs[story.name] ?? {});
    expect(other).not.toEqual(mine);
  }
}
