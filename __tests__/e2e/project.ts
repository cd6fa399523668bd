import { execFile, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { environmentOf, type Place } from './account';
import { Provider } from './provider';
import { terraform } from './tools';

const repository = resolve(__dirname, '..', '..');
const cdktf = join(repository, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');

/** How a command ended, and what it printed. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings as a user writes them in `context.keyturn`. */
export interface WrittenSettings {
  readonly [setting: string]: unknown;
}

/** What `terraform show -json` prints of a plan, as far as tests look. */
export interface Plan {
  readonly complete?: boolean;
  readonly errored?: boolean;
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: unknown;
      readonly replace_paths?: readonly unknown[];
    };
  }[];
  readonly [member: string]: unknown;
}

/** What `keyturn check --format json` says. */
export interface Verdict {
  readonly verdict: 'pass' | 'undecided' | 'fail';
  /** One for each part that the file reports, such as a plan. */
  readonly checks: readonly Check[];
}

export interface Check {
  readonly kind: 'stack' | 'plan' | 'state' | 'export';
  readonly findings: readonly {
    readonly verdict: string;
    readonly rule: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  readonly roles: readonly { readonly arn: string; readonly contract: string | null; readonly trusts: string | null }[];
  readonly permissions: readonly {
    readonly role: string;
    readonly action: string;
    readonly resource: string;
    readonly conditions: readonly string[];
    readonly verdict: string;
  }[];
}

/**
 * A user's project in a folder of its own: a cdktf.json with settings, and what comes of it. Commands run as users run them, against one
 * place. Each command's output is kept: tests search it for secrets.
 */
export class Project {
  /** All that any command printed. */
  readonly printed: string[] = [];
  /** What else the environment of its commands holds; undefined takes something out. */
  variables: NodeJS.ProcessEnv = {};
  private readonly running = new Set<ChildProcess>();
  /** Those that serve, by what they serve; and all that were started. */
  private readonly providers = new Map<string, Promise<Provider>>();
  private readonly everyProvider: Promise<Provider>[] = [];

  private constructor(
    readonly folder: string,
    readonly place: Place,
  ) {}

  static create(settings: WrittenSettings, place: Place): Project {
    const project = new Project(mkdtempSync(join(tmpdir(), 'keyturn-e2e-')), place);
    project.configure(settings);
    return project;
  }

  /** Writes other settings. */
  configure(settings: WrittenSettings): void {
    const app = `node ${join(repository, 'bin', 'app.js')}`;
    const members = { language: 'typescript', app, projectId: 'e2e', sendCrashReports: 'false', output: 'cdktf.out' };
    writeFileSync(join(this.folder, 'cdktf.json'), JSON.stringify({ ...members, context: { keyturn: settings } }));
  }

  /** Gives it the contracts of this repository: its stacks are judged before they are deployed. */
  takeContracts(names = readdirSync(join(repository, 'policies'))): void {
    for (const name of names) cpSync(join(repository, 'policies', name), join(this.folder, 'policies', name));
  }

  /** Gives it those for settings without optional sections. */
  takeRequiredContracts(): void {
    this.takeContracts(['execution-role.json', 'schedule-role.json']);
  }

  /** Lets lines that the docs show be typed as they stand: `npm run synth`, `npx keyturn`, `npx cdktf`. */
  takePrograms(): void {
    this.write('package.json', { private: true, scripts: { synth: `node ${join(repository, 'bin', 'app.js')}` } });
    const programs = join(this.folder, 'node_modules', '.bin');
    mkdirSync(programs, { recursive: true });
    symlinkSync(join(repository, 'bin', 'keyturn.js'), join(programs, 'keyturn'));
    symlinkSync(cdktf, join(programs, 'cdktf'));
  }

  /** The folder in which Terraform works on one environment. */
  stackFolder(environment: string): string {
    return join(this.folder, 'cdktf.out', 'stacks', `keyturn-${environment}`);
  }

  stackFile(environment: string): string {
    return join(this.stackFolder(environment), 'cdk.tf.json');
  }

  /** `npm run synth`, in this project. */
  async synth(): Promise<void> {
    succeeded(await this.run(process.execPath, [join(repository, 'bin', 'app.js')], this.folder));
  }

  /**
   * The project's own `cdktf`. What it wants from the internet, it gets from the mirror:
   * https://developer.hashicorp.com/terraform/cdktf/cli-reference/commands
   */
  cdktf(...words: readonly string[]): Promise<Ran> {
    return this.run(process.execPath, [cdktf, ...words], this.folder);
  }

  /** `terraform` on one environment. */
  async terraform(environment: string, ...words: readonly string[]): Promise<Ran> {
    const folder = this.stackFolder(environment);
    // What init chooses is linked there; a real account gets what a user has.
    if (words[0] === 'init' || this.place.endpoint === undefined) return this.run(terraform().program, words, folder);
    const attached = { TF_REATTACH_PROVIDERS: (await this.providerIn(folder)).attachment };
    return this.run(terraform().program, words, folder, attached);
  }

