import type { AddedTogether } from '../context';
import type { Found, Rule } from '../rule';

export const contractUnchanged: Rule = {
  id: 'contract-unchanged',
  severity: 'medium',
  claim: 'The contracts of this change are the same as those that judge it.',
  rationale:
    'Somebody who changes a contract together with the code that it judges would approve their own change. So a pull request is judged by the ' +
    'contracts of its target branch, and a code owner reviews changes of contracts.',
  remedy: 'Ask a code owner of policies/ to review the contract; it is used after the merge.',
  example: { of: 'contract here', change: { description: 'Somebody else changed it.' } },
  judge({ changedContracts, addedTogether, strict }) {
    return changedContracts?.map((file): Found => {
      const verdict = strict ? 'fail' : 'note';
      const together = addedTogether.find((one) => one.file === file);
      if (together !== undefined) return { verdict, place: { input: file }, ...wordsOf(together) };
      return {
        verdict,
        place: { input: file },
        message: `contract ${file} differs from the one that judges this change`,
        why: 'the change of the contract has no effect on verdicts until it is merged',
        remedy: contractUnchanged.remedy,
      };
    });
  },
};

/** A change that adds something together with its contract would approve itself. */
function wordsOf({ file, pairs }: AddedTogether): Pick<Found, 'message' | 'why' | 'remedy'> {
  const added = pairs.map(({ userName, secretName }) => `user "${userName}" with secret "${secretName}"`);
  return {
    message: `contract ${file} differs from the one that judges this change, and the change adds ${added.length === 0 ? 'rights' : added.join(', ')} together with it; the contract before the change does not allow that`,
    why: 'a change that adds something together with its contract would approve itself',
    remedy: `Merge the change of ${file} first, in a separate reviewed pull request; then this one passes.`,
  };
}
