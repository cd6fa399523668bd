import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shown } from './terraform';

const folder = join(__dirname, '..', 'fixtures', 'plans');

const fileOf = (name: string): string => join(folder, `${name.replaceAll(/[^a-z_]+/g, '-')}.json`);

/** A plan as it was when it was recorded: what the real Terraform showed, without the day and without spaces. */
export function recorded(name: string): Shown {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Shown; // as it was written below
}

/** The day, and what no rule reads. */
const unused = ['timestamp', 'relevant_attributes', 'output_changes'];
/** A large plan is kept without what repeats its changes. */
const large = 100_000;

export function record(name: string, plan: Shown): void {
  mkdirSync(folder, { recursive: true });
  const left = JSON.stringify(plan).length > large ? [...unused, 'planned_values'] : unused;
  const kept = Object.entries(plan).filter(([member]) => !left.includes(member));
  writeFileSync(fileOf(name), `${JSON.stringify(Object.fromEntries(kept))}\n`);
}
