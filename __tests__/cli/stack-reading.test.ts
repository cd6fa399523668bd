import type { StateMachineDefinition } from '../../src/asl';
import { commands } from '../../src/cli/commands';
import { makeProject, stackFile, stackFolder, type Project } from './project';

/** Commands that work on a synthesised stack and on nothing else. */
const stackCommands = commands.flatMap(({ name, argument }) => (argument.name === '[STACK]' ? [name] : []));

/** All commands read a stack as Terraform does: with the other files of its folder. */
let project: Project;

beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());

interface Stack {
  readonly resource: { readonly aws_sfn_state_machine: { readonly rotation: { readonly definition: string } } };
}

/** The definition of the stack as a text, in which "SendEmail" is another state that makes another call. */
function otherDefinition(): string {
  const { definition } = (JSON.parse(project.read(stackFile)) as Stack).resource.aws_sfn_state_machine.rotation;
  const parsed = JSON.parse(definition.replaceAll('"SendEmail"', '"AttachPolicy"')) as StateMachineDefinition;
  const state = {
    ...parsed.States['AttachPolicy'],
    Resource: 'arn:aws:states:::aws-sdk:iam:attachUserPolicy',
    Parameters: { 'UserName.$': '$.userName', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  };
  return JSON.stringify({ ...parsed, States: { ...parsed.States, AttachPolicy: state } });
}

const machine = (changes: object) => JSON.stringify({ resource: { aws_sfn_state_machine: { rotation: changes } } });

describe('an override file that changes a call', () => {
  beforeEach(() => project.put(`${stackFolder}/override.tf.json`, machine({ definition: otherDefinition() })));

  const unsupported =
    'definition of keyturn-staging: state "AttachPolicy": ' +
    'the Resource "arn:aws:states:::aws-sdk:iam:attachUserPolicy" is not supported by the simulator\n';

  test.each(['check', ...stackCommands])('is followed by %s', async (name) => {
    const { stdout, stderr } = await project.keyturn(name, stackFolder);
    expect(stdout + stderr).toContain('AttachPolicy');
  });

  test('lets check fail, and is nothing that the simulator runs', async () => {
    const { status, stdout } = await project.keyturn('check', stackFolder);
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining('✗ five-calls: state "AttachPolicy" calls') as string,
    ]);
    expect(await project.keyturn('simulate', stackFolder)).toEqual({ status: 2, stdout: '', stderr: unsupported });
  });
});

test('an override file that takes a right away is simulated', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: '*' }],
  });
  project.put(
    `${stackFolder}/override.tf.json`,
    JSON.stringify({ resource: { aws_iam_role_policy: { execution: { policy } } } }),
  );
  const { status, stdout } = await project.keyturn('simulate', stackFolder);
  expect([status, stdout]).toEqual([1, expect.stringMatching(/CreateAccessKey .*Iam\.IamException/) as string]);
});

describe('variables', () => {
  beforeEach(() => {
    project.put(`${stackFolder}/override.tf.json`, machine({ name: '${var.machine}' }));
    project.put(`${stackFolder}/vars.tf.json`, JSON.stringify({ variable: { machine: { default: 'by-default' } } }));
  });

  const machineOf = async () =>
    (JSON.parse((await project.keyturn('simulate', stackFolder, '--json')).stdout) as { machine: string }).machine;

  test('keep their defaults', async () => {
    expect(await machineOf()).toBe('by-default');
  });

  test('hold what a file of values gives them', async () => {
    project.put(`${stackFolder}/terraform.tfvars.json`, '{"machine": "by-file"}');
    expect(await machineOf()).toBe('by-file');
  });
});

