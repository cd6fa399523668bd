/* eslint-disable @typescript-eslint/no-unsafe-call -- a plan is untyped JSON, and an edit reaches anywhere into it */
import { judge, samplePlan, spoken } from '../sample';

const ephemeral = (type: string) => ({
  address: `ephemeral.${type}.x`,
  mode: 'ephemeral',
  type,
  name: 'x',
  provider_config_key: 'aws',
  expressions: { function_name: { constant_value: 'x' } },
  schema_version: 0,
});

test.each(['aws_lambda_invocation', 'aws_ssm_parameter'])(
  'an ephemeral %s in a plan is not a silent part of it',
  (type) => {
    const plan = samplePlan();
    plan.configuration.root_module.resources.push(ephemeral(type));
    const check = judge(plan);
    expect({ type, verdict: check.verdict, spoken: spoken(check) }).toMatchObject({ verdict: 'undecided' });
  },
);
