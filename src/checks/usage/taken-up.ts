import { isSameName } from '../naming/identity-names';
import type { Context, JudgedRole } from '../context';
import type { Found } from '../rule';
import { unusedOf } from './unused';

/**
 * Rights that the contract allows, the base did not use, and this input uses: reviewers should know that they were already allowed.
 */
export function takenUp(context: Context, role: JudgedRole): Found[] {
  const { base } = context;
  if (base === undefined || isUnclear(role)) return [];
  const place = { input: context.model.file, contract: role.contract.name, contractPointer: '/subject' };
  const remedy = 'Check that the change intends it.';
  const same = base.flatMap(({ model, judged }) =>
    judged.filter((one) => isSame(one, role)).map((one) => ({ model, role: one })),
  );
  if (same.length === 0) {
    const message = `permission taken up again: the base has no role "${role.roleName}", so everything that contract "${role.contract.name}" allows is new`;
    return [{ verdict: 'note', place, message, remedy }];
  }
  const now = new Set(unusedOf(context, role).map(({ key }) => key));
  const [first = [], ...more] = same.map((one) => unusedOf({ ...context, model: one.model }, one.role));
  return first
    .filter(({ key }) => !now.has(key) && more.every((others) => others.some((other) => other.key === key)))
    .map(({ permission, place: { contractPointer = '' } }): Found => ({
      verdict: 'note',
      place: { ...place, contractPointer },
      message: `permission taken up again: ${permission}, which the base did not use`,
      remedy,
    }));
}

/** The grants of a role are not known, which is undecided already. */
function isUnclear({ policies }: JudgedRole): boolean {
  return policies.some(({ document }) => document === undefined);
}

function isSame(one: JudgedRole, other: JudgedRole): boolean {
  return one.contract.name === other.contract.name && isSameName(one.roleArn, other.roleArn);
}
