import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { loadSettings } from '../../src/settings';
import { buildWorkflow } from '../../src/workflow';
import { beginnings, input, rolePolicy, worldOf } from '../invariants/worlds';
import { runExecution } from '../simulator/run-executions';
import { update } from '../update';

const root = resolve(__dirname, '..', '..');
const page = join(root, 'docs/reference/mails.md');
const pictures = join(root, 'docs/reference/mails');

/** The mails of the sample settings, with a runbook: of a rotation, and of one that finds two active keys. */
const mails = {
  rotation: mailFrom('one key, in the secret'),
  failure: mailFrom('two active keys, the newer in the secret'),
} as const;
const names = ['rotation', 'failure'] as const;

function mailFrom(name: string) {
  const beginning = beginnings.find((each) => each.name === name);
  const [environment] = loadSettings(join(root, 'cdktf.json')).environments;
  if (beginning === undefined || environment === undefined) throw new Error(`there is no beginning ${name}`);
  const options = workflowOptions(environment);
  const mail = { ...options.mail, runbookUrl: 'https://wiki.example.com/key-rotation' };
  const definition = buildWorkflow({ ...options, mail });
  const { world } = runExecution({ definition, rolePolicies: [rolePolicy], world: worldOf(beginning), input });
  const [sent] = world.mails;
  if (sent === undefined) throw new Error(`${name} sends no mail`);
  return sent;
}

/** Draws a mail as a browser shows it. CHROMIUM names the program; `chromium` is looked for otherwise. */
function draw(name: (typeof names)[number]): void {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-mails-'));
  const file = join(folder, 'mail.html');
  const { subject, from, to, html } = mails[name];
  const header = [from, `To: ${to.join(', ')}`, subject].map((line) => `<div>${line.replaceAll('<', '&lt;')}</div>`);
  writeFileSync(
    file,
    `<body style="font: 15px sans-serif; margin: 16px"><div style="color: #555">${header.join('')}</div><hr>${html}`,
  );
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=800,300'];
  const drawn = spawnSync(process.env.CHROMIUM ?? 'chromium', [
    ...words,
    `--screenshot=${join(pictures, `${name}.png`)}`,
    file,
  ]);
  rmSync(folder, { recursive: true, force: true });
  if (drawn.status !== 0)
    throw new Error('the mails cannot be drawn: install Chromium, or set CHROMIUM to its program');
}

/** What each picture shows, so that a test can compare it without a browser. */
function digests(): string {
  const digestOf = ({ subject, html }: (typeof mails)['rotation']) =>
    createHash('sha256').update(`${subject}\n${html}`).digest('hex');
  return `${JSON.stringify({ rotation: digestOf(mails.rotation), failure: digestOf(mails.failure) }, null, 2)}\n`;
}

test.each(names)('docs/reference/mails.md shows the text of the mail of a %s', (name) => {
  const { subject, text = '' } = mails[name];
  const former = readFileSync(page, 'utf8');
  const marker = new RegExp(`(<!-- mail: ${name} -->\n)(?:\n\`\`\`text\n[^]*?\n\`\`\`\n)?`);
  const shown = `Subject: ${subject}\n\n${text.trimEnd()}`;
  const current = former.replace(marker, (_, before: string) => `${before}\n\`\`\`text\n${shown}\n\`\`\`\n`);
  update(page, current);
  expect(former).toBe(current);
});

test('the pictures show the mails of today; if not, run this test with UPDATE=1 where Chromium is installed', () => {
  const file = join(pictures, 'digests.json');
  const former = readFileSync(file, 'utf8');
  if (process.env.UPDATE === '1') names.forEach(draw);
  update(file, digests());
  expect(former).toBe(digests());
});
