import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { standingOf } from '../../../src/checks/resource-types';
import { entryOf } from '../../../src/checks/resource-types/table';
import { runsAll } from '../../effort';
import { findTerraform, standIn, type Missing, type Terraform } from '../../tools';
import { resourceOf } from './resource';

const root = join(__dirname, '..', '..', '..');
const load = createRequire(__filename);

interface Argument {
  readonly settable: boolean;
  readonly required: boolean;
  readonly inner: readonly string[];
}

type Types = Readonly<Record<string, Readonly<Record<string, Argument>>>>;

interface Digest {
  readonly managed: Types;
  readonly data: Types;
  readonly ephemeral: Types;
}

type Lines = Readonly<Record<keyof Digest, Readonly<Record<string, string>>>>;

const sources = load('../../../schemas/types/sources.js') as {
  fromLines(lines: Lines): Digest;
  toLines(digest: Digest): Lines;
  union(digests: readonly Digest[]): Digest;
  readBindings(library: string): Digest;
  readTerraform(tools: { terraform: string; plugins: string; version: string }): Digest;
};
const rules = load('../../../schemas/types/rules.js') as {
  harmlessNames: ReadonlyMap<string, string>;
  isTaken(name: string): boolean;
};

const { sources: versions, ...recorded } = JSON.parse(
  readFileSync(join(root, 'schemas', 'types', 'types.json'), 'utf8'),
) as Lines & { readonly sources: readonly string[] };
const [, versionOfBindings, versionOfSuccessor] = versions.filter((one) => one.startsWith('hashicorp/aws '));
const older = '5.100.0';

/** An argument and its parts: the path of each, and its last name. */
function pathsOf(name: string, inner: readonly string[]): (readonly [path: string, last: string])[] {
  return [[name, name], ...inner.map((part) => [`${name}.${part}`, part] as const)];
}

/** The types of AWS alone, as far as a digest has them. */
function ofAws(lines: Lines): Lines {
  const only = (types: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(types).filter(([type]) => type.startsWith('aws_')));
  return { managed: only(lines.managed), data: only(lines.data), ephemeral: only(lines.ephemeral) };
}

/** Terraform with the older provider. */
function findOlder(): Terraform | Missing {
  const found = findTerraform();
  if ('missing' in found || existsSync(join(found.plugins, 'registry.terraform.io', 'hashicorp', 'aws', older)))
    return found;
  return { missing: `the provider hashicorp/aws ${older}` };
}

let fromBindings: Digest | undefined;
const bindings = (): Digest => {
  const library = join(dirname(load.resolve('@cdktf/provider-aws/package.json')), 'lib');
  return (fromBindings ??= sources.readBindings(library));
};

describe('the recorded types', () => {
  test('are of the version of the bindings that is installed', () => {
    const { cdktf } = load('@cdktf/provider-aws/package.json') as { cdktf: { provider: { version: string } } };
    expect(versionOfBindings).toBe(`hashicorp/aws ${cdktf.provider.version}`);
  });

  const library = join(root, '__tests__', 'package', 'cdktn', 'node_modules', '@cdktn', 'provider-aws');
  const isInstalled = existsSync(library);

  test('are of the bindings of CDK Terrain, where these are installed', () => {
    expect(versionOfSuccessor).toBe('hashicorp/aws 6.66.0');
    if (!isInstalled) return;
    const { cdktf } = load(`${library}/package.json`) as { cdktf: { provider: { version: string } } };
    expect(versionOfSuccessor).toBe(`hashicorp/aws ${cdktf.provider.version}`);
  });

  // To read all bindings and Terraform's schemas takes ten seconds.
  if (!runsAll) return;

  test('have every type and argument of the bindings', () => {
    const before = sources.fromLines(recorded);
    const successor = isInstalled ? [sources.readBindings(join(library, 'lib'))] : [];
    expect(sources.toLines(sources.union([before, bindings(), ...successor]))).toEqual(sources.toLines(before));
  }, 120_000);

  const tools = findOlder();
  const name = `are what Terraform says of hashicorp/aws ${older}, and the bindings of the newer one`;
  if ('missing' in tools) standIn(`it is not known whether they ${name}`, tools);
  else
    test(
      name,
      () => {
        const real = sources.readTerraform({ terraform: tools.program, plugins: tools.plugins, version: older });
        expect(Object.keys(real.managed)).toHaveLength(1526);
        expect(Object.keys(real.data)).toHaveLength(608);
        const successor = isInstalled ? [sources.readBindings(join(library, 'lib'))] : [];
        const all = sources.toLines(sources.union([real, bindings(), ...successor]));
        expect(isInstalled ? all : ofAws(recorded)).toEqual(ofAws(recorded));
      },
      120_000,
    );
});

describe('the list', () => {
  const { managed, data } = sources.fromLines(recorded);

  test('is what the rules make of the recorded types', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'schemas', 'types', 'write.js'), '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('has a class for every type of the providers, and knows exactly their arguments', () => {
    const wrong = Object.entries(managed).filter(([type, attributes]) => {
      const entry = entryOf('managed', type);
      return (
        entry === undefined ||
        !Object.keys(attributes).every((name) => entry.knows(name)) ||
        entry.knows('an_argument_of_a_newer_provider')
      );
    });
    expect(wrong.map(([type]) => type)).toEqual([]);
    expect(Object.keys(data).filter((type) => entryOf('data', type) === undefined)).toEqual([]);
  });

  test('takes every argument with a telling name for a grant, unless a reason says why not', () => {
    const exceptions = load('../../../schemas/types/exceptions.js') as {
      harmlessArguments: Readonly<Record<string, string>>;
    };
    const silent: string[] = [];
    for (const [type, attributes] of Object.entries(managed)) {
      const entry = entryOf('managed', type);
      if (entry?.class !== 'plain') continue;
      for (const [name, { settable, inner }] of Object.entries(attributes)) {
        if (!settable || entry.grants.includes(name)) continue;
        for (const [path, last] of pathsOf(name, inner)) {
          if (!rules.isTaken(last) || rules.harmlessNames.has(last) || entry.grants.includes(path)) continue;
          if (exceptions.harmlessArguments[`${type}.${path}`] === undefined) silent.push(`${type}.${path}`);
        }
      }
    }
    expect(silent).toEqual([]);
  });

  test('has no reason for a name that is not there', () => {
    const all = new Set(
      Object.values(managed).flatMap((attributes) =>
        Object.entries(attributes).flatMap(([name, { inner }]) => [name, ...inner]),
      ),
    );
    expect([...rules.harmlessNames.keys()].filter((name) => !all.has(name) || !rules.isTaken(name))).toEqual([]);
  });

  test('calls no instance harmless that uses an argument that may grant and that no rule reads', () => {
    const wrong: string[] = [];
    for (const type of Object.keys(managed)) {
      const entry = entryOf('managed', type);
      for (const path of entry?.class === 'plain' ? entry.grants : []) {
        const [name = '', part] = path.split('.');
        const value = part === undefined ? 'x-amazon-apigateway-policy' : [{ [part]: 'x' }];
        if (standingOf(resourceOf(type, { [name]: value })).kind === 'cannot-grant') wrong.push(`${type}.${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('calls no instance understood or harmless that has an argument it was not classified with', () => {
    const wrong = Object.keys(managed).filter((type) => {
      const { kind } = standingOf(resourceOf(type, { an_argument_of_a_newer_provider: 'x' }));
      return kind === 'cannot-grant' || kind === 'understood';
    });
    expect(wrong).toEqual([]);
  });
});
