import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, type InstalledPackage } from './install';

/** Where packages of the user are: names and the folders that hold them. */
type Packages = Readonly<Record<string, string>>;

const modules = join(root, 'node_modules');

/** The packages of an app of CDKTF. */
export const packagesOfCdktf: Packages = Object.fromEntries(
  ['cdktf', 'constructs', '@cdktf/provider-aws', '@types/jest', '@types/node'].map((name) => [
    name,
    join(modules, name),
  ]),
);

const modulesOfCdktn = join(__dirname, 'cdktn', 'node_modules');

/** The packages of an app of CDK Terrain: `npm run test:all` installs them. */
export const packagesOfCdktn: Packages = {
  ...Object.fromEntries(
    ['cdktn', 'constructs', '@cdktn/provider-aws'].map((name) => [name, join(modulesOfCdktn, name)]),
  ),
  ...Object.fromEntries(['@types/jest', '@types/node'].map((name) => [name, join(modules, name)])),
};

/** The source of an app for CDK Terrain: only the names of packages differ. */
export function toCdktn(text: string): string {
  return text.replace(/(?<=from ')(?:cdktf|@cdktf\/provider-aws|keyturn\/cdktf)(?=['/])/g, (name) =>
    name.replace('cdktf', 'cdktn'),
  );
}

/** The app of examples/library next to an installed package, with packages of the user. */
export class ExampleApp {
  constructor(
    private readonly installation: InstalledPackage,
    packages: Packages,
    change: (text: string) => string = (text) => text,
  ) {
    const { project } = installation;
    cpSync(join(root, 'examples', 'library'), project, { recursive: true });
    for (const [name, folder] of Object.entries(packages)) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      if (!existsSync(link)) symlinkSync(folder, link);
    }
    for (const name of readdirSync(project).filter((file) => file.endsWith('.ts'))) this.edit(name, change);
  }

  edit(name: string, change: (text: string) => string): void {
    const file = join(this.installation.project, name);
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    if (after !== before) writeFileSync(file, after);
  }

  /** Compiles the app, with the declarations of the library and not those of a package of the user. */
  compile(words: readonly string[] = []) {
    return this.run(join(modules, 'typescript', 'bin', 'tsc'), words);
  }

  synthesise() {
    return this.run(join('build', 'main.js'), []);
  }

  test() {
    const words = ['--rootDir', '.', '--testEnvironment', 'node', '--coverage=false', 'build'];
    return this.run(join(modules, 'jest', 'bin', 'jest.js'), words);
  }

  /** A file that was synthesised. */
  stack(name: string): string {
    return join('cdktf.out', 'stacks', name, 'cdk.tf.json');
  }

  private run(file: string, words: readonly string[]) {
    // CDKTF calls functions that Node.js 24 warns about.
    return this.installation.run(process.execPath, ['--no-deprecation', file, ...words]);
  }
}
