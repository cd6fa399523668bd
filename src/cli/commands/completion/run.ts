import { InputError } from '../../../input-error';
import { didYouMean } from '../../../text/suggest';
import type { CommandDefinition } from '../../command';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { scripts } from './scripts';

/** Prints the script of a shell, made from the registry of commands. */
export function completing(commands: readonly CommandDefinition[]) {
  return (shell: string, _options: object, io: Io): Promise<number> => {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined)
      throw InputError.of(`keyturn completion ${shell}: ${didYouMean(shell, Object.keys(scripts))}`);
    io.stdout(script(commands));
    return Promise.resolve(exitCodes.clean);
  };
}
