import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AuditDocument, EnvironmentAudit, PartName } from '../../../src/audit/document';
import { main } from '../../../src/cli/main';
import { asInSchema } from '../../audit/schema';
import type { Printed } from '../../cli/call';
import { Proxy } from '../operator/proxy';
import type { WrittenSettings } from '../project';
import { Stage } from '../stage';

const repository = resolve(__dirname, '..', '..', '..');
const sample = JSON.parse(readFileSync(join(repository, 'cdktf.json'), 'utf8')) as {
  readonly context: { readonly keyturn: WrittenSettings };
};

const environment = 'staging';
export const stack = `keyturn-${environment}`;
export const accountId = '111122223333';

/** The settings of this repository, in one account. */
export const settings: WrittenSettings = {
  ...sample.context.keyturn,
  environments: [{ name: environment, accountId, region: 'eu-central-1' }],
};

export const users = [
  { userName: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' },
  { userName: 'backup-agent', secretName: 'backup-agent/aws' },
  { userName: 'report-mailer', secretName: 'report-mailer/aws' },
  { userName: 'legacy-ftp', secretName: 'legacy-ftp/aws' },
] as const;

/** What an audit printed, as JSON. */
interface Audited extends Printed {
  readonly document: AuditDocument;
  readonly environment: EnvironmentAudit;
  /** The findings without the notes, as `part kind subject`. */
  readonly found: readonly string[];
  /** The notes, in the same form. */
  readonly noted: readonly string[];
}

/** An auditor in front of an account that was deployed with Terraform. A proxy counts the calls. */
export class Auditor {
  private constructor(
    readonly stage: Stage,
    readonly proxy: Proxy,
  ) {}

  /** Deploys the settings, with users whose keys were just rotated. The contract names no other reader of the keys. */
  static async open(more: WrittenSettings = {}): Promise<Auditor> {
    const stage = await Stage.open({ ...settings, ...more }, { environment, accountId });
    stage.project.takeContracts();
    const file = join(stage.project.folder, 'policies', 'execution-role.json');
    const contract = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...contract, readers: [] }));
    for (const user of users) await stage.account.prepare({ ...user, keys: ['Active'] });
    await stage.project.deploy(environment);
    for (const user of users) await stage.rotate(user);
    return new Auditor(stage, await Proxy.start(stage.emulator.url));
  }

  /** Runs the command on the clock of the emulator. */
  async call(...words: readonly string[]): Promise<Printed> {
    let [stdout, stderr] = ['', ''];
    const before = process.env;
    process.env = {
      ...before,
      HOME: this.stage.project.folder,
      AWS_ENDPOINT_URL: this.proxy.url,
      AWS_ACCESS_KEY_ID: 'emulated',
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    try {
      const status = await main(words, {
        stdout: (text) => void (stdout += text),
        stderr: (text) => void (stderr += text),
        isTerminal: false,
        cwd: this.stage.project.folder,
        now: new Date(this.stage.director.now),
      });
      return { status, stdout, stderr };
    } finally {
      process.env = before;
    }
  }

  /** The same as a program of its own, in a folder and with files of profiles: the SDK loads what reads profiles in a way that Jest does not know. */
  program(cwd: string, env: NodeJS.ProcessEnv, words: readonly string[]): Promise<Printed> {
    const nodeWords = ['--require', join(repository, '__tests__', 'e2e', 'clock.js')];
    const all = { ...process.env, HOME: cwd, KEYTURN_CLOCK: this.stage.director.clock, ...env };
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        [...nodeWords, join(repository, 'bin', 'keyturn.js'), ...words],
        { cwd, env: all },
        (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
      ),
    );
  }

  /** The audit of the environment as JSON. */
  async audit(...words: readonly string[]): Promise<Audited> {
    const printed = await this.call('audit', '--json', ...words);
    if (printed.stdout === '') throw new Error(printed.stderr);
    const document = asInSchema(JSON.parse(printed.stdout) as AuditDocument);
    const [audited] = document.environments;
    if (audited === undefined) throw new Error('nothing was audited');
    return {
      ...printed,
      document,
      environment: audited,
      found: findingsIn(audited, false),
      noted: findingsIn(audited, true),
    };
  }

  /** Rotates users at the same time, as their schedules do. */
  async rotate(
    some: readonly { readonly userName: string }[],
    nameOf: (user: { readonly userName: string }) => string = () => randomUUID(),
  ): Promise<void> {
    const { stage } = this;
    stage.director.holdsAt = () => true;
    const started = [];
    for (const user of some) started.push(await stage.start(user.userName, nameOf(user)));
    stage.director.resume();
    for (const execution of started) await stage.endOf(execution);
  }

  async close(): Promise<void> {
    await this.proxy.stop();
    await this.stage.close();
  }
}

function findingsIn({ parts }: EnvironmentAudit, areNotes: boolean): string[] {
  const found = (Object.keys(parts) as PartName[]).flatMap((name) =>
    parts[name].findings.flatMap(({ gravity, kind, subject }) =>
      (gravity === 'note') !== areNotes ? [] : [`${name} ${kind} ${subject?.split(' ')[0]?.split('/').at(-1) ?? '-'}`],
    ),
  );
  return [...new Set(found)];
}
