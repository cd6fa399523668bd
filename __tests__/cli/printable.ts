import { makeProject, stackFile, type Project } from './project';

/** What no command may print as it is: a mark of writing direction, escapes of terminals in 7 and 8 bits, and the end of a line. */
export const rude = '\u202e\u001b[2J\u009b2J\u2028x';
export const escaped = String.raw`\u202e\u001b[2J\u009b2J\u2028x`;
const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

interface Stack {
  readonly resource: {
    readonly aws_sfn_state_machine: { readonly rotation: { definition: string } };
    readonly aws_scheduler_schedule: Record<string, unknown>;
  };
}

/** Folders of stacks: one whose state has a rude name, and one whose user and secret have. */
export const states = `states${rude}`;
export const users = `users${rude}`;

/** A project with both folders. */
function makeRudeProject(): Project {
  const project = makeProject();
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
  return project;
}

type Call = readonly [words: readonly string[], prints: string];

/** Makes a test of each call: what it prints has this text, and nothing that a terminal obeys. */
export function testPrintable(calls: readonly Call[]): void {
  let project: Project;
  beforeAll(() => {
    project = makeRudeProject();
  });
  afterAll(() => project.remove());

  test.each(calls)('%j prints nothing that a terminal obeys', async (words, prints) => {
    const { stdout, stderr } = await project.keyturn(...words);
    // Markdown writes punctuation as entities, and puts U+2060 into addresses so that nobody is mentioned.
    const printed = `${stdout}${stderr}`.replaceAll('&#92;', '\\').replaceAll('\u2060', '');
    expect(printed).toContain(prints);
    expect(printed.split('\n').filter((line) => unprintable.test(line))).toEqual([]);
  });
}
