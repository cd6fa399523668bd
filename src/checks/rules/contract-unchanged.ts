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
  judge({ changedContracts, strict }) {
    return changedContracts?.map((file): Found => ({
      verdict: strict ? 'fail' : 'note',
      place: { input: file },
      message: `contract ${file} is another one here than the one that judges`,
      why: 'its change takes part in no verdict until it is merged',
      remedy: contractUnchanged.remedy,
    }));
  },
};
