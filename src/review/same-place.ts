import { only } from '../checks/subject/sight';
import { placesOf } from '../checks/subject/parameter-values';
import { inputKinds, type Model } from '../model';

/** The reason why two inputs are not two sides of one change. */
export type Mismatch =
  | { readonly kind: 'kind'; readonly before: string; readonly after: string }
  | { readonly kind: 'account' | 'environment'; readonly before: string; readonly after: string };

/** The differences that make a comparison meaningless. A part that an input does not show is not compared. */
export function mismatchesOf(before: PlacedModel, after: PlacedModel): Mismatch[] {
  if (before.model.kind !== after.model.kind) {
    const [left, right] = [before, after].map(({ model }) => inputKinds[model.kind].noun);
    return [{ kind: 'kind', before: left ?? '', after: right ?? '' }];
  }
  const accounts = [accountOf(before.model), accountOf(after.model)] as const;
  const environments = [environmentOf(before), environmentOf(after)] as const;
  return [...differing('account', accounts), ...differing('environment', environments)];
}

/** An input with its environment, if the contracts show it. */
interface PlacedModel {
  readonly model: Model;
  readonly environment: string | undefined;
}

function differing(
  kind: 'account' | 'environment',
  [before, after]: readonly [string | undefined, string | undefined],
): Mismatch[] {
  return before === undefined || after === undefined || before === after ? [] : [{ kind, before, after }];
}

/** The only account that an input shows. */
export function accountOf(model: Model): string | undefined {
  return only(
    new Set(placesOf(model).flatMap(({ account }) => (account === undefined || account === '' ? [] : [account]))),
  );
}

/** The environment; for a stack of Keyturn that no contract fits, the name of the stack. */
function environmentOf({ model, environment }: PlacedModel): string | undefined {
  return environment ?? (model.madeFrom === undefined ? undefined : model.name);
}
