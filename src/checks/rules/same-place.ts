import { parseArn } from '../../iam';
import type { OutputChange } from '../../model';
import type { Found, Rule } from '../rule';

export const samePlace: Rule = {
  id: 'same-place',
  severity: 'high',
  claim: 'No deployed machine is left behind in another account or region.',
  rationale:
    'A provider with another account or region does not find the deployed resources. Terraform then plans to create all of them, and the previous machine ' +
    'and its schedules continue to rotate, without management. The output state_machine_arn in the state still says where they are. ' +
    'https://developer.hashicorp.com/terraform/internals/json-format#change-representation',
  remedy:
    'First destroy the deployed stack: write the previous accountId and region into the settings, run npm run synth, and run terraform destroy in the folder of the stack. Then write ' +
    'the new ones, and deploy. docs/how-to/operate.md says how to drain it first.',
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
      message: `the machine is planned in ${what.join(', and in ')}, where it is deployed: it and its schedules would continue there, and Terraform would no longer manage them`,
      remedy: samePlace.remedy,
    },
  ];
}
