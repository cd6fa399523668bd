import type { AddedTogether } from '../context';
import type { Found, Rule } from '../rule';

export const contractUnchanged: Rule = {
  id: 'contract-unchanged',
  severity: 'medium',
  claim: 'The contracts of this change are those that judge it.',
  rationale:
    'Whoever could change a contract together with what it judges would be the judge of that change. So a pull request is judged by the ' +
    'contracts of the branch that it goes to, and a change of a contract is for a code owner to see.',
  remedy: 'Have a code owner of policies/ review the contract; it judges from then on.',
  example: { of: 'contract here', change: { description: 'Somebody else changed it.' } },
  judge({ changedContracts, addedTogether, strict }) {
    return changedContracts?.map((file): Found => {
      const verdict = strict ? 'fail' : 'note';
      const together = addedTogether.find((one) => one.file === file);
      if (together !== undefined) return { verdict, place: { input: file }, ...wordsOf(together) };
      return {
        verdict,
        place: { input: file },
        message: `contract ${file} is another one here than the one that judges`,
        why: 'its change takes part in no verdict until it is merged',
        remedy: contractUnchanged.remedy,
      };
    });
  },
};

/** A change that adds something together with the contract for it would be its own judge. */
function wordsOf({ file, pairs }: AddedTogether): Pick<Found, 'message' | 'why' | 'remedy'> {
  const added = pairs.map(({ userName, secretName }) => `user "${userName}" with secret "${secretName}"`);
  return {
    message: `contract ${file} is another one here than the one that judges, and this change adds ${added.length === 0 ? 'rights' : added.join(', ')} together with it; the contract before the change does not allow that`,
    why: 'whoever adds something together with its contract would be the judge of it',
    remedy: `Merge the change of ${file} first, in a pull request of its own with a review; then this one passes.`,
  };
}
