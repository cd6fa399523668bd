import { join } from 'node:path';
import { changesOf } from '../plans';
import { succeeded, type Plan } from '../project';
import { settingsFor, Stage } from '../stage';
import { describeReal } from '../tools';
import { standIn } from '../../tools';
import { buildApp } from './app';
import { findCommand } from './command';

/** An environment with every optional section. */
const settings = settingsFor(['ci-deployer', 'backup-agent'], {
  alerts: { subscribers: ['on-call@example.com'] },
  events: { guardDuty: {} },
  history: { encryption: 'customerKey', deployers: ['arn:aws:iam::{accountId}:role/keyturn-deploy'] },
});

type Flavour = 'cdktf' | 'cdktn';

/** An app of each flavour in one project, which writes the same files. */
class Both {
  private constructor(private readonly stage: Stage) {
    buildApp(join(stage.project.folder, 'app-of-cdktn.js'));
  }

  static async open(): Promise<Both> {
    return new Both(await Stage.open(settings));
  }

  async synth(flavour: Flavour): Promise<void> {
    const { project, environment } = this.stage;
    if (flavour === 'cdktf') await project.synth();
    else succeeded(await project.shell(`"${process.execPath}" app-of-cdktn.js`));
    expect(project.read(project.stackFile(environment))).toContain(flavour === 'cdktf' ? '"0.21.0"' : '"0.24.0"');
  }

  async deploy(flavour: Flavour): Promise<Plan> {
    const { project, environment } = this.stage;
    await this.synth(flavour);
    await project.initSynthesised(environment);
    const plan = await project.plan(environment);
    succeeded(await project.applyPlan(environment));
    return plan;
  }

  /** Deploys as people do who use CDK Terrain. The command needs Node.js 22. */
  async deployByCli(command: string): Promise<void> {
    const { project, environment } = this.stage;
    const file = join(project.folder, 'cdktf.json');
    const written = JSON.parse(project.read(file)) as object;
    project.write('cdktf.json', { ...written, app: `"${process.execPath}" app-of-cdktn.js` });
    succeeded(await project.shell(`${command} deploy keyturn-${environment} --auto-approve --skip-provider-lock`));
  }

  async plan(flavour: Flavour): Promise<Plan> {
    await this.synth(flavour);
    return this.stage.project.plan(this.stage.environment);
  }

  close(): Promise<void> {
    return this.stage.close();
  }
}

describeReal('a stack that one of CDKTF and CDK Terrain deployed', () => {
  test.each([
    ['cdktf', 'cdktn'],
    ['cdktn', 'cdktf'],
  ] as const)('by %s is planned by %s without a change', async (first, second) => {
    const both = await Both.open();
    try {
      expect(Object.keys(changesOf(await both.deploy(first))).length).toBeGreaterThan(25);
      expect(changesOf(await both.plan(first))).toEqual({});
      expect(changesOf(await both.plan(second))).toEqual({});
    } finally {
      await both.close();
    }
  });

  const command = findCommand();
  const name = 'by the command cdktn is planned by cdktf without a change';
  if (typeof command !== 'string') {
    standIn(name, command);
    return;
  }

  test(name, async () => {
    const both = await Both.open();
    try {
      await both.deployByCli(command);
      expect(changesOf(await both.plan('cdktf'))).toEqual({});
    } finally {
      await both.close();
    }
  });
});
