import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shown } from './terraform';

const fixtures = join(__dirname, '..', 'fixtures');
/** The plan that tests of checks edit: it is kept whole, and so that somebody can read it. */
const sample = 'sample';

function fileOf(name: string): string {
  return name === sample
    ? join(fixtures, 'sample', 'plan.json')
    : join(fixtures, 'plans', `${name.replaceAll(/[^a-z_]+/g, '-')}.json`);
}

/** A plan as it was when it was recorded: what the real Terraform showed, without the day. */
export function recorded(name: string): Shown {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Shown; // as it was written below
}

/** The day, and what no rule reads. */
const unused = ['timestamp', 'relevant_attributes', 'output_changes'];
/** A large plan is kept without what repeats its changes. */
const large = 100_000;

export function record(name: string, plan: Shown): void {
  mkdirSync(join(fixtures, 'plans'), { recursive: true });
  const text =
    name === sample ? JSON.stringify(without(plan, ['timestamp']), null, 1) : JSON.stringify(shortened(plan));
  writeFileSync(fileOf(name), `${text}\n`);
}

function shortened(plan: Shown): Shown {
  return without(plan, JSON.stringify(plan).length > large ? [...unused, 'planned_values'] : unused);
}

/** A plan without what differs by the day, and by the release of Terraform. */
export function comparable(plan: Shown): Shown {
  return without(plan, ['timestamp', 'terraform_version', 'format_version']);
}

function without(plan: Shown, members: readonly string[]): Shown {
  return Object.fromEntries(Object.entries(plan).filter(([member]) => !members.includes(member)));
}
