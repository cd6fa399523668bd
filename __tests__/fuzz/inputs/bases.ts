/* eslint-disable @typescript-eslint/no-unsafe-return -- an input is untyped JSON here */
import fc from '../../fast-check';
import { contractJson, sampleStack, type Loose } from '../../checks/sample';
import { sampleExport } from '../../inputs/sample';
import { files, hasStack, isStamp } from '../../corpus/cases';
import { apply, editedStack, type Edit } from '../../corpus/edits';
import type { Form, Subject } from './subject';

/** Where a trial starts: an honest input, or one that a rule finds. */
export interface Base {
  readonly says: string;
  readonly passes: boolean;
  readonly make: () => Subject;
}

function contracts(form: Form): Loose[] {
  const [execution, schedule] = [contractJson('execution-role'), contractJson('schedule-role')];
  return form === 'policy' ? [execution] : [execution, schedule];
}

const plain = (form: Form, input: () => Loose): Base => ({
  says: `the ${form} of the sample`,
  passes: true,
  make: () => ({ form, input: input(), contracts: contracts(form), later: [], write: (made) => JSON.stringify(made) }),
});

export const samples = { stack: plain('stack', sampleStack), plan: plain('plan', sampleStack) };

/** A text that is not what its JSON means: two members of the same name, say. An edit would write it out as something else. */
const isText = ({ at, is, text }: Edit): boolean => text !== undefined || (at === undefined && typeof is === 'string');

/** Cases of the corpus that are edits of the stack's values. */
const cases = files
  .flatMap(([file, ofFile]) => ofFile.map((one) => ({ ...one, file })))
  .filter((one) => !isStamp(one) && hasStack(one) && one.options === undefined && one.verdict !== 'note')
  .filter(({ edits }) => edits.every((edit) => edit.of !== 'plan' && !isText(edit)));

const ofCorpus = (form: Form, honest: boolean): Base[] =>
  cases
    .filter(({ verdict }) => (verdict === 'pass') === honest)
    .map(({ file, name, edits }) => ({
      says: `the ${form} of ${file}: ${name}`,
      passes: honest,
      make: () => {
        const all = contracts(form);
        for (const edit of edits) if (edit.of === 'contract') apply(all[0], edit);
        for (const { of, is } of edits) if (of === 'resource contract') all.push(is);
        return { form, input: editedStack(edits), contracts: all, later: [], write: (made) => JSON.stringify(made) };
      },
    }));

/** Bases of a form: most are honest, for an edit shows most where everything else passes. */
export function basesOf(form: Form): fc.Arbitrary<Base> {
  switch (form) {
    case 'stack':
    case 'plan':
    case 'state':
      return fc.oneof(
        { weight: 3, arbitrary: fc.constant(plain(form, sampleStack)) },
        { weight: 3, arbitrary: fc.constantFrom(...ofCorpus(form, true)) },
        { weight: 2, arbitrary: fc.constantFrom(...ofCorpus(form, false)) },
      );
    case 'export':
      return fc.constant(plain(form, sampleExport));
    case 'policy':
      return fc.constant(plain(form, () => sampleExport().RoleDetailList[0].RolePolicyList[0].PolicyDocument));
  }
}
