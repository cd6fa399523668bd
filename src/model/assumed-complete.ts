import { isUnsaid } from './construct';
import type { Model } from './model';

/** A plan without the doubts that a person answers; its first assumption is the answer. */
export function assumedComplete(model: Model): Model {
  const unsaid = model.constructs.filter(isUnsaid);
  if (unsaid.length === 0) return model;
  const said = `The plan is complete and succeeded, because --assume-complete says so: a plan with -target would look the same (${unsaid.map(({ description }) => description).join('; ')}).`;
  const constructs = model.constructs.filter((one) => !isUnsaid(one));
  return { ...model, constructs, saidBy: [said] };
}
