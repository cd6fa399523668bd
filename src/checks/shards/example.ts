/** A contract for the machines and the roles of all shards, for the examples of rules. */
export const contractOfShards = {
  version: 1,
  name: 'shards',
  description: 'The machines of all shards.',
  subject: { machine: 'keyturn-${environment}${shard}', role: 'keyturn-${environment}-execution${shard}' },
  pairs: [{ userName: 'backup-agent', secretName: 'backup-agent/aws' }],
  identity: [],
  trust: { service: 'states.amazonaws.com', action: 'sts:AssumeRole', conditions: {} },
  uses: [],
} as const;

/** A second shard, whose machine does nothing and runs as this role. */
export function secondMachine(role: string) {
  return {
    for_each: { '01': {} },
    name: 'keyturn-staging-01',
    role_arn: `arn:aws:iam::111122223333:role/${role}`,
    definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
  };
}
