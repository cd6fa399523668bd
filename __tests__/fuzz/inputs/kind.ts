import fc from '../../fast-check';
import type { Kind, Outcome } from '../kind';
import { basesOf, type Base } from './bases';
import { harmlessEdits } from './harmless';
import { definitionRights } from './rights/definitions';
import { documentRights } from './rights/documents';
import { acceptedRights, contractRights, exportRights, planRights, readerRights } from './rights/others';
import { resourceRights } from './rights/resources';
import { judgeSubject, type Edit, type Form, type Judged } from './subject';

/** Edits that give a right outside of the contract, or after which nobody can tell. */
export function rightsOf(form: Form): fc.Arbitrary<Edit> {
  const { policy, trust } = documentRights;
  switch (form) {
    case 'stack':
      return fc.oneof(
        policy,
        trust,
        definitionRights,
        resourceRights(form),
        resourceRights(form),
        contractRights,
        readerRights,
      );
    case 'plan':
      return fc.oneof(
        policy,
        trust,
        definitionRights,
        resourceRights(form),
        planRights,
        contractRights,
        acceptedRights,
        readerRights,
      );
    case 'state':
      return fc.oneof(policy, trust, definitionRights, resourceRights(form), acceptedRights, readerRights);
    case 'export':
      return fc.oneof(policy, trust, exportRights, exportRights);
    case 'policy':
      return policy;
  }
}

/** More processor time than this for one input of some kilobytes is a hang; on a busy machine a judgement takes a tenth of a second. */
const mostSeconds = 10;

/** Inputs of a form, edited at random: an edit that gives a right never leaves a pass, and never makes one. */
export function edited(form: Form): Kind {
  const harmless = fc.oneof(
    { weight: 2, arbitrary: fc.constant<Edit[]>([]) },
    { weight: 1, arbitrary: fc.array(harmlessEdits(form), { minLength: 1, maxLength: 3 }) },
  );
  // One edit shows the most: of several, each hides what is missed of the others.
  const rights = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(rightsOf(form)) },
    { weight: 1, arbitrary: fc.array(rightsOf(form), { minLength: 2, maxLength: 3 }) },
  );
  return {
    name: form,
    leastPassing: 0.2,
    trialsInSample: form === 'stack' ? 4 : 2,
    trials: fc
      .record({
        base: basesOf(form),
        before: harmless,
        rights,
        after: harmless,
      })
      .map(({ base, before, rights, after }) => ({
        says: [base.says, ...[...before, ...rights, ...after].map(({ says }) => says)],
        run: () => outcomeOf(base, before, rights, after),
      })),
  };
}

function outcomeOf(base: Base, before: readonly Edit[], rights: readonly Edit[], after: readonly Edit[]): Outcome {
  const subject = base.make();
  const isEdited = before.filter((edit) => edit.apply(subject)).length > 0;
  const first = isEdited ? judged(() => judgeSubject(subject)) : judgedBase(base);
  const passedBefore = first.verdict === 'pass';
  // What a rule finds in a stack may be nothing that a state shows.
  const isMadeToPass = passedBefore && !base.passes && judgedBase(base).verdict !== 'pass';
  const problem = first.problem ?? (isMadeToPass ? 'harmless edits make it pass' : undefined);
  if (problem !== undefined || first.verdict === undefined) return { passedBefore, edits: 0, problem };
  const edits = rights.filter((edit) => edit.apply(subject)).length;
  after.forEach((edit) => edit.apply(subject));
  const second = judged(() => judgeSubject(subject));
  const isHole = edits > 0 && second.verdict === 'pass';
  return { passedBefore, edits: second.verdict === undefined ? 0 : edits, problem: second.problem ?? (isHole ? 'it passes after an edit that gives a right' : undefined) };
} // prettier-ignore

interface Found {
  readonly verdict: Judged['verdict'] | undefined;
  readonly problem: string | undefined;
}

const bases = new Map<string, Found>();

/** The verdict on a base as it is, which many trials start from. */
function judgedBase(base: Base): Found {
  const found = bases.get(base.says) ?? judged(() => judgeSubject(base.make()));
  bases.set(base.says, found);
  return found;
}

/** What may never happen, whatever the input is. */
function judged(judge: () => Judged | undefined): Found {
  const start = process.cpuUsage();
  const answer = judge();
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const crash = answer?.check?.findings.find(({ rule }) => rule === 'rule-crashed');
  return {
    verdict: answer?.verdict,
    problem: crash?.message ?? (seconds > mostSeconds ? `took ${seconds.toFixed(1)} s of processor time` : undefined),
  };
}
