#!/usr/bin/env node
// Starts a rule of `keyturn check`: npm run new:rule NAME. It writes the rule and its cases, adds the rule to the registry and writes its
// section of docs/reference/rules.md. What is left to do, the tests say.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const registry = 'src/checks/rules/index.ts';

const rule = (name, constant) => `import type { Rule } from '../rule';

export const ${constant}: Rule = {
  id: '${name}',
  severity: 'medium',
  claim: 'TODO: what is true where the rule passes.',
  rationale: 'TODO: why that matters, with the page of AWS or Terraform that says so.',
  remedy: 'TODO: what to change.',
  example: { of: 'stack', change: {} },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return [];
  },
};
`;

const cases = `{
  "source": "TODO: the page of AWS or Terraform that says so",
  "cases": [
    {
      "name": "what the rule must find, in a few words",
      "edits": [],
      "verdict": "fail"
    }
  ]
}
`;

/** The registry with the rule as its last member. */
function registered(text, name, constant) {
  const imports = text.lastIndexOf('\nimport ');
  const end = text.indexOf('\n', imports + 1) + 1;
  const list = text.lastIndexOf('];');
  return `${text.slice(0, end)}import { ${constant} } from './${name}';\n${text.slice(end, list)}  ${constant},\n${text.slice(list)}`;
}

/** Writes rule and cases below a folder, and registers the rule. Returns the files, or the line that says why not. */
function stamp(root, name) {
  if (!/^[a-z]+(-[a-z0-9]+)*$/.test(name))
    return { problem: 'give the name of the rule, such as "closed-role": npm run new:rule NAME' };
  const files = { rule: `src/checks/rules/${name}.ts`, cases: `__tests__/corpus/rules/${name}.json` };
  const taken = Object.values(files).find((file) => existsSync(join(root, file)));
  if (taken !== undefined) return { problem: `${taken} exists; choose another name` };
  const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  writeFileSync(join(root, files.rule), rule(name, constant));
  writeFileSync(join(root, files.cases), cases);
  writeFileSync(join(root, registry), registered(readFileSync(join(root, registry), 'utf8'), name, constant));
  return { files };
}

/** The page is made by its test, which fails when it has written something. */
function writeDocs(root) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const env = { ...process.env, CI: '', UPDATE: '1' };
  spawnSync(process.execPath, [jest, '__tests__/docs/rules.test.ts'], { cwd: root, env });
}

function main(name = '') {
  const root = dirname(__dirname);
  const { problem, files } = stamp(root, name);
  if (problem !== undefined) {
    process.stderr.write(`new:rule: ${problem}\n`);
    return 2;
  }
  writeDocs(root);
  process.stdout.write(
    [
      `wrote ${files.rule} and ${files.cases}, and added the rule to ${registry} and docs/reference/rules.md`,
      'next: fill in both files; "npx jest __tests__/docs/rules __tests__/corpus" says what is left',
      '',
    ].join('\n'),
  );
  return 0;
}

module.exports = { stamp };

if (require.main === module) process.exitCode = main(process.argv[2]);
