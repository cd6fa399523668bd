import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isAllowed, type Call, type WrittenPolicy } from '../fuzz/policies/evaluator';
import type { Rights } from './rights';

const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'how-to', 'state-and-accounts.md'), 'utf8');

type DocumentedRole = 'planning' | 'deploying';
type DocumentedSection = 'history' | 'alerts and events';

/** What the page writes for a role. */
export function documented(role: DocumentedRole | `${DocumentedRole} ${DocumentedSection}`): WrittenPolicy {
  const [, json = ''] = new RegExp(`<!-- policy: ${role} -->\\n+\`\`\`json\\n([^]*?)\`\`\``).exec(page) ?? [];
  return JSON.parse(json) as WrittenPolicy;
}

/** What the page writes for a role, with the statements for a section. */
function documentedWith(role: DocumentedRole, section: DocumentedSection): WrittenPolicy {
  const [base, more] = [documented(role), documented(`${role} ${section}`)];
  return { ...base, Statement: [...base.Statement, ...more.Statement] };
}

/** The calls that a role with a section lacks, and the idle grants of the section's statements alone: another test compares the others. */
export function differencesOf(role: DocumentedRole, section: DocumentedSection, called: readonly Rights[]) {
  const own = new Set(
    grantsOf(documented(`${role} ${section}`)).map(({ action, resource }) => `${action} ${resource}`),
  );
  const { lacking, idle } = differences(documentedWith(role, section), called);
  return { lacking, idle: idle.filter((grant) => own.has(grant)) };
}

/** The rights that no call shows, in the first column of the page's table. */
export function withoutCall(): string[] {
  return [...page.matchAll(/^\| `(\w+:\w+)` +\|/gm)].map(([, action = '']) => action);
}

interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly policy: WrittenPolicy;
}

/** Each right of a policy as a policy of its own. */
export function grantsOf({ Version = '2012-10-17', Statement }: WrittenPolicy): Grant[] {
  const allowing = Statement.filter(({ Effect }) => Effect === 'Allow');
  return allowing.flatMap(({ Action = [], Resource = [], ...rest }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => {
        const statement = { ...rest, Action: action, Resource: resource };
        return { action, resource, policy: { Version, Statement: [statement] } };
      }),
    ),
  );
}

const shown = ({ action, resource, context }: Call): string =>
  [action, resource, ...Object.values(context).flat()].join(' ');

/** What a policy lacks for what was called, and each right that could be taken out of it without a lack. */
export function differences(policy: WrittenPolicy, called: readonly Rights[]): { lacking: string[]; idle: string[] } {
  const rights = called.flat();
  const grants = grantsOf(policy);
  const allows = (some: readonly Grant[], right: Call): boolean => some.some((grant) => isAllowed(grant.policy, right));
  const isNeeded = (grant: Grant): boolean =>
    rights.some((right) => isAllowed(grant.policy, right) && !allows(without(grants, grant), right));
  return {
    lacking: [...new Set(rights.filter((right) => !allows(grants, right)).map(shown))],
    idle: grants.filter((grant) => !isNeeded(grant)).map(({ action, resource }) => `${action} ${resource}`),
  };
}

function without<T>(all: readonly T[], one: T): T[] {
  return all.filter((each) => each !== one);
}
