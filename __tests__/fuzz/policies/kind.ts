import { checkModel, readContract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import fc from '../../fast-check';
import { digest } from '../../checks/sample';
import type { Kind, Outcome } from '../kind';
import { lines, policyFor } from './arbitraries';
import { isAllowed, isWithin, type WrittenLine, type WrittenPolicy } from './evaluator';
import { requestsAround } from './requests';

/** Random policies, each with a contract: of one that passes, no request outside the contract is allowed. */
export const policies: Kind = {
  name: 'random-policy',
  leastPassing: 0.2,
  trialsInSample: 20,
  trials: lines
    .chain((identity) => fc.record({ identity: fc.constant(identity), policy: policyFor(identity), seed: fc.nat() }))
    .map(({ identity, policy, seed }) => ({
      says: [
        `contract ${JSON.stringify(identity)}`,
        `policy ${JSON.stringify(policy.after)}`,
        `requests of seed ${seed}`,
      ],
      run: () => outcomeOf(identity, policy, seed),
    })),
};

const requestsOfEach = 40;

function outcomeOf(
  identity: readonly WrittenLine[],
  policy: { before: WrittenPolicy; after: WrittenPolicy },
  seed: number,
): Outcome {
  const passedBefore = passes(policy.before, identity);
  if (!(policy.before === policy.after ? passedBefore : passes(policy.after, identity)))
    return { passedBefore, edits: 0 };
  const requests = fc.sample(requestsAround(policy.after, identity), { seed, numRuns: requestsOfEach });
  const allowed = requests.find((call) => isAllowed(policy.after, call) && !isWithin(identity, call));
  return {
    passedBefore,
    edits: requests.length,
    problem: allowed && `it passes and allows what the contract does not: ${JSON.stringify(allowed)}`,
  };
}

function passes(policy: WrittenPolicy, identity: readonly WrittenLine[]): boolean {
  const contract = readContract(
    JSON.stringify({
      version: 1,
      name: 'role',
      description: 'What a random role may do.',
      subject: { role: 'role' },
      identity,
      trust: { service: 'states.amazonaws.com', action: 'sts:AssumeRole', conditions: {} },
      uses: [],
    }),
    'contract.json',
  );
  const check = checkModel(readModel(JSON.stringify(policy), 'policy.json'), [contract], {
    today: '2026-11-23',
    coverAll: 'ours',
    digest,
    given: { account: '111122223333', region: 'eu-central-1', environment: 'staging' },
  });
  return check.verdict === 'pass';
}
