import type { Check } from './check';
import type { JudgedRole } from './context';
import type { Contract, ContractPair } from './contract/contract';
import { pairsOf } from './definition/rotation';
import type { Finding } from './rule';

/** One thing to change that many findings come from: a user whom no contract names. */
export interface Cause {
  readonly verdict: 'fail' | 'undecided';
  readonly message: string;
  readonly remedy: string;
  /** How many findings of the check have it. */
  readonly findings: number;
}

/** A pair that a machine rotates and its contract does not list. */
interface Proposal {
  readonly contract: Contract;
  readonly pair: Omit<ContractPair, 'index' | 'environments' | 'since'>;
}

/** The inputs are judged once more for each cause; more users are one cause, and for larger inputs there is none. */
const most = { causes: 10, rows: 5_000 };

/**
 * Finds the findings that come from users whom no contract names. A finding has a cause if it is gone once the inputs are judged with the entry that the
 * remedy proposes, and for no other reason.
 * @param roles the roles that were judged, for each check
 * @param judge judges the same inputs by other contracts
 */
export function withCauses(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
  judge: (contracts: readonly Contract[]) => readonly Check[],
): readonly Check[] {
  const rows = checks.reduce((sum, { findings, permissions }) => sum + findings.length + permissions.length, 0);
  const proposals = rows > most.rows ? [] : proposalsOf(checks, roles, contracts);
  const groups = grouped(proposals);
  let proposed = contracts;
  let found: readonly Check[] = checks;
  for (const group of groups) {
    proposed = proposed.map((contract) => withPairs(contract, group));
    found = fold(found, judge(proposed), group);
  }
  return found;
}

function proposalsOf(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
): Proposal[] {
  const found = new Map<string, Proposal>();
  roles.forEach((judged, index) => {
    for (const { contract: own, machine } of judged) {
      const contract = contracts.find(({ name }) => name === own.name);
      if (machine === undefined || contract === undefined || own.pairs === undefined) continue;
      for (const { userName, secretName } of pairsOf(machine.definition)) {
        if (own.pairs.some((pair) => pair.userName === userName && pair.secretName === secretName)) continue;
        const path = pathOf(userName, checks[index]);
        const pair = { userName, ...(path === undefined ? {} : { path }), secretName };
        found.set(JSON.stringify([contract.name, pair]), { contract, pair });
      }
    }
  });
  return [...found.values()];
}

/** The path of a user, as a permission names it; undefined for `/`. */
function pathOf(userName: string, check: Check | undefined): string | undefined {
  for (const { resource } of check?.permissions ?? []) {
    const [, path] = /^arn:[^:]+:iam::\d{12}:user(\/.*\/)[^/]+$/.exec(resource) ?? [];
    if (path !== undefined && resource.endsWith(`${path}${userName}`)) return path;
  }
  return undefined;
}

function grouped(proposals: readonly Proposal[]): readonly (readonly [Proposal, ...Proposal[]])[] {
  const single = proposals.slice(0, proposals.length > most.causes ? most.causes - 1 : most.causes);
  const [next, ...others] = proposals.slice(single.length);
  return [...single.map((one): [Proposal] => [one]), ...(next === undefined ? [] : [[next, ...others] as const])];
}

function withPairs(contract: Contract, proposals: readonly Proposal[]): Contract {
  const own = proposals.filter(({ contract: { name } }) => name === contract.name);
  if (own.length === 0) return contract;
  const { pairs = [] } = contract;
  const added = own.map(({ pair }, index) => ({
    ...pair,
    index: pairs.length + index,
    environments: undefined,
    since: undefined,
  }));
  return { ...contract, pairs: [...pairs, ...added] };
}

/** Gives each finding that is gone its cause. */
function fold(
  checks: readonly Check[],
  again: readonly Check[],
  proposals: readonly [Proposal, ...Proposal[]],
): readonly Check[] {
  return checks.map((check, index) => {
    const left = new Set((again[index]?.findings ?? []).map((finding) => JSON.stringify(finding)));
    const isGone = (finding: Finding): boolean =>
      finding.verdict !== 'note' && finding.cause === undefined && !left.has(JSON.stringify(finding));
    const gone = check.findings.filter(isGone);
    if (gone.length === 0) return check;
    const { causes = [] } = check;
    const verdict = gone.some((finding) => finding.verdict === 'fail') ? 'fail' : 'undecided';
    const cause: Cause = { verdict, ...wordsFor(proposals), findings: gone.length };
    return {
      ...check,
      causes: [...causes, cause],
      findings: check.findings.map((finding) => (isGone(finding) ? { ...finding, cause: causes.length } : finding)),
    };
  });
}

function wordsFor(proposals: readonly [Proposal, ...Proposal[]]): Pick<Cause, 'message' | 'remedy'> {
  const [{ contract, pair }] = proposals;
  const entries = proposals.map((proposal) => JSON.stringify(proposal.pair)).join(', ');
  if (proposals.length === 1)
    return {
      message: `${contract.file} does not name user ${pair.userName} with secret ${pair.secretName}`,
      remedy: `Add this entry to "pairs" of ${contract.file}, or remove the user from the settings: ${entries}`,
    };
  return {
    message: `${contract.file} does not name ${proposals.length} more users: ${proposals.map((one) => one.pair.userName).join(', ')}`,
    remedy: `Add these entries to "pairs" of ${contract.file}, or remove the users from the settings: ${entries}`,
  };
}
