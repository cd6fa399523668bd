import { findTerraform, standIn } from '../../tools';
import { Engine, findTofu, pluginsForTofu } from './engine';
import { inTemporaryFolder, settings, stacksOf } from './stacks';

const untested = 'stacks validate with OpenTofu';
const tofu = findTofu();
const terraform = findTerraform();

if (tofu === undefined) {
  // Nobody has to have OpenTofu, so this is not skipped, which would fail where everything must run: it is named.
  it(`not run: ${untested} (there is no tofu on PATH, and KEYTURN_TOFU names none)`, () => {
    expect(process.env.KEYTURN_TOFU ?? '').toBe('');
  });
} else if ('missing' in terraform) {
  standIn(untested, terraform); // its provider serves both
} else {
  it(
    untested,
    () => {
      const stacks = ['the sample', 'every setting, for one environment'].flatMap((what) =>
        Object.values(stacksOf(settings[what] ?? {})),
      );
      inTemporaryFolder((folder) => {
        const engine = new Engine(tofu, pluginsForTofu(terraform, folder), folder, stacks[0] ?? {});
        expect(engine.version).toMatch(/^OpenTofu v\d/);
        expect(stacks.flatMap((stack) => engine.validate(stack))).toEqual([]);
      });
    },
    180_000,
  );
}
