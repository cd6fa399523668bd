import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callsIn } from '../../../src/terraform/written/calls';
import { runsAll } from '../../effort';
import fc from '../../fast-check';
import { findTerraform, standIn } from '../../tools';

/** Which functions a text calls: if Terraform reads a file for it, that is seen, or the text is not understood. */

test.each([
  ['file("x")', []],
  ['${file("x")}', ['file']],
  ['${"${file("x")}"}', ['file']],
  ['%{ if file("x") == "" }${upper("a")}%{ endif }', ['file', 'upper']],
  ['$${file("x")} %%{file("x")} $file("x") {file("x")}', []],
  ['${a.file} ${"file(x)"} ${file-x}', []],
  ['${ provider :: a :: b ( 1 ) }', ['provider::a::b']],
  ['\\${file("x")}', ['file']],
])('%s', (text, names) => expect(callsIn(text)).toEqual({ names }));

test.each([
  '${file/**/("x")}',
  '${1 // file\n}',
  '${1 # }\n}',
  '${<<X\nX\n}',
  '${',
  '${"',
  '${"\\q"}',
  "${'x'}",
  '$$${a}',
])('%j is not understood', (text) => expect(callsIn(text).notUnderstood).toEqual(expect.any(String)));

const tools = runsAll ? findTerraform() : undefined;
const marker = '/keyturn/not/there';

/** Pieces that a call could hide in or behind; most of what they make is nonsense, and some of it Terraform reads. */
const pieces = [
  ...[`file("${marker}")`, `file ("${marker}")`, `file\n(\n"${marker}")`, `upper(file("${marker}"))`],
  ...['${', '}', '%{', '$${', '%%{', '$', '%', '"', '\\"', '\\', '~', '${~', '~}', '$$${', '%$${', '{', '[', ']', '('],
  ...[')', ',', ':', '=', '==', '?', '-', '1', 'a', ' ', '\n', '/*', '*/', '//', '#', '<<X\n', '\nX\n', '"a"', 'if '],
  ...['else ', 'endif ', 'for x in ', '["a"]', 'true', '::', 'core::', '.', '...', '!'],
];
const piece = fc.constantFrom(...pieces);
const call = `file("${marker}")`;
/** Texts that Terraform takes more often: a call with something around it that opens and closes. */
const wrapped = fc
  .tuple(
    fc.array(fc.constantFrom('a', '$${', '%%{', '\\', '"', '$', '%', '$$', ' ', '$$${a}', '{'), { maxLength: 3 }),
    fc.constantFrom(
      ...['${#}', '${~ # ~}', '${"${#}"}', '${[#]}', '${{a = #}}', '${true ? # : 1}', '%{ if # == "" }x%{ endif }'],
      ...['${(#)}', '${/*x*/ #}', '${"\\"${#}"}', '${"$${" == #}', '$${#}', '%%{#}', '${"#"}', '${<<X\n${#}\nX\n}'],
      ...['${[for x in ["a"] : #]}', '${2 -length(#)}', '${a-#}', '${1 #\n}', '${"\\\\${#}"}', '$$${#}', '%$${#}'],
    ),
    fc.array(fc.constantFrom('b', '}', '"', '$${', '%', '\\', '${1}', '"}'), { maxLength: 3 }),
  )
  .map(([before, inner, after]) => [...before, inner.replace('#', () => call), ...after].join(''));
const texts = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 9 }).map((all) => all.join('')),
  wrapped,
  wrapped,
);

interface Diagnostic {
  readonly detail: string;
}

/** For each text whether Terraform calls `file` for it: it says that the file is not there. */
function calledByTerraform(program: string, all: readonly string[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-calls-'));
  try {
    // Lines and columns of messages count what escapes stand for, so that each text names a file of its own.
    const outputs = all.map((text, index) => [`x${index}`, { value: text.replaceAll(marker, `${marker}/${index}.`) }]);
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ output: Object.fromEntries(outputs) }));
    const { TF_CLI_CONFIG_FILE: config, ...rest } = process.env;
    const env = { ...rest, ...(config !== undefined && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}) };
    const validate = ['validate', '-json'];
    const { stdout } = spawnSync(program, validate, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
    const said = diagnostics.map(({ detail }) => detail).join('\n');
    return all.map((_, index) => said.includes(`no file exists at "${marker}/${index}."`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a plan of a stack says. */
function plannedByTerraform(program: string, stack: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-calls-'));
  try {
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
    const env = { ...process.env, TF_CLI_CONFIG_FILE: undefined };
    const said = ['init', 'plan'].map((command) => {
      const words = [command, '-input=false', '-no-color'];
      const { stdout, stderr } = spawnSync(program, words, { cwd: folder, env, encoding: 'utf8' });
      return stdout + stderr;
    });
    return said.join('\n').replace(/\s+/g, ' ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (tools === undefined || 'missing' in tools) {
  if (tools !== undefined) standIn('calls are those that Terraform makes', tools);
} else {
  /** Texts that Terraform takes for expressions without a template: it allows no call there. */
  const bare: readonly (readonly [string, object])[] = [
    ['replace_triggered_by', { lifecycle: { replace_triggered_by: [`terraform_data.a[${call}]`] } }],
    ['ignore_changes', { lifecycle: { ignore_changes: [`input[${call}]`] } }],
    ['depends_on', { depends_on: [`terraform_data.a[${call}]`] }],
    ['provider', { provider: `terraform[${call}]` }],
  ];

  test.each<[string, object]>([
    ...bare.map(([name, body]): [string, object] => [name, { resource: { terraform_data: { a: {}, b: body } } }]),
    ['moved', { moved: [{ from: `terraform_data.a[${call}]`, to: 'terraform_data.b' }] }],
    ['the type of a variable', { variable: { x: { type: `object({a=optional(string,${call})})`, default: {} } } }],
    ['the default of a variable', { variable: { x: { default: `\${${call}}` } } }],
  ])('Terraform calls nothing in %s', (_, stack) => {
    expect(plannedByTerraform(tools.program, stack)).not.toContain('no file exists at');
  });

  test('a plan says so if it calls something', () => {
    const stack = { output: { x: { value: `\${${call}}` } } };
    expect(plannedByTerraform(tools.program, stack)).toContain('no file exists at');
  });

  test('a call that Terraform makes is seen, or the text is not understood', () => {
    const all = [...new Set(fc.sample(texts, 500))];
    const called = calledByTerraform(tools.program, all);
    const missed = all.filter((text, index) => {
      const { names, notUnderstood } = callsIn(text);
      return called[index] === true && notUnderstood === undefined && !names.some((name) => name.endsWith('file'));
    });
    expect(missed).toEqual([]);
    // It says something only if Terraform takes many of the texts.
    expect(called.filter(Boolean).length).toBeGreaterThan(50);
  });
}
