import { runExecution } from '../../src/simulator';
import { buildWorkflow, strategies } from '../../src/workflow';
import type { WorkflowOptions } from '../../src/workflow';
import { input, policyOf, secretName, statements, userName, worldWith } from './support';

function options(strategy: WorkflowOptions['strategy']): WorkflowOptions {
  return {
    strategy,
    twoKeys: 'refuse',
    pairs: [{ userName, secretName }],
    partition: 'aws',
    gracePeriodSeconds: 86400,
    maxGracePeriodSeconds: 7 * 86400,
    settleSeconds: 15,
    mail: {
      source: 'rotation@example.com',
      toAddresses: ['admins@example.com'],
      ccAddresses: [],
      bccAddresses: [],
      replyToAddresses: [],
      subject: 'S {userName}',
      htmlBody: '<p>{accessKeyId}</p>',
      textBody: '{time}',
    },
    secretFormat: { kind: 'access-key' },
  };
}
const cases = strategies.flatMap((strategy) => [0, 1, 2].map((keys) => [strategy, keys] as const));
test.each(cases)('%s %s', (strategy, keys) => {
  const r = runExecution({
    definition: buildWorkflow(options(strategy)),
    rolePolicies: [policyOf(statements())],
    input,
    world: worldWith(keys),
  });
  console.log(
    strategy,
    keys,
    r.status,
    r.error,
    r.cause,
    (r.endedAt - r.startedAt) / 1000,
    r.world.users[0]?.keys.map((k) => [k.id, k.deletedAt]),
    r.trace
      .map((t) =>
        t.kind === 'called'
          ? t.state + ':' + t.action
          : t.kind === 'waits'
            ? 'wait ' + (t.until - t.time) / 1000
            : t.kind === 'entered'
              ? t.state
              : t.kind,
      )
      .join(' '),
  );
});
