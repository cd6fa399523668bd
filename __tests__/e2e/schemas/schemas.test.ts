import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, TerraformResource } from 'cdktf';
import { RotationStack } from '../../../src/infrastructure';
import { settingsJsonSchema } from '../../../src/settings';
import { environmentWith } from '../../infrastructure/environment';
import { findTerraform, standIn } from '../../tools';
import { admits } from './constraint';
import { bindingsSchema } from './bindings';
import { problemsOf } from './compare';
import { argumentsByBlock, differencesTable, givenTable } from './differences';
import { Engine, type Diagnostic } from './engine';
import { resourceMutants, stackMutants, type ResourceMutant } from './mutants';
import { isList, isObject, type Json, type JsonObject, type ProviderSchema } from './schema';
import { inTemporaryFolder, readStacks, settings, stacksOf } from './stacks';
import { update } from '../../update';

type Source = 'the program' | 'the bindings';

/** What the mutants and the page are written for. `--testNamePattern fits` compares with what KEYTURN_PLUGIN_DIR and KEYTURN_BINDINGS hold. */
const recorded = ['5.100.0', '6.25.0'];
const page = join(resolve(__dirname, '..', '..', '..'), 'docs', 'reference', 'compatibility.md');

const stacks = Object.entries(settings).flatMap(([what, raw]) =>
  Object.entries(stacksOf(raw)).map(([name, stack]) => ({ what, name, stack })),
);
const [fullest] = stacks.filter(({ what }) => what.startsWith('every setting')).map(({ stack }) => stack);
if (fullest === undefined) throw new Error('no stack has every setting');
const base: JsonObject = fullest;

const bindings = bindingsSchema();

describe('what is compared', () => {
  it('is made of every setting that there is', () => {
    const written = new Set(Object.values(settings).flatMap((raw) => pathsIn(raw)));
    // A file becomes a list before anything is written.
    const known = pathsOf(JSON.parse(settingsJsonSchema()) as JsonObject).filter(
      (path) => path !== '$schema' && !path.endsWith('.file'),
    );
    expect(known.filter((path) => !written.has(path))).toEqual([]);
  });

  it.each([
    ['>= 5.100.0, < 7.0.0', '5.99.1', false],
    ['>= 5.100.0, < 7.0.0', '5.100.0', true],
    ['>= 5.100.0, < 7.0.0', '6.25.0', true],
    ['>= 5.100.0, < 7.0.0', '7.0.0', false],
    ['5.100.0', '5.100.0', true],
    ['<= 6.0.0, > 5.1.0', '5.1.0', false],
    ['~> 5.1', '5.100.0', false], // a form that is not read
  ])('reads the constraint %s: %s, %s', (constraint, version, isAdmitted) => {
    expect(admits(constraint, version)).toBe(isAdmitted);
  });

  it('holds what an override puts past the bindings', () => {
    const stack = inTemporaryFolder((folder) => {
      const app = new App({ outdir: folder, stackTraces: false });
      const rotation = new RotationStack(app, {
        environment: environmentWith(),
        definitions: [JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } })],
      });
      const resources = rotation.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
      for (const resource of resources) resource.addOverride('retries', 3);
      app.synth();
      return Object.values(readStacks(folder))[0] ?? {};
    });
    const addresses = addressesOf(stack);
    expect(addresses).not.toEqual([]);
    expect(problemsOf(stack, bindings)).toEqual(
      addresses.map((address) => `${address}.retries: there is no such attribute or block`),
    );
  });
});

describe('the bindings', () => compares('the bindings', () => bindings));

const terraform = findTerraform();
if ('missing' in terraform) {
  standIn('stacks fit the schema of the provider', terraform);
} else {
  describe('the program of the provider', () => {
    let folder: string;
    let engine: Engine;
    let program: ProviderSchema;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'keyturn-schemas-'));
      engine = new Engine(terraform.program, terraform.plugins, folder, base);
      program = engine.schema();
    }, 120_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    compares('the program', () => program);

    it('Terraform finds the same, and nothing else', () => {
      const said = saidOf(engine.validate(withMutants(base)));
      expect(said).toEqual(
        Object.fromEntries(resourceMutants.map(({ what, terraform = 'an error' }) => [what, terraform])),
      );
    }, 60_000);

    /** UPDATE=1 writes the tables, and fails all the same: somebody should read them before it passes. */
    it('docs/reference/compatibility.md says what is compared, and what differs', () => {
      expect([program.version, bindings.version]).toEqual(recorded);
      const given = argumentsByBlock(stacks.map(({ stack }) => stack));
      const { table, paths } = differencesTable(Object.keys(given), program, bindings);
      const before = readFileSync(page, 'utf8');
      const now = withTable(withTable(before, 'given', givenTable(given)), 'differences', table);
      update(page, now);
      expect(spaced(before)).toBe(spaced(now));
      // The page says that Keyturn sets none of what differs.
      expect(paths.filter(([block, path]) => given[block]?.includes(path))).toEqual([]);
    });
  });
}

