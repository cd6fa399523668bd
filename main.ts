import { synthesise } from './src/infrastructure';
import { InputError } from './src/problem';
import { loadSettings } from './src/settings';

// The CDKTF app: settings in, one stack an environment out. `cdktf synth`, `diff` and `deploy` run it through bin/app.js.
try {
  synthesise(loadSettings());
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(error.lines.map((line) => `${line}\n`).join(''));
  process.exitCode = 2;
}
