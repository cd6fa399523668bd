import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsOf } from './pages';
import { Project, succeeded, type Ran, type WrittenSettings } from './project';
import type { Place } from './account';

/** A file of JSON as somebody edits it. */
type Edit = (content: never) => object;

/** One person's checkout of a project that several people deploy from. */
export class Checkout {
  private constructor(
    readonly project: Project,
    private readonly remote: string,
  ) {}

  /** The checkout of the first person: its project becomes the branch main of a new remote repository. */
  static async first(project: Project): Promise<Checkout> {
    const checkout = new Checkout(prepared(project), join(project.folder, 'remote.git'));
    project.write('.gitignore', ['/*', '!/.gitignore', '!/cdktf.json', '!/policies/', ''].join('\n'));
    await checkout.git('init -q -b main .', `init -q --bare -b main ${checkout.remote}`);
    await checkout.git(`remote add origin ${checkout.remote}`, 'add -A', 'commit -qm first', 'push -q origin main');
    return checkout;
  }

  /** A second person's. */
  async another(place: Place): Promise<Checkout> {
    const checkout = new Checkout(prepared(Project.create({}, place)), this.remote);
    await checkout.git('init -q -b main .', `remote add origin ${this.remote}`, 'fetch -q origin');
    await checkout.git('checkout -q -f -B main origin/main');
    return checkout;
  }

  async pull(): Promise<void> {
    await this.git('checkout -q main', 'pull -q --ff-only origin main');
  }

  /** Begins a pull request: a branch of what is main now. */
  async branch(name: string): Promise<void> {
    await this.git('fetch -q origin', `checkout -q -B ${name} origin/main`);
  }

  /** Merges the branch, as a pull request that passed. */
  async merge(): Promise<void> {
    await this.git('commit -qam change', 'push -q origin HEAD:main');
    await this.pull();
  }

  editSettings(change: (settings: WrittenSettings) => WrittenSettings): void {
    this.edit('cdktf.json', (content: { context: { keyturn: WrittenSettings } }) => ({
      ...content,
      context: { keyturn: change(content.context.keyturn) },
    }));
  }

  edit(name: string, change: Edit): void {
    const content = JSON.parse(readFileSync(join(this.project.folder, name), 'utf8')) as never; // as the test wrote it
    this.project.write(name, JSON.stringify(change(content), undefined, 2));
  }

  /**
   * Types the commands of a section of docs/how-to/operate.md up to the first that fails, those of an environment for several at once. How the last
   * command ended, of each environment. The project's packages are there already.
   */
  async type(section: string, ...environments: readonly string[]): Promise<readonly Ran[]> {
    const commands = commandsOf('how-to/operate', section).filter((command) => command !== 'npm ci');
    const common = commands.findIndex((command) => command.includes('NAME'));
    const once = common === -1 ? commands : commands.slice(0, common);
    const before = await this.typeAll(once);
    if (common === -1 || before.code !== 0) return [before];
    return Promise.all(
      environments.map((name) =>
        this.typeAll(commands.slice(common).map((command) => command.replaceAll('NAME', name))),
      ),
    );
  }

  private async typeAll(commands: readonly string[]): Promise<Ran> {
    let last: Ran | undefined;
    for (const command of commands) {
      last = await this.project.shell(command);
      if (last.code !== 0) break;
    }
    if (last === undefined) throw new Error('the docs show no commands there');
    return last;
  }

  private async git(...commands: readonly string[]): Promise<void> {
    for (const command of commands) succeeded(await this.project.shell(`git ${command}`));
  }
}

function prepared(project: Project): Project {
  const somebody = { NAME: 'somebody', EMAIL: 'somebody@example.com' };
  const named = Object.entries(somebody).flatMap(([name, value]) =>
    ['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_${name}`, value]),
  );
  project.variables = Object.fromEntries(named) as NodeJS.ProcessEnv;
  project.takePrograms();
  return project;
}