describe('what cannot be decided in the reading', () => {
  const cases: [what: string, file: string, content: string, line: string][] = [
    [
      'native configuration',
      'extra.tf',
      'resource "aws_iam_role" "x" {}',
      'extra.tf is in the folder of cdk.tf.json, and Terraform reads both. Move it out of the folder.',
    ],
    [
      'native values of variables',
      'terraform.tfvars',
      'x = 1',
      'terraform.tfvars is in the folder of cdk.tf.json, and Terraform reads both. Move it out of the folder.',
    ],
    [
      'a file that is not UTF-8',
      'other.tf.json',
      '\ufeff{}',
      'other.tf.json is in the folder of cdk.tf.json, and Terraform reads both. Move it out of the folder.',
    ],
    [
      'a module',
      'module.tf.json',
      '{"module": {"x": {"source": "./x"}}}',
      `${stackFolder}/module.tf.json: the configuration has a "module" block. Write the resources of the module into the stack.`,
    ],
    [
      'a dynamic block that cannot be followed',
      'other.tf.json',
      '{"resource": {"aws_iam_user": {"x": {"name": "x", "dynamic": {"y": {"for_each": "${data.x.y.z}", "content": {}}}}}}}',
      `${stackFolder}/other.tf.json: aws_iam_user.x has dynamic blocks. Write the nested blocks out.`,
    ],
    [
      'a key that is repeated',
      'other.tf.json',
      '{"locals": {"x": 1, "x": 2}}',
      'other.tf.json: line 1, column 21: The key "x" is repeated in one object. Remove one of the two.',
    ],
  ];

  test.each(cases)('%s', async (_, file, content, line) => {
    project.put(`${stackFolder}/${file}`, content);
    const check = await project.keyturn('check', stackFolder);
    expect(check).toMatchObject({ status: 1, stderr: '' });
    expect(check.stdout).toContain(`? whole-input: ${line.slice(0, line.indexOf('. '))}`);
    for (const command of stackCommands) {
      const { status, stdout, stderr } = await project.keyturn(command, stackFolder);
      expect([status, stdout, stderr]).toEqual([2, '', `${stackFile}: ${line}\n`]);
    }
  });

  test('a value that is needed and not known', async () => {
    project.put(`${stackFolder}/override.tf.json`, machine({ definition: '${file("definition.json")}' }));
    for (const command of stackCommands) {
      const { status, stdout, stderr } = await project.keyturn(command, stackFolder);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/definition of aws_sfn_state_machine\.rotation is not known before the apply: .+\n$/);
    }
  });
});

describe('a file that is not a stack', () => {
  const right = 'give a cdk.tf.json that "cdktf synth" wrote\n';
  const plan = '{"format_version": "1.2", "resource_changes": []}';
  const policy = '{"Version": "2012-10-17", "Statement": []}';
  const cases: [what: string, content: string | Uint8Array, line: string][] = [
    ['nothing', '', `is empty; ${right}`],
    ['a list', '[]', `is JSON but not an object; ${right}`],
    ['something else', '{"hello": 1}', `is not a supported input; ${right}`],
    ['a plan', plan, `not a synthesised stack; ${right}`],
    ['a policy', policy, `not a synthesised stack; ${right}`],
    ['UTF-16 with something else', Buffer.from('\ufeff{}', 'utf16le'), `is not a supported input; ${right}`],
    ['no JSON', '{"a": nothing}', 'line 1, column 7: Found "n" where a value should be\n'],
  ];

  test.each(cases)('%s', async (_, content, line) => {
    project.put('given.json', content);
    for (const command of stackCommands)
      expect(await project.keyturn(command, 'given.json')).toEqual({
        status: 2,
        stdout: '',
        stderr: `given.json: ${line}`,
      });
  });
});

describe('a text inside a stack that is not strict JSON', () => {
  const schedule = (input: string) =>
    JSON.stringify({ resource: { aws_scheduler_schedule: { rotation: { target: { input } } } } });
  const deep = `${'['.repeat(600)}${']'.repeat(600)}`;

  // A diagram shows no execution, so it needs no input.
  const runningCommands = commands.flatMap(({ name, options }) =>
    stackCommands.includes(name) && options.some(({ long }) => long === '--user') ? [name] : [],
  );
  // The checks judge what a machine does with any input, so they do not read the inputs of schedules.
  const cases: [what: string, override: string, check: number, commands: readonly string[], line: string][] = [
    [
      'a definition that repeats a key',
      machine({ definition: '{"StartAt": "A", "StartAt": "B", "States": {}}' }),
      1,
      stackCommands,
      'definition of keyturn-staging: line 1, column 18: The key "StartAt" is repeated in one object\n',
    ],
    [
      'a definition that nests too deep',
      machine({ definition: `{"States": ${deep}}` }),
      1,
      stackCommands,
      'definition of keyturn-staging: line 1, column 523: The text nests deeper than 512 levels\n',
    ],
    [
      'an input that repeats a key',
      schedule('{"userName": "a", "userName": "b"}'),
      0,
      runningCommands,
      'keyturn-staging: the input of the schedule of ci-deployer: line 1, column 19: The key "userName" is repeated in one object\n',
    ],
    [
      'an input that is not JSON',
      schedule('{'),
      0,
      runningCommands,
      'keyturn-staging: the input of the schedule of ci-deployer: line 1, column 2: The text ends where a key in double quotes or "}" should follow\n',
    ],
  ];

  test.each(cases)('%s', async (_, override, checkStatus, commands, line) => {
    project.put(`${stackFolder}/override.tf.json`, override);
    expect((await project.keyturn('check', stackFolder)).status).toBe(checkStatus);
    for (const command of commands)
      expect(await project.keyturn(command, stackFolder)).toEqual({ status: 2, stdout: '', stderr: line });
  });
});
