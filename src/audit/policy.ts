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

/** The policy for questions: one statement for all actions that know no resource, and one for each other set of actions. */
export function policyFor(asked: readonly Asked[]): AuditPolicy {
  const byActions = new Map<string, Set<string>>();
  const unlimited = new Set<string>();
  for (const { scope, questions: all } of asked)
    for (const { kind, name } of all) {
      const { actions, resource } = questions[kind];
      const arn = resource(name, scope);
      if (arn === '*') actions.forEach((action) => unlimited.add(action));
      else byActions.set(actions.join(), (byActions.get(actions.join()) ?? new Set()).add(arn));
    }
  const limited = [...byActions].map(([actions, arns]) => statement(actions.split(','), [...arns].sort()));
  return {
    Version: '2012-10-17',
    Statement: [...(unlimited.size === 0 ? [] : [statement([...unlimited].sort(), ['*'])]), ...limited],
  };
}

function statement(actions: readonly string[], resources: readonly string[]): AuditStatement {
  const Sid = actions
    .map((action) => action.split(':')[1] ?? '')
    .join('')
    .slice(0, 60);
  return { Sid: resources[0] === '*' ? 'WholeAccount' : Sid, Effect: 'Allow', Action: actions, Resource: resources };
}
