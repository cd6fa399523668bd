import type { Check } from '../check';
import type { JudgedRole } from '../context';
import type { Contract } from '../contract/contract';
import { columnsFor, csvLine } from '../../text/csv-line';
import { pairsOf } from '../definition/rotation';
import type { Finding } from '../rule';
import type { Cause } from './cause';
import { withPair, type NamedPair, type ProposedResource } from './proposed-contract';

/** A pair that a contract does not list, and the entry to add. */
interface Proposal {
  readonly contract: Contract;
  readonly pair: NamedPair;
  /** The place of the same pair with another path in the contract. */
  readonly instead: number | undefined;
}

/** The inputs are judged once more for each cause; more users share one cause, and larger inputs have none. */
const most = { causes: 10, rows: 5_000 };

/**
 * Finds the findings that come from users that no contract names. A finding has this cause only if it disappears when the inputs are judged
 * with the entry that the remedy proposes.
 * @param roles the roles that were judged, for each check
 * @param judge judges the same inputs against other contracts
 */
export function withUnnamedUsers(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
  judge: (contracts: readonly Contract[]) => readonly Check[],
): readonly Check[] {
  const rows = checks.reduce((sum, { findings, permissions }) => sum + findings.length + permissions.length, 0);
  const isPassed = checks.every(({ findings }) => findings.every(({ verdict }) => verdict === 'note'));
  const proposals = isPassed || rows > most.rows ? [] : proposalsOf(checks, roles, contracts);
  let proposed = contracts;
  let found: readonly Check[] = checks;
  for (const group of grouped(proposals)) {
    const steps = added(proposed, group);
    proposed = steps.contracts;
    found = fold(found, judge(proposed), steps.added);
  }
  return found;
}

/** The contracts with the proposed entries, and their further needs. */
function added(contracts: readonly Contract[], [first, ...others]: readonly [Proposal, ...Proposal[]]) {
  let proposed = contracts;
  const add = (proposal: Proposal): Added => {
    const { contract, pair, instead } = proposal;
    const before = proposed.find(({ name }) => name === contract.name) ?? contract;
    const { contract: after, resources } = withPair(before, pair, instead);
    proposed = proposed.map((one) => (one === before ? after : one));
    return { proposal, resources };
  };
  return { added: [add(first), ...others.map(add)] as const, contracts: proposed };
}

function proposalsOf(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
): Proposal[] {
  const found = new Map<string, Needed>();
  roles.forEach((judged, index) => {
    for (const role of judged)
      for (const proposal of neededBy(role, checks[index], contracts)) {
        const key = JSON.stringify([proposal.contract.name, proposal.pair]);
        found.set(key, { ...proposal, where: [...(found.get(key)?.where ?? []), ...proposal.where] });
      }
  });
  return [...found.values()].map(limited);
}

/** A proposal, and the environments that need it; undefined for an unknown environment. */
interface Needed extends Proposal {
  readonly where: readonly (string | undefined)[];
}

function neededBy(
  { contract: own, machine, environment }: JudgedRole,
  check: Check | undefined,
  contracts: readonly Contract[],
): Needed[] {
  const contract = contracts.find(({ name }) => name === own.name);
  const { pairs } = own;
  if (machine === undefined || contract === undefined || pairs === undefined) return [];
  return pairsOf(machine.definition).flatMap(({ userName, secretName }) => {
    const path = pathOf(userName, check);
    const known = pairs.find((pair) => pair.userName === userName && pair.secretName === secretName);
    if (known !== undefined && (path === undefined || path === (known.path ?? '/'))) return [];
    const pair = { userName, ...(path === undefined || path === '/' ? {} : { path }), secretName };
    return [
      {
        contract,
        pair,
        instead: known?.index,
        where: known === undefined ? [environment] : (known.environments ?? [undefined]),
      },
    ];
  });
}

/** The entry, limited to those environments of the contract that need it. */
function limited({ contract, pair, instead, where }: Needed): Proposal {
  const known = [...new Set(where.filter((name) => name !== undefined))];
  const isEverywhere = (contract.environments ?? []).every(({ name }) => known.includes(name));
  const isKnown = !where.includes(undefined);
  return { contract, pair: isEverywhere || !isKnown ? pair : { ...pair, environments: known }, instead };
}