function compares(source: Source, schema: () => ProviderSchema): void {
  // What a local holds is not compared: __tests__/e2e/shards.test.ts deploys environments with shards.
  it.each(stacks.filter(({ stack }) => !('locals' in stack)))('$name fits: $what', ({ stack }) => {
    expect(problemsOf(stack, schema())).toEqual([]);
  });

  it.each(resourceMutants)('$what is seen', (mutant) => {
    const { problem, seenBy } = mutant;
    const type = typeOf(mutant);
    const { [type]: named = {} } = resourcesOf(base);
    const resource = { ...resourcesOf(base), [type]: { ...named, mutant: mutant.change(originalOf(mutant)) } };
    const expected = `${type}.mutant${problem}`;
    expect(problemsOf({ ...base, resource }, schema())).toEqual(isSeen(seenBy) ? [expected] : []);
  });

  it.each(stackMutants)('$what is seen', ({ change, problem, seenBy }) => {
    expect(problemsOf(change(base), schema())).toEqual(isSeen(seenBy) ? [problem] : []);
  });

  function isSeen(seenBy: Source | undefined): boolean {
    return seenBy === undefined || seenBy === source;
  }
}

// A stack holds its resources by type and name, each an object.

function resourcesOf(stack: JsonObject): Record<string, Record<string, JsonObject>> {
  return stack['resource'] as Record<string, Record<string, JsonObject>>;
}

function addressesOf(stack: JsonObject): string[] {
  return Object.entries(resourcesOf(stack)).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

function typeOf({ of }: ResourceMutant): string {
  return of.split('.')[0] ?? '';
}

function originalOf({ of }: ResourceMutant): JsonObject {
  const [type = '', name = ''] = of.split('.');
  const body = resourcesOf(base)[type]?.[name];
  if (body === undefined) throw new Error(`there is no ${of}`);
  return body;
}

function nameOf(index: number): string {
  return `mutant_${index}`;
}

/** The stack with each mutant beside its original, for one run of Terraform. */
function withMutants(stack: JsonObject): JsonObject {
  const resource = structuredClone(resourcesOf(stack)) as Record<string, Record<string, Json>>;
  resourceMutants.forEach((mutant, index) => {
    (resource[typeOf(mutant)] ??= {})[nameOf(index)] = mutant.change(originalOf(mutant));
  });
  return { ...stack, resource };
}

/** What Terraform says of each mutant, and of anything else, in the worst of its words. */
function saidOf(diagnostics: readonly Diagnostic[]): Record<string, string> {
  const said = Object.fromEntries(resourceMutants.map(({ what }) => [what, 'nothing']));
  for (const { severity, summary, snippet } of diagnostics) {
    const mutant = resourceMutants[Number(/mutant_(\d+)/.exec(snippet?.context ?? '')?.[1])];
    const { what } = mutant ?? { what: summary };
    if (severity === 'error' || said[what] !== 'an error') said[what] = severity === 'error' ? 'an error' : 'a warning';
  }
  return said;
}

/** The settings that are written, as `users[].schedule.expression`. */
function pathsIn(value: Json, path = ''): string[] {
  if (isList(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return [here, ...pathsIn(inner, here)];
  });
}

/** The settings that a JSON Schema knows, written in the same way. */
function pathsOf(schema: JsonObject, path = ''): string[] {
  const { properties = {}, items, anyOf = [] } = schema;
  return [
    ...(isObject(items) ? pathsOf(items, `${path}[]`) : []),
    ...(isList(anyOf) ? anyOf.filter(isObject).flatMap((one) => pathsOf(one, path)) : []),
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([name, inner]) => {
      const here = path === '' ? name : `${path}.${name}`;
      return [here, ...(isObject(inner) ? pathsOf(inner, here) : [])];
    }),
  ];
}

function withTable(text: string, name: string, table: string): string {
  const marked = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(\\n<!-- end of table -->)`);
  if (!marked.test(text)) throw new Error(`${page} has no place for the table ${name}`);
  return text.replace(marked, (_, before: string, after: string) => `${before}\n${table}\n${after}`);
}

function spaced(text: string): string {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
