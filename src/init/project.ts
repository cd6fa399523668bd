import { executionRole, scheduleRole } from './contracts';
import type { Answers } from './answers';
import { workflow } from './workflow-file';

/** The surroundings in which the project is made. */
interface Surroundings {
  /** Identifies the project for CDKTF. */
  readonly projectId: string;
  /** The source from which npm installs Keyturn: a range of versions, or a folder. */
  readonly keyturn: string;
}

/** A file of the project, with its path from the project's folder. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
  /** A file that many projects have already. It is left as it is; other files must not exist. */
  readonly isCommon?: true;
}

/** Lays out a project that rotates the keys of the confirmed users, and of nobody else. */
export function projectFiles(answers: Answers, { projectId, keyturn }: Surroundings): ProjectFile[] {
  return [
    { path: 'cdktf.json', text: json(cdktfConfiguration(answers, projectId)) },
    { path: 'policies/execution-role.json', text: json(executionRole(answers)) },
    { path: 'policies/schedule-role.json', text: json(scheduleRole()) },
    { path: '.github/workflows/keyturn.yml', text: workflow },
    { path: 'package.json', text: json(packageFile(keyturn)), isCommon: true },
    { path: '.gitignore', text: ignored.map((line) => `${line}\n`).join(''), isCommon: true },
  ];
}

/** The settings, as cdktf.json has them under `context.keyturn`. */
export function settingsOf({ environment, accountId, region, pairs, notification }: Answers): object {
  return {
    environments: [{ name: environment, accountId, region }],
    users: pairs.map(({ userName, path, secretName }) => ({
      name: userName,
      ...(path === '/' ? {} : { path }),
      secretName,
    })),
    strategy: 'overlap',
    gracePeriodSeconds: 86_400,
    maxKeyAgeDays: 90,
    schedule: { expression: 'cron(0 3 1 * ? *)' },
    notification: {
      sender: notification.sender,
      identities: [notification.identity],
      recipients: notification.recipients,
    },
  };
}

function cdktfConfiguration(answers: Answers, projectId: string): object {
  return {
    language: 'typescript',
    app: 'npx --no-install keyturn-synth',
    projectId,
    sendCrashReports: 'false',
    output: 'cdktf.out',
    terraformProviders: [],
    terraformModules: [],
    context: { keyturn: settingsOf(answers) },
  };
}

function packageFile(keyturn: string): object {
  return {
    private: true,
    scripts: { synth: 'keyturn-synth', check: 'keyturn check' },
    devDependencies: { 'cdktf-cli': '^0.21.0', keyturn },
  };
}

const ignored = ['node_modules/', 'cdktf.out/', 'cdktf.out.new-*/', '.terraform/', 'terraform.*.tfstate*', '*.log'];

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
