import { App } from 'cdktf';
import { InputError } from '../input-error';
import type { Settings } from '../settings';
import { didYouMean } from '../text/suggest';
import { unwritable } from './limits';
import { RefusedStacks, type Gate } from './gate';
import { namesOf } from './names';
import { moveIntoPlace, moveToRefused, stacksIn, writeAside } from './output-folder';
import { forget, removedStacks, type RemovedStack } from './removed-stacks';
import { refuseDeploymentWithoutState } from './runner';
import { RotationStack, type RotationStackOptions } from './rotation-stack';
import { definitionsOf } from './workflow-options';

/**
 * Writes one stack for each environment, as Terraform JSON, below `outdir`. Stacks of environments that are no longer configured move to another
 * folder, until nothing of them is left or they are among `forgotten`. Returns those that may still be deployed. Throws an InputError, before
 * anything in `outdir` changes, if a document is too large for AWS or if `outdir` cannot be written. Throws RefusedStacks if the gate refuses the
 * stacks; then they are in `outdir/refused`, and nothing can be deployed from `outdir`.
 * @param outdir undefined only in the main.ts of 0.1.0, which is refused.
 * @param only the names of the environments to write; the stacks of the others stay as they are. All if none is named.
 */
export function synthesise(
  settings: Settings,
  outdir?: string,
  forgotten: readonly string[] = [],
  gate: Gate = {},
  only: readonly string[] = [],
): readonly RemovedStack[] {
  if (outdir === undefined) throw InputError.of(ofOlderMain);
  const stacks = chosen(settings, only).map((environment): RotationStackOptions => ({
    environment,
    definitions: definitionsOf(environment),
    written: settings.written,
    isUnchecked: gate === 'unchecked',
  }));
  const problems = [
    ...hclAskedFor(),
    ...stacks.flatMap(({ environment, definitions }) => unwritable(environment, definitions)),
  ];
  if (problems.length > 0) throw new InputError(problems);

  writeAside(
    outdir,
    (aside) => writeStacks(stacks, aside),
    (aside) => {
      const refusal = gate === 'unchecked' ? [] : (gate.refusalOf?.(stacksIn(aside, outdir)) ?? []);
      if (refusal.length > 0) {
        moveToRefused(aside, outdir);
        throw new RefusedStacks(refusal);
      }
      moveIntoPlace(
        aside,
        outdir,
        settings.environments.map(({ name }) => namesOf(name).stack),
      );
    },
  );
  forget(outdir, forgotten);
  return removedStacks(outdir);
}

/** The main.ts of 0.1.0 gives the settings alone. It has no gate, so its stacks would be deployed unchecked. */
const ofOlderMain =
  'main.ts: is the file of Keyturn 0.1.0, which does not check its stacks; take the new one, and write your changes into it: docs/how-to/upgrade.md';

/** The named environments; all if none is named. */
function chosen({ environments }: Settings, only: readonly string[]): Settings['environments'] {
  const known = environments.map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new InputError(
      unknown.map((name) => `--only ${name}: is not an environment of the settings; ${didYouMean(name, known)}`),
    );
  return only.length === 0 ? environments : environments.filter(({ name }) => only.includes(name));
}

function writeStacks(stacks: readonly RotationStackOptions[], outdir: string): void {
  const app = new App({ outdir, stackTraces: false });
  for (const stack of stacks) new RotationStack(app, stack);
  app.synth();
  refuseDeploymentWithoutState(app, stacks);
}

/** cdktf cannot write `for_each` rows with nulls as HCL, and `keyturn check` could not read the result. */
function hclAskedFor(): string[] {
  const isAsked = ['true', '1'].includes(process.env['SYNTH_HCL_OUTPUT'] ?? '');
  return isAsked
    ? ['cdktf synth --hcl: Keyturn writes Terraform as JSON only, which `keyturn check` reads; leave --hcl out']
    : [];
}
