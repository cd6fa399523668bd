import { questions, type Question, type Scope } from './answers/questions';

/** A policy of IAM that allows what a live audit asks, and nothing else. */
interface AuditPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly AuditStatement[];
}

interface AuditStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Questions with the place that they are asked in. */
interface Asked {
  readonly scope: Scope;
  readonly questions: readonly Question[];
}

/** A statement with more resources than these names all of their kind: a policy of IAM is short. */
const mostResources = 20;

/**
 * The policy for questions: one statement for all resources with the same actions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export function policyFor(asked: readonly Asked[]): AuditPolicy {
  const actionsOf = new Map<string, Set<string>>();
  for (const { scope, questions: all } of asked)
    for (const { kind, name } of all) {
      const { actions, resource } = questions[kind];
      const arn = resource(name, scope);
      const known = actionsOf.get(arn) ?? new Set();
      actions.forEach((action) => known.add(action));
      actionsOf.set(arn, known);
    }
  const resourcesOf = new Map<string, string[]>();
  for (const [arn, actions] of actionsOf) {
    const key = [...actions].sort().join();
    resourcesOf.set(key, [...(resourcesOf.get(key) ?? []), arn]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...resourcesOf].map(([actions, arns]) => statement(actions.split(','), shortened(arns))),
  };
}

/** The resources, or their kinds if they are many: the secrets of a region. */
function shortened(arns: readonly string[]): readonly string[] {
  if (arns.length <= mostResources) return [...arns].sort();
  return [...new Set(arns.map((arn) => arn.replace(/^((?:[^:]*:){5}[^:/]*[:/]).*$/, '$1*')))].sort();
}

function statement(actions: readonly string[], resources: readonly string[]): AuditStatement {
  const Sid = actions
    .map((action) => action.split(':')[1] ?? '')
    .join('')
    .slice(0, 60);
  return { Sid: resources[0] === '*' ? 'WholeAccount' : Sid, Effect: 'Allow', Action: actions, Resource: resources };
}
