import { parseArn } from '../../iam';
import type { OutputChange } from '../../model';
import type { Found, Rule } from '../rule';

export const samePlace: Rule = {
  id: 'same-place',
  severity: 'high',
  claim: 'No machine that is deployed is left behind in another account or region.',
  rationale:
    'A provider with another account or region does not find what it deployed before. Terraform then plans to create all of it, and the previous machine ' +
    'and its schedules go on rotating, with nobody to manage them. The output state_machine_arn in the state still says where they are. ' +
    'https://developer.hashicorp.com/terraform/internals/json-format#change-representation',
  remedy:
    'First destroy what is deployed: write the previous accountId and region into the settings, run npm run synth, and in the folder of the stack terraform destroy. Then write ' +
    'the new ones, and deploy. docs/how-to/operate.md says how to drain it before.',
  needs: 'resources',
  example: {
    of: 'plan',
    change: {
      output_changes: {
        state_machine_arn: {
          actions: ['update'],
          before: 'arn:aws:states:eu-west-1:111122223333:stateMachine:keyturn-staging',
          before_sensitive: false,
        },
      },
    },
  },
  judge({ model }) {
    const output = model.outputs?.find(({ name }) => name === 'state_machine_arn');
    return output === undefined ? undefined : moved(output, model.file);
  },
};

function moved({ before, after, pointer, isSensitive }: OutputChange, input: string): Found[] {
  const [previous, planned] = [before, after].map((value) => (typeof value === 'string' ? parseArn(value) : undefined));
  if (previous === undefined || planned === undefined) return [];
  const named = (['accountId', 'region'] as const).filter((part) => previous[part] !== planned[part]);
  if (named.length === 0) return [];
  const what = named.map((part) => {
    const word = part === 'region' ? 'region' : 'account';
    return isSensitive ? `another ${word}` : `${word} ${planned[part]} and not ${previous[part]}`;
  });
  return [
    {
      verdict: 'fail',
      place: { input, pointer },
      message: `the machine is planned in ${what.join(', and in ')}, where it is deployed: it and its schedules would go on there, and Terraform would no longer know of them`,
      remedy: samePlace.remedy,
    },
  ];
}
