import { moduleOf, RefusedStacks, synthesise, type Gate, type TerraformModule } from '../../infrastructure';
import { loadSettings, type LoadOptions } from '../../settings';

/** Synthesises the settings with another strategy, or another way with two keys, into a folder. Problems of the settings are an InputError. */
export function synthesiseWith(
  changes: Pick<LoadOptions, 'strategy' | 'twoKeys'>,
  settingsFile: string,
  outdir: string,
): void {
  synthesise(loadSettings(settingsFile, changes), outdir);
}

/** Synthesises the settings as they are at a time into a folder, for the region that a call names, if it names one. */
export function synthesiseFor(settingsFile: string, outdir: string, now: Date, region: string | undefined): void {
  const settings = loadSettings(settingsFile, { now });
  const environments = settings.environments.map((one) => (region === undefined ? one : { ...one, region }));
  synthesise({ ...settings, environments }, outdir);
}

type ModuleOrRefusal =
  | { readonly kind: 'module'; readonly module: TerraformModule }
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

/** The plain Terraform module of an environment, or why the gate refuses its stack. Problems of the settings are an InputError. */
export function moduleWith(settingsFile: string, environment: string | undefined, gate: Gate): ModuleOrRefusal {
  try {
    return { kind: 'module', module: moduleOf(loadSettings(settingsFile), environment, gate) };
  } catch (error) {
    // This file is built apart, so its errors are not of the classes that the caller knows.
    if (error instanceof RefusedStacks) return { kind: 'refused', lines: error.lines };
    throw error;
  }
}
