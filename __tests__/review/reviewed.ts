import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../src/inputs';
import { review, sidesOfOne, type Review } from '../../src/review';

/** The instant of every test, from which next dates are counted. */
export const now = new Date('2026-11-23T00:00:00Z');

/** The review of one input, which no contract judges. */
export function reviewOf(text: string): Review {
  const model = readModel(text, 'plan.json');
  return review({ sides: sidesOfOne(model), after: model, before: undefined, report: undefined, now });
}

const fixtures = join(__dirname, '..', 'fixtures');

/** The text of a recorded plan of the real Terraform. */
export function recordedPlan(name: string): string {
  return readFileSync(join(fixtures, name === 'sample' ? 'sample/plan.json' : `plans/${name}.json`), 'utf8');
}

export const plain = { colour: false } as const;
