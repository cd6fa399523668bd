import { formatNames } from '../../src/report/formats';
import { makeProject, stackFile, type Project } from './project';

/** What no command may print as it is: a mark of writing direction, escapes of terminals in 7 and 8 bits, and the end of a line. */
const rude = '\u202e\u001b[2J\u009b2J\u2028x';
const escaped = String.raw`\u202e\u001b[2J\u009b2J\u2028x`;
const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

interface Stack {
  readonly resource: {
    readonly aws_sfn_state_machine: { readonly rotation: { definition: string } };
    readonly aws_scheduler_schedule: Record<string, unknown>;
  };
}

/** Folders of stacks: one whose state has a rude name, and one whose user and secret have. */
const states = `states${rude}`;
const users = `users${rude}`;

let project: Project;
beforeAll(() => {
  project = makeProject();
  const read = () => JSON.parse(project.read(stackFile)) as Stack;
  const stack = read();
  const { rotation } = stack.resource.aws_sfn_state_machine;
  rotation.definition = rotation.definition.replaceAll('"CreateAccessKey"', JSON.stringify(`Create${rude}`));
  project.put(`${states}/cdk.tf.json`, JSON.stringify(stack));

  const other = read();
  other.resource.aws_scheduler_schedule['rotation'] = {
    schedule_expression: 'rate(30 days)',
    target: { input: JSON.stringify({ userName: `user${rude}`, secretName: `secret${rude}` }) },
  };
  project.put(`${users}/cdk.tf.json`, JSON.stringify(other));
});
afterAll(() => project.remove());

const story = 'overlap+refuse/0-neither/sbo/1/1.1.1.1.1.1.1';

const calls: [words: string[], prints: string][] = [
  ...formatNames.map((name): [string[], string] => [['check', states, '--format', name], String.raw`\u202e`]),
  [['check', states, '--draft-contract', 'keyturn-staging-execution'], 'keyturn'],
  [['check', `no${rude}`], `no${escaped}: no such file`],
  [['check', '--verify', `no${rude}`], `no${escaped}: no such file`],
  [['check', '--contract', `no${rude}`], `no${escaped}: no such file`],
  [['simulate', states], `Create${escaped}`],
  [['simulate', users], `rotates user${escaped}, secret secret${escaped}`],
  [['simulate', users, '--json'], `"user": "user${escaped}"`],
  [['simulate', `no${rude}`], `no${escaped}: no such stack`],
  [['simulate', users, '--user', `no${rude}`], `users are user${escaped}`],
  [['explore', states, '--replay', story], `Create${escaped} -> ok`],
  [['explore', states, '--replay', story, '--json'], `Create${escaped}`],
  [['explore', states, '--replay', `x${rude}`], String.raw`x\u202e`],
  [['explore', `no${rude}`], `no${escaped}: no such stack`],
  [['diagram', states], `Create${escaped}`],
  [['diagram', `--no${rude}`], `unknown option '--no${escaped}'`],
];

test.each(calls)('%j prints nothing that a terminal obeys', async (words, prints) => {
  const { stdout, stderr } = await project.keyturn(...words);
  // Markdown writes punctuation as entities, and puts U+2060 into addresses so that nobody is mentioned.
  const printed = `${stdout}${stderr}`.replaceAll('&#92;', '\\').replaceAll('\u2060', '');
  expect(printed).toContain(prints);
  expect(printed.split('\n').filter((line) => unprintable.test(line))).toEqual([]);
});
