import { inputKinds, nestedBlocks, textOf, Unknown, type Resource, type ValueObject } from '../../model';
import { placeOf, type Context, type JudgedMachine, type JudgedRole } from '../context';
import { resourcesMeant } from '../resource-contracts/target';
import type { Found, Rule } from '../rule';

/** The block of the machine. */
const block = 'encryption_configuration';

export const historyEncrypted: Rule = {
  id: 'history-encrypted',
  severity: 'high',
  claim:
    'If a machine that rotates encrypts its history with a customer key, a contract judges the policy of that key.',
  rationale:
    'AWS writes each new access key into the history of the execution. Without a customer key, everybody with states:GetExecutionHistory reads ' +
    'it; ReadOnlyAccess has that action. With one, its policy decides who reads it. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html',
  remedy: 'Name the key in kms_key_id by a reference to an aws_kms_key of the same input, and write a contract for it.',
  needs: 'resources',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sfn_state_machine: {
          rotation: {
            encryption_configuration: {
              type: 'CUSTOMER_MANAGED_KMS_KEY',
              kms_key_id: 'arn:aws:kms:eu-central-1:111122223333:alias/shared',
            },
          },
        },
      },
    },
  },
  judge(context) {
    const machines = context.judged.flatMap((role) =>
      role.machine === undefined || role.contract.pairs === undefined ? [] : [{ role, machine: role.machine }],
    );
    if (machines.length === 0) return undefined;
    return machines.flatMap(({ role, machine }) => judgeMachine(context, role, machine));
  },
};

function judgeMachine(context: Context, role: JudgedRole, machine: JudgedMachine): Found[] {
  const { resource } = machine;
  if (!isWritten(context, resource)) return [withoutSection(context, role, machine)];
  return nestedBlocks(resource.values, block).flatMap((one): Found[] => {
    const type = one instanceof Unknown ? one : textOf(one, 'type');
    if (type === 'AWS_OWNED_KEY') return [];
    if (one instanceof Unknown || type !== 'CUSTOMER_MANAGED_KMS_KEY')
      return [undecided(context, role, machine, 'its encryption_configuration is not known')];
    const problem = problemOfKey(context, resource, textOf(one, 'kms_key_id'));
    return problem === undefined ? [] : [undecided(context, role, machine, problem)];
  });
}

/**
 * Whether somebody chose an encryption: the provider keeps the present one if nobody writes it, and reads it back. A state does not show who wrote
 * the key of AWS.
 */
function isWritten({ model }: Context, resource: Resource): boolean {
  const blocks = nestedBlocks(resource.values, block);
  const { stage } = inputKinds[model.kind];
  const isOwned = blocks.every((one) => !(one instanceof Unknown) && textOf(one, 'type') === 'AWS_OWNED_KEY');
  if (stage === 'written') return blocks.length > 0;
  if (resource.configured !== undefined) return resource.configured.has(block) || !isReadBack(blocks);
  return !isOwned;
}

/** Whether the provider filled the block in, with the key of AWS or with a value that is not known yet. */
function isReadBack(blocks: readonly (ValueObject | Unknown)[]): boolean {
  return blocks.every((one) => one instanceof Unknown || textOf(one, 'type') === 'AWS_OWNED_KEY');
}

/** The reason why no contract judges the key; undefined if one does. */
function problemOfKey(
  { model, judgedResources }: Context,
  machine: Resource,
  key: string | Unknown | undefined,
): string | undefined {
  if (key === undefined) return 'its kms_key_id is missing';
  const [found, ...more] = resourcesMeant(model, machine, key, 'aws_kms_key') ?? [];
  if (found === undefined || more.length > 0) return 'the key in its kms_key_id is not an aws_kms_key of this input';
  return judgedResources.some(({ resource }) => resource.address === found.address)
    ? undefined
    : `no contract judges the policy of ${found.address}`;
}

function place(context: Context, { contract }: JudgedRole, { resource }: JudgedMachine): Found['place'] {
  return { ...placeOf(context, resource, block), contract: contract.name, contractPointer: '/subject' };
}

function undecided(context: Context, role: JudgedRole, machine: JudgedMachine, problem: string): Found {
  const message = `Keyturn cannot decide who can read the history of machine "${machine.name}": ${problem}`;
  return { verdict: 'undecided', place: place(context, role, machine), message, remedy: historyEncrypted.remedy };
}

/** Says once what to add to the settings, to the contracts and to the policy of the roles that deploy. */
function withoutSection(context: Context, role: JudgedRole, machine: JudgedMachine): Found {
  return {
    verdict: 'note',
    place: place(context, role, machine),
    message: `machine "${machine.name}" does not encrypt its history with a customer key, so everybody with states:GetExecutionHistory can read new access keys`,
    remedy:
      `Add to the settings: "history": {"encryption": "customerKey", "deployers": ["arn:aws:iam::{accountId}:role/NAME"]}; to the contracts: ` +
      'policies/history-key.json, and under "resourcePolicies" of this contract aws_kms_key.history with kms:Decrypt and kms:GenerateDataKey; to the ' +
      'policies of the roles that plan and deploy: the statements on KMS. docs/how-to/state-and-accounts.md has all of them. Or write "history": {"encryption": "awsOwnedKey"}.',
  };
}
