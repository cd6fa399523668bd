#!/usr/bin/env node
// Writes the reusable workflows of .github/workflows from those of examples/workflows: node scripts/reusable-workflows.js
//
// They have the same jobs, so a repository that calls them runs what the tests of the examples run. What differs is what a called workflow
// is given by its caller: variables come as inputs. The job that sets the status stays with the caller, with the key of the app.
const { readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');
const examples = join(root, 'examples', 'workflows');
const folder = join(root, '.github', 'workflows');
const names = ['synth', 'judge'];

const heads = {
  synth: `# Written by scripts/reusable-workflows.js from examples/workflows/synth.yml. A workflow of a pull request calls it.
name: Keyturn synth
on:
  workflow_call:
`,
  judge: `# Written by scripts/reusable-workflows.js from examples/workflows/judge.yml. A workflow that runs after the synthesis calls it, and sets
# the status: this one has no right and no key to do so. docs/how-to/check-in-ci.md has both callers.
name: Keyturn judge
on:
  workflow_call:
    inputs:
      plan-roles:
        description: The role that plans each stack, as JSON. Without it, stacks are judged without a plan.
        type: string
        default: ''
      region:
        description: The region of the role that plans.
        type: string
        default: ''
`,
};

/** The text of a reusable workflow. */
function reusable(name) {
  const text = readFileSync(join(examples, `${name}.yml`), 'utf8');
  const jobs = text
    .slice(text.indexOf('\njobs:\n'))
    .replace(/\n {2}verdict:\n[^]*?(?=\n {2}[a-z])/, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replaceAll('vars.KEYTURN_PLAN_ROLES', 'inputs.plan-roles')
    .replaceAll('vars.AWS_REGION', 'inputs.region')
    .replaceAll('the variable KEYTURN_PLAN_ROLES', 'the input plan-roles');
  return `${heads[name]}\npermissions: {}\n${jobs}`;
}

module.exports = { names, reusable };

if (require.main === module) for (const name of names) writeFileSync(join(folder, `${name}.yml`), reusable(name));