  /** A line as a user types it in this project. */
  shell(line: string): Promise<Ran> {
    return this.run('/bin/sh', ['-c', line], this.folder);
  }

  /** Writes the stacks, and readies Terraform for one of them. */
  async init(environment: string): Promise<void> {
    await this.synth();
    await this.initSynthesised(environment);
  }

  /** Readies Terraform for a stack that is written. */
  async initSynthesised(environment: string): Promise<void> {
    succeeded(
      await this.terraform(environment, 'init', '-input=false', '-no-color', `-plugin-dir=${terraform().plugins}`),
    );
  }

  /** A plan; it stays next to the stack for `applyPlan`. */
  async plan(environment: string, ...options: readonly string[]): Promise<Plan> {
    succeeded(await this.terraform(environment, 'plan', '-input=false', '-no-color', '-out=plan', ...options));
    return this.showPlan(environment);
  }

  async showPlan(environment: string): Promise<Plan> {
    return JSON.parse(succeeded(await this.terraform(environment, 'show', '-json', 'plan')).stdout) as Plan; // as Terraform prints it
  }

  /** Applies the plan that was made last. */
  async applyPlan(environment: string): Promise<Ran> {
    return this.terraform(environment, 'apply', '-input=false', '-no-color', 'plan');
  }

  /** Synthesises and applies, without a look at the plan. */
  async deploy(environment: string): Promise<void> {
    if (!existsSync(join(this.stackFolder(environment), '.terraform'))) await this.init(environment);
    else await this.synth();
    succeeded(await this.terraform(environment, 'apply', '-input=false', '-no-color', '-auto-approve'));
  }

  /** `keyturn check`, with the contracts of this project's repository unless others are named. */
  async check(file: string, ...options: readonly string[]): Promise<Verdict & { readonly code: number }> {
    const words = ['check', file, '--format', 'json', ...options];
    const ran = await this.run(process.execPath, [join(repository, 'bin', 'keyturn.js'), ...words], repository);
    if (ran.stdout === '') throw new Error(`keyturn check ${file}: ${ran.stderr}`);
    return { ...(JSON.parse(ran.stdout) as Verdict), code: ran.code }; // as --format json prints it
  }

  /** Writes a file of this project, such as a plan to check. */
  write(name: string, content: string | object): string {
    const file = join(this.folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  read(file: string): string {
    return readFileSync(file, 'utf8');
  }

  async close(): Promise<void> {
    for (const provider of this.everyProvider) await (await provider).stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Does to what runs what Ctrl-C does. A provider that was told to stop serves nobody after that. */
  interrupt(): void {
    for (const child of this.running) child.kill('SIGINT');
    this.providers.clear();
  }

  private providerIn(folder: string): Promise<Provider> {
    // A variable that is taken out counts as one that is there.
    const key = JSON.stringify([folder, Object.entries(this.variables).map(([name, value]) => [name, value ?? null])]);
    const known = this.providers.get(key);
    if (known !== undefined) return known;
    const provider = Provider.start(folder, this.environment());
    this.providers.set(key, provider);
    this.everyProvider.push(provider);
    return provider;
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ...environmentOf(this.place),
      // What is kept in a home, credentials above all, is for a real account alone.
      ...(this.place.endpoint === undefined ? {} : { HOME: this.folder }),
      TMPDIR: tmpdir(),
      PATH: [dirname(terraform().program), process.env.PATH].join(':'),
      TF_CLI_CONFIG_FILE: this.mirror(),
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      CI: 'true',
      // Terraform and the provider live for seconds: to collect less garbage takes a fifth off. https://go.dev/doc/gc-guide#GOGC
      GOGC: '400',
      // Most scenarios are of other users than those of our contracts.
      ...(existsSync(join(this.folder, 'policies')) ? {} : { KEYTURN_UNCHECKED: '1' }),
      ...this.variables,
    };
  }

  private run(program: string, words: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const env = { ...this.environment(), ...more };
    return new Promise((resolve) => {
      const child = execFile(program, words, { cwd, env, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
        this.running.delete(child);
        this.printed.push(stdout, stderr);
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
      });
      this.running.add(child);
    });
  }

  /**
   * Makes Terraform take providers from the mirror alone.
   * https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
   */
  private mirror(): string {
    const file = join(this.folder, 'mirror.tfrc');
    if (!existsSync(file)) {
      const [path, all] = [JSON.stringify(terraform().plugins), '"registry.terraform.io/*/*"'];
      writeFileSync(
        file,
        `provider_installation {\n  filesystem_mirror {\n    path    = ${path}\n    include = [${all}]\n  }\n}\n`,
      );
    }
    return file;
  }
}

/** The same, if the command succeeded; else an error with what it printed. */
export function succeeded(ran: Ran): Ran {
  if (ran.code !== 0) throw new Error(`the command ended with ${ran.code}: ${brief(ran.stderr || ran.stdout)}`);
  return ran;
}

/** Terraform quotes the line of a file, and a file of JSON is one line. */
function brief(text: string): string {
  return text
    .split('\n')
    .map((line) => line.slice(0, 300))
    .join('\n');
}
