/* eslint-disable @typescript-eslint/no-unsafe-call -- a plan is untyped JSON here, and parts of it are edited */
import { judge, sampleContracts, samplePlan, wholeContracts, wholeStack, type Loose } from './sample';

/** The encryption of a machine in inputs that Terraform writes: the provider keeps and reads back what nobody wrote. */
const owned = [{ type: 'AWS_OWNED_KEY', kms_key_id: null, kms_data_key_reuse_period_seconds: null }];
const custom = [{ type: 'CUSTOMER_MANAGED_KMS_KEY', kms_key_id: 'arn:aws:kms:eu-central-1:111122223333:key/a' }];

/** The plan of the sample, for a machine with this encryption that the configuration does not write. */
function unwritten(after: Loose, unknown: Loose = false): Loose {
  const plan = samplePlan();
  const isMachine = ({ type }: Loose): boolean => type === 'aws_sfn_state_machine';
  const machine = plan.resource_changes.find(isMachine);
  machine.change.after.encryption_configuration = after;
  machine.change.after_unknown.encryption_configuration = unknown;
  delete plan.configuration.root_module.resources.find(isMachine).expressions.encryption_configuration;
  return plan;
}

const saidOf = (plan: Loose, contracts = sampleContracts) =>
  judge(plan, contracts)
    .findings.filter(({ rule }) => rule === 'history-encrypted')
    .map(({ verdict }) => verdict);

test.each<[string, Loose, Loose, string[]]>([
  ['nothing', undefined, false, ['note']],
  ['the key of AWS, which was read back', owned, false, ['note']],
  ['a value that is known after the apply', undefined, true, ['note']],
  ['a customer key that stayed after its block was left out', custom, false, ['undecided']],
])('a plan whose configuration does not write it, with %s', (_, after, unknown, said) => {
  expect(saidOf(unwritten(after, unknown))).toEqual(said);
});

test('a plan that writes the key of AWS has no note', () => {
  expect(saidOf(samplePlan())).toEqual([]);
});

test.each(['arn', 'key_id', 'id'])('a machine that refers to the %s of a key with a contract has none', (attribute) => {
  const stack = wholeStack();
  const { encryption_configuration: encryption } = stack.resource.aws_sfn_state_machine.rotation;
  encryption.kms_key_id = `\${aws_kms_key.history.${attribute}}`;
  expect(saidOf(stack, wholeContracts)).toEqual([]);
  expect(
    saidOf(
      stack,
      wholeContracts.filter(({ name }) => name !== 'history-key'),
    ),
  ).toEqual(['undecided']);
});

test('the note says what to add to the settings, the contracts and the policies of the roles that deploy', () => {
  const [note] = judge(unwritten(owned)).findings.filter(({ rule }) => rule === 'history-encrypted');
  expect(note?.remedy).toMatch(/settings: "history": .*contracts: .*policies of the roles that plan and deploy/);
});

test('the contract for the key says which resource it misses, and what to do', () => {
  const { findings } = judge(
    samplePlan(),
    wholeContracts.filter(({ name }) => name !== 'events-role'),
  );
  const missing = findings.filter(({ message }) => message.startsWith('aws_kms_key.history, the subject'));
  expect(missing.map(({ verdict }) => verdict)).toEqual(['undecided']);
  expect(missing[0]?.remedy).toContain('remove the contract if nothing has this resource');
});
