import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const jestProgram = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');

/** The tests that need more than `npm ci` installs, and what each of them misses where no program is on PATH. */
const needing: Readonly<Record<string, readonly string[]>> = {
  'examples/programs.slow.test.ts': ['python3 with boto3', 'go with its SDK of AWS'],
  'checks/resource-types/schema.test.ts': ['terraform'],
  'plans/real.test.ts': ['terraform'],
  'simulator/agreement/moto.slow.test.ts': ['python3 with moto'],
  'simulator/moto.slow.test.ts': ['python3 with moto'],
  'terraform/agrees.test.ts': ['terraform'],
};

interface Ran {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** How the tests end whose names say that something is missing. */
function withoutTools(ci: string): Record<string, readonly string[]> {
  const files = Object.keys(needing).map((file) => join(__dirname, file));
  const words = [jestProgram, '--json', '--runInBand', '--testNamePattern', ': missing ', ...files];
  const env = { ...process.env, PATH: join(__dirname, 'no-such-folder'), KEYTURN_TERRAFORM: '', CI: ci };
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
  const { testResults } = JSON.parse(stdout) as Ran;
  return Object.fromEntries(
    testResults.map(({ name, assertionResults }) => [
      name.slice(__dirname.length + 1),
      assertionResults.flatMap(({ title, status }) => {
        const [, missing] = /: missing ([^(]+) \(/.exec(title) ?? [];
        return missing === undefined ? [] : [`${status}: ${missing}`];
      }),
    ]),
  );
}

test.each([
  ['skipped, where CI is not set', '', 'pending'],
  ['a failure with CI=true', 'true', 'failed'],
])(
  'what a missing tool leaves untested is named, and is %s',
  (_, ci, status) => {
    const expected = Object.entries(needing).map(([file, tools]) => [file, tools.map((tool) => `${status}: ${tool}`)]);
    expect(withoutTools(ci)).toEqual(Object.fromEntries(expected));
  },
  120_000,
);
