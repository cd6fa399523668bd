import type { Model, Written } from '../../model';
import type { Context } from '../context';

/** The stack of the base that this one replaces. */
type BaseStack =
  { readonly kind: 'found'; readonly model: Model; readonly written: Written } | { readonly kind: 'none' };

/** Selects the base: a single base always, whatever name the change has; of several, the one with the same name. */
export function baseStackOf({ model, base = [] }: Pick<Context, 'model' | 'base'>): BaseStack {
  const stacks = base.filter((one) => one.model.written !== undefined);
  const [only, another] = base.length === 1 ? stacks : stacks.filter((one) => one.model.name === model.name);
  const written = only?.model.written?.();
  if (only === undefined || written === undefined || another !== undefined) return { kind: 'none' };
  return { kind: 'found', model: only.model, written };
}

/** The texts of every rule that compares, if there is no base to compare with. */
export const noBase = {
  message: 'the base has no stack of this name, so there is nothing to compare with',
  remedy: 'Name the stack of the base with --base. A new environment is judged as a stack until it is in the base.',
} as const;
