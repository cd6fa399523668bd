import { printable } from '../text/printable';
import { isPairState } from './input';
import { errorsOf, shortErrorName, type State, type StateMachineDefinition, transitionsOf } from '../asl';

interface Arrow {
  readonly to: string;
  readonly label?: string;
}

function edgesOf(state: State): Arrow[] {
  const edges = transitionsOf(state).flatMap(({ to, kind, by }): Arrow[] => {
    if (to === undefined) return [];
    if (kind === 'catch') return [{ to, label: errorsOf(by).map(shortErrorName).join(', ') }];
    return [kind === 'default' ? { to, label: 'else' } : { to }];
  });
  const ends = state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End);
  return ends ? [{ to: '[*]' }, ...edges] : edges;
}

/** Draws edges that differ only in their labels as one edge, without a label if one of them has none. */
function merged(edges: readonly Arrow[]): Arrow[] {
  return [...new Set(edges.map(({ to }) => to))].map((target) => {
    const labels = edges.flatMap(({ to, label }) => (to === target ? [label] : []));
    return labels.includes(undefined) ? { to: target } : { to: target, label: [...new Set(labels)].join(', ') };
  });
}

/** An identifier for Mermaid, which allows only letters, digits and `_`. State names are drawn as they are. */
function identifiers(names: readonly string[]): ReadonlyMap<string, string> {
  const isPlain = (name: string) => /^[A-Za-z]\w*$/.test(name) && name.toLowerCase() !== 'end';
  return new Map(names.map((name, index) => [name, isPlain(name) ? name : `state_${index}`]));
}

/** The normal path: without failures, without states that only lead to a failure, and without the counting of pauses. */
function brief(definition: StateMachineDefinition): StateMachineDefinition {
  const counts = (state: State) => state.Type === 'Pass' && (state.ResultPath?.startsWith('$.pauses.') ?? false);
  let kept = Object.entries(definition.States).filter(([, state]) => state.Type !== 'Fail' && !counts(state));
  for (let before = -1; before !== kept.length;) {
    before = kept.length;
    const names = new Set(kept.map(([name]) => name));
    kept = kept.filter(([, state]) => edgesOf(state).some(({ to }) => to === '[*]' || names.has(to)));
  }
  return { ...definition, States: Object.fromEntries(kept) };
}

/** States that prepare a wait or a text of a mail: they add nothing to the order of the calls. */
const details = [
  ...['CheckGracePeriod', 'RoundGracePeriod', 'IsGracePeriodWhole', 'UseDefaultGracePeriod'],
  ...['WhatOfThePreviousKey', 'NoteNoPreviousKey', 'NotePreviousKey'],
];

/** Leaves out details that lead to one state alone. */
function withoutDetails(definition: StateMachineDefinition): StateMachineDefinition {
  for (const name of details) {
    const state = definition.States[name];
    const next = state === undefined ? [] : nextIn(definition, state);
    if (next.length !== 1) continue;
    const states = Object.entries(definition.States).filter(([each]) => each !== name);
    return withoutDetails(renamed({ ...definition, States: Object.fromEntries(states) }, { [name]: next[0] ?? '' }));
  }
  return definition;
}

function nextIn({ States }: StateMachineDefinition, state: State): string[] {
  return [...new Set(transitionsOf(state).flatMap(({ to }) => (to !== undefined && to in States ? [to] : [])))];
}

/** Draws one node for the states of all pairs, because they differ only in the names that they write. */
function withPairsAsOne(definition: StateMachineDefinition): StateMachineDefinition {
  const names = Object.keys(definition.States).filter(isPairState);
  return renamed(definition, Object.fromEntries(names.map((name) => [name, 'Pairs'])));
}

function renamed({ States, ...rest }: StateMachineDefinition, names: { readonly [name: string]: string }) {
  const target = (name: string) => names[name] ?? name;
  const leading = <Rule extends { readonly Next: string }>(rules: readonly Rule[] = []) =>
    rules.map((rule) => ({ ...rule, Next: target(rule.Next) }));
  const states = Object.entries(States).map(([name, state]): [string, State] => {
    if (state.Type === 'Choice') {
      const { Choices, Default, ...others } = state;
      return [
        name,
        { ...others, Choices: leading(Choices), ...(Default === undefined ? {} : { Default: target(Default) }) },
      ];
    }
    if (state.Type === 'Succeed' || state.Type === 'Fail') return [name, state];
    const way = state.Next === undefined ? state : { ...state, Next: target(state.Next) };
    return [target(name), way.Type === 'Task' ? { ...way, Catch: leading(way.Catch) } : way];
  });
  return { ...rest, States: Object.fromEntries(states) };
}

/**
 * The state machine as a Mermaid state diagram, with the Tasks that call AWS and the failures highlighted.
 * https://mermaid.js.org/syntax/stateDiagram.html
 */
export function mermaid(whole: StateMachineDefinition, options: { readonly brief?: boolean } = {}): string {
  const definition = withPairsAsOne(options.brief === true ? withoutDetails(brief(whole)) : whole);
  const names = Object.keys(definition.States);
  const ids = identifiers(names);
  const idOf = (name: string) => (name === '[*]' ? name : (ids.get(name) ?? name));
  const ofType = (type: State['Type']) =>
    names.filter((name) => definition.States[name]?.Type === type).map((name) => idOf(name));
  const classes = [
    ['call', ofType('Task')],
    ['failure', ofType('Fail')],
    ['success', ofType('Succeed')],
  ] as const;
  return [
    'stateDiagram-v2',
    '  classDef call fill:#fef3c7,stroke:#b45309,color:#000',
    '  classDef failure fill:#fee2e2,stroke:#b91c1c,color:#000',
    '  classDef success fill:#dcfce7,stroke:#15803d,color:#000',
    ...[...ids].filter(([name, id]) => name !== id).map(([name, id]) => `  state ${JSON.stringify(name)} as ${id}`),
    `  [*] --> ${idOf(definition.StartAt)}`,
    ...Object.entries(definition.States).flatMap(([name, state]) =>
      merged(edgesOf(state).filter(({ to }) => to === '[*]' || ids.has(to))).map(
        ({ to, label }) => `  ${idOf(name)} --> ${idOf(to)}${label === undefined ? '' : `: ${label}`}`,
      ),
    ),
    ...classes
      .filter(([, members]) => members.length > 0)
      .map(([name, members]) => `  class ${members.join(',')} ${name}`),
    '',
  ]
    .map(printable)
    .join('\n');
}
