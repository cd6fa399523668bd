/* eslint-disable @typescript-eslint/no-unsafe-call --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { agrees } from '../../src/terraform/plan/agree';
import type { Loose } from './sample';

/**
 * The plan that Terraform would have written for edited changes: the same values in `planned_values`, `prior_state` and the configuration. A change
 * that is left out stays in the other parts.
 */
export function agreeing(plan: Loose): Loose {
  if (!Array.isArray(plan?.resource_changes) || plan.planned_values?.root_module === undefined) return plan;
  const copy: Loose = structuredClone(plan);
  const planned = copy.planned_values.root_module;
  planned.resources ??= [];
  for (const entry of copy.resource_changes as Loose[]) {
    if (typeof entry?.change !== 'object' || entry.mode === 'data' || entry.deposed !== undefined) continue;
    const isIt = ({ address }: Loose): boolean => address === entry.address;
    const { after, before, actions } = entry.change;
    const [known] = [...inModule(planned)].filter(isIt);
    if (after === null || after === undefined) forget(planned, isIt);
    else if (known === undefined) planned.resources.push({ ...entry, change: undefined, values: after });
    else Object.assign(known, { type: entry.type, values: after });
    const found = [...inModule(copy.prior_state?.values?.root_module)].find(isIt);
    if (found !== undefined && found.deposed_key === undefined)
      Object.assign(found, { values: before, type: entry.type });
    if (String(actions) === 'create' && after) asWritten(copy.configuration?.root_module?.resources ?? [], entry);
  }
  return copy;
}

function* inModule(module: Loose): Generator<Loose> {
  for (const one of module?.resources ?? []) yield one;
  for (const child of module?.child_modules ?? []) yield* inModule(child);
}

function forget(module: Loose, isIt: (one: Loose) => boolean): void {
  if (Array.isArray(module.resources)) module.resources = module.resources.filter((one: Loose) => !isIt(one));
  for (const child of module.child_modules ?? []) forget(child, isIt);
}

function asWritten(blocks: Loose[], { type, name, change }: Loose): void {
  const block = blocks.find((one) => one.type === type && one.name === name);
  for (const [argument, expression] of Object.entries<Loose>(block?.expressions ?? {})) {
    if (expression?.constant_value === undefined || expression.references !== undefined) continue;
    if (/[$%]\{/.test(JSON.stringify(expression.constant_value))) continue;
    const value: Loose = change.after[argument];
    if (value !== undefined && !agrees(value, expression.constant_value)) expression.constant_value = value;
  }
}