/** The path of a user in the permissions; undefined if no permission names the user. */
function pathOf(userName: string, check: Check | undefined): string | undefined {
  for (const { resource } of check?.permissions ?? []) {
    const [, path] = /^arn:[^:]+:iam::\d{12}:user(\/(?:.*\/)?)[^/]+$/.exec(resource) ?? [];
    if (path !== undefined && resource.endsWith(`:user${path}${userName}`)) return path;
  }
  return undefined;
}

function grouped(proposals: readonly Proposal[]): readonly (readonly [Proposal, ...Proposal[]])[] {
  const single = proposals.slice(0, proposals.length > most.causes ? most.causes - 1 : most.causes);
  const [next, ...others] = proposals.slice(single.length);
  return [...single.map((one): [Proposal] => [one]), ...(next === undefined ? [] : [[next, ...others] as const])];
}

/** Assigns a cause to each finding that disappeared. */
function fold(
  checks: readonly Check[],
  again: readonly Check[],
  added: readonly [Added, ...Added[]],
): readonly Check[] {
  return checks.map((check, index) => {
    const left = new Set((again[index]?.findings ?? []).map((finding) => JSON.stringify(finding)));
    const isGone = (finding: Finding): boolean =>
      finding.verdict !== 'note' && finding.cause === undefined && !left.has(JSON.stringify(finding));
    const gone = check.findings.filter(isGone);
    if (gone.length === 0) return check;
    const { causes = [] } = check;
    const cause: Cause = {
      kind: 'unnamed-user',
      verdict: gone.some((finding) => finding.verdict === 'fail') ? 'fail' : 'undecided',
      ...wordsFor(added),
      findings: gone.length,
      users: added.map(({ proposal }) => proposal.pair.userName),
    };
    return {
      ...check,
      causes: [...causes, cause],
      findings: check.findings.map((finding) => (isGone(finding) ? { ...finding, cause: causes.length } : finding)),
    };
  });
}

/** A proposal with its further needs. */
interface Added {
  readonly proposal: Proposal;
  readonly resources: readonly ProposedResource[];
}

function wordsFor(added: readonly [Added, ...Added[]]): Pick<Cause, 'message' | 'remedy'> {
  const [{ proposal }, ...others] = added;
  const { file, pairs = [], pairsFile } = proposal.contract;
  const { pair, instead } = proposal;
  const { entry, those, place, written } = entriesOf(added);
  const lines = added.flatMap(({ resources }) => resources);
  const contract = pairsFile === undefined ? '' : ` of ${file}`;
  const also = lines
    .map(({ line, resource }) => `, and ${resource} to "resources" of identity[${line}]${contract}`)
    .join('');
  if (others.length > 0)
    return {
      message: `${file} does not name ${added.length} more users: ${added.map((one) => one.proposal.pair.userName).join(', ')}`,
      remedy: `Add these ${those} to ${place}${also}, or remove the users from the settings: ${written}`,
    };
  if (instead !== undefined) {
    const replaced = pairs[instead];
    return {
      message: `${file} names user ${pair.userName} with path ${replaced?.path ?? '/'}, but its path is ${pair.path ?? '/'}`,
      remedy: `Change ${replaced?.at ?? `pairs[${instead}] of ${file}`} to this ${entry}${also}, or change the path in the settings: ${written}`,
    };
  }
  return {
    message: `${file} does not name user ${pair.userName} with secret ${pair.secretName}`,
    remedy: `Add this ${entry} to ${place}${also}, or remove the user from the settings: ${written}`,
  };
}

interface Entries {
  readonly entry: string;
  readonly those: string;
  readonly place: string;
  readonly written: string;
}

/** The entries to add, as the contract writes its pairs: in JSON, or as rows of a file. */
function entriesOf(added: readonly [Added, ...Added[]]): Entries {
  const [{ proposal }] = added;
  const { file, pairsFile } = proposal.contract;
  const pairs = added.map((one) => one.proposal.pair);
  if (pairsFile === undefined)
    return {
      entry: 'entry',
      those: 'entries',
      place: `"pairs" of ${file}`,
      written: pairs.map((pair) => JSON.stringify(pair)).join(', '),
    };
  const cells = pairs.map((pair) => ({ ...pair }));
  const columns = cells.reduce<readonly string[]>(columnsFor, pairsFile.columns);
  return {
    entry: 'row',
    those: 'rows',
    place: `${pairsFile.file}, with the columns ${columns.join(',')}`,
    written: cells.map((one) => csvLine(one, columns)).join(' and '),
  };
}
