import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { samplePlan, judge, spoken, type Loose } from '../sample';

/** The sample's plan as OpenTofu writes it: other registries, other version numbers, and no "complete". */
function tofu(edit: (plan: Loose) => void = () => undefined): Loose {
  const plan = JSON.parse(JSON.stringify(samplePlan()).replaceAll('registry.terraform.io', 'registry.opentofu.org'));
  delete plan.complete;
  delete plan.applyable;
  plan.terraform_version = '1.10.0';
  edit(plan);
  return plan;
}

/** The sample's plan as an older Terraform writes it. */
function old(version: string, edit: (plan: Loose) => void = () => undefined): Loose {
  const plan = samplePlan();
  delete plan.complete;
  plan.terraform_version = version;
  edit(plan);
  return plan;
}

const outcome = (plan: Loose, assumeComplete = false) =>
  judge(plan, undefined, { coverAll: 'ours', ...(assumeComplete ? { assumeComplete } : {}) });

test.each<[string, Loose, string]>([
  ['OpenTofu', tofu(), 'OpenTofu writes it into no plan'],
  ['Terraform 1.7', old('1.7.5'), 'Plan with Terraform 1.8 or newer'],
  [
    'Terraform 1.3, which does not write "errored" either',
    old('1.3.0', (plan) => delete plan.errored),
    'Plan with Terraform 1.8',
  ],
])('a plan of %s is undecided with the right remedy, until a person says that it is complete', (_, plan, remedy) => {
  const before = outcome(plan);
  expect(spoken(before)).toEqual(['whole-input undecided']);
  expect(before.findings.map((one) => one.remedy).join()).toContain(remedy);
  expect(before.findings.map((one) => one.remedy).join()).toContain('--assume-complete');
  const after = outcome(plan, true);
  expect(after.verdict).toBe('pass');
  expect(after.premises[0]).toContain('--assume-complete says so');
});

test.each<[string, Loose]>([
  ['Terraform 1.8 or newer that was edited or cut', old('1.8.0')],
  ['a version that is not known', old('')],
  ['no version', old('', (plan) => delete plan.terraform_version)],
  ['complete: false, of Terraform', old('1.7.5', (plan) => (plan.complete = false))],
  ['complete: false, of OpenTofu', tofu((plan) => (plan.complete = false))],
  ['complete: null', tofu((plan) => (plan.complete = null))],
  ['complete: "true"', tofu((plan) => (plan.complete = 'true'))],
  ['errored: true', tofu((plan) => (plan.errored = true))],
  [
    'an old version with providers of OpenTofu among others',
    old('1.7.5', (plan) => (plan.resource_changes[0].provider_name = 'registry.opentofu.org/hashicorp/aws')),
  ],
  [
    'Terraform with one provider of OpenTofu',
    old('1.11.4', (plan) => (plan.resource_changes[0].provider_name = 'registry.opentofu.org/hashicorp/aws')),
  ],
  [
    'OpenTofu with one provider of Terraform',
    tofu((plan) => (plan.resource_changes[0].provider_name = 'registry.terraform.io/hashicorp/aws')),
  ],
  [
    'a host that only begins like that of OpenTofu',
    tofu((plan) => (plan.resource_changes[0].provider_name = 'registry.opentofu.org.example/hashicorp/aws')),
  ],
  ['a resource that the state has and the plan leaves out', tofu((plan) => (plan.resource_changes.length -= 1))],
])('no option makes a plan complete with %s', (_, plan) => {
  expect(outcome(plan, true).verdict).not.toBe('pass');
});

test('a plan that says it is complete has no such assumption', () => {
  expect(outcome(samplePlan(), true).premises.join()).not.toContain('--assume-complete');
});

test('no workflow of the project, and none that it hands over, says it for a person', () => {
  const root = join(__dirname, '..', '..', '..');
  const folders = ['examples/workflows', 'src/infrastructure', 'src/cli/gate.ts'];
  const texts = folders.flatMap((folder) => filesIn(join(root, folder)).map((file) => readFileSync(file, 'utf8')));
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => text.includes('assume-complete') || text.includes('assumeComplete'))).toEqual([]);
});

function filesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
