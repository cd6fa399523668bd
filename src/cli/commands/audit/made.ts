import { join } from 'node:path';
import { inTemporaryFolder } from '../../../files';
import { readInput } from '../../../inputs';
import { InputError } from '../../../input-error';
import type { Model } from '../../../model';
import type { Place } from '../../../operations/place';
import { findStacks } from '../../../terraform';
import type { Io } from '../../io';

/** Synthesises the settings of a file, as they are at a time, into a folder. */
type Synthesise = (settingsFile: string, outdir: string, now: Date, region: string | undefined) => void;

/** Loads the code that synthesises. */
export type LoadSynthesis = () => Promise<{ readonly synthesiseFor: Synthesise }>;

/** The stacks that the settings would deploy now, by name: synthesised in a temporary folder, so that an old `cdktf.out` changes nothing. */
export async function madeStacks(
  { cwd, now }: Pick<Io, 'cwd' | 'now'>,
  region: string | undefined,
  loadSynthesis: LoadSynthesis,
): Promise<(place: Place) => Model> {
  const { synthesiseFor } = await loadSynthesis();
  return inTemporaryFolder((folder) => {
    synthesiseFor(join(cwd, 'cdktf.json'), join(folder, 'cdktf.out'), now, region);
    const models = new Map(findStacks(folder).map(({ name, file }) => [name, readInput(file, folder).model]));
    return ({ stack }) => {
      const model = models.get(stack);
      if (model === undefined) throw InputError.of(`${stack}: the settings make no such stack`);
      return model;
    };
  });
}
