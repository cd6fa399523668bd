import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resourceMutants, stackMutants } from './mutants';
import { settings, stacksOf } from './stacks';

const root = resolve(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/reference/compatibility.md').replace(/ +/g, ' ');

const types = JSON.parse(read('schemas/types/types.json')) as { readonly sources: readonly string[] };

/** What the tables of runs say is held by __tests__/docs/compatibility.test.ts. */
describe('docs/reference/compatibility.md', () => {
  it('says which versions of the provider the closed list of types is made of', () => {
    const versions = types.sources.flatMap((source) => /^hashicorp\/aws (.*)$/.exec(source)?.[1] ?? []);
    expect(versions).toHaveLength(3);
    for (const version of versions) expect(page).toContain(`| \`hashicorp/aws\` | ${version} |`);
  });

  it('says what the stacks ask of the provider', () => {
    const [sample] = Object.values(stacksOf(settings['the sample'] ?? {}));
    const version = /"version":"(>=[^"]*)"/.exec(JSON.stringify(sample))?.[1] ?? 'none';
    expect(page).toContain(`\`${version}\``);
    // Nor anything of Terraform.
    expect(sample?.['terraform']).not.toHaveProperty('required_version');
  });

  it('counts what is compared', () => {
    const stacks = Object.values(settings).flatMap(({ environments }) => environments); // one each
    expect(page).toContain(` make ${stacks.length} stacks`);
    expect(page).toContain(` ${resourceMutants.length + stackMutants.length} broken stacks`);
    expect(page).toContain(` ${resourceMutants.length} broken resources`);
  });

  it('names the variables that are read', () => {
    const named = [...page.matchAll(/^\| `(KEYTURN_\w+)` \|/gm)].map(([, name = '']) => name);
    expect(named).toEqual([
      'KEYTURN_TERRAFORM',
      'KEYTURN_PLUGIN_DIR',
      'KEYTURN_TOFU',
      'KEYTURN_BINDINGS',
      'KEYTURN_CDKTN',
    ]);
    const readers = [
      '.ci/validate.js',
      '__tests__/e2e/schemas/engine.ts',
      '__tests__/e2e/schemas/bindings.ts',
      '__tests__/e2e/cdktn/command.ts',
    ];
    const texts = readers.map(read).join('');
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts))).toEqual([]);
  });
});
