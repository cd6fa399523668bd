import type { Outcome } from './story';

const spec = 'https://states-language.net/spec.html';
const section = (anchor: string): string => `${spec}#${anchor}`;
const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const errorNames = `${guide}/concepts-error-handling.html`;
const intrinsics = `${guide}/intrinsic-functions.html`;

/** What another interpreter does otherwise, decided: the page says that ours is right, or it is open because no page says. */
export interface Difference {
  readonly in: 'moto' | 'aws-local-stepfunctions';
  /** As docs/decisions/0016 says it. */
  readonly what: string;
  readonly decided: 'ours' | 'open';
  readonly page: string;
  /** What comes of the scenarios there. */
  readonly theirs: Readonly<Record<string, Partial<Outcome>>>;
}

const runtime: Partial<Outcome> = { error: 'States.Runtime' };
const refused: Partial<Outcome> = { error: 'refused' };

function all(names: readonly string[], outcome: Partial<Outcome>): Difference['theirs'] {
  return Object.fromEntries(names.map((name) => [name, outcome]));
}

/** Calls that fail, under another name than States.IntrinsicFailure elsewhere. */
const failing = [
  "States.Format('{} {}', 1)",
  'States.ArrayPartition($.a, 0)',
  'States.ArrayRange(1, 2, 0)',
  'States.ArrayRange(0, 1000, 1)',
  'States.ArrayLength($.o)',
  "States.Hash('a', 'SHA-3')",
  'States.JsonMerge($.o, $.p, true)',
  "States.MathAdd('1', 0)",
];

export const differences: readonly Difference[] = [
  {
    in: 'moto',
    what: 'States.Runtime is retried and caught by States.ALL',
    decided: 'ours',
    page: errorNames,
    theirs: {
      'a parameter that is not there is States.Runtime, which States.ALL does not catch': { output: 'first' },
      'a path of the ResultSelector that is not there is States.Runtime, which is not retried': {
        error: 'States.Runtime',
        waits: [1, 2, 4],
      },
    },
  },
  {
    in: 'moto',
    what: 'a catcher that leads back to its own state ends the execution',
    decided: 'ours',
    page: section('fallback-states'),
    theirs: { 'another visit to a state has its retries again': { waits: [1] } },
  },
  {
    in: 'moto',
    what: 'without Parameters a Task is called with nothing',
    decided: 'ours',
    page: section('filters'),
    theirs: { 'without Parameters the input is what is called with': { calls: [{}] } },
  },
  {
    in: 'moto',
    what: 'an intrinsic function that fails is States.Runtime',
    decided: 'ours',
    page: section('appendix-a'),
    theirs: all(
      [
        ...failing,
        'an intrinsic function that fails is caught by its name',
        'States.StringToJson($.s)',
        'States.ArrayGetItem($.a, 4)',
      ],
      runtime,
    ),
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'an intrinsic function that fails is States.Runtime',
    decided: 'ours',
    page: section('appendix-a'),
    theirs: all(failing, runtime),
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'text that is not JSON is an error by the name SyntaxError',
    decided: 'ours',
    page: section('appendix-a'),
    theirs: all(['an intrinsic function that fails is caught by its name', 'States.StringToJson($.s)'], {
      error: 'SyntaxError',
    }),
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'an index beyond the array yields null',
    decided: 'ours',
    page: section('appendix-a'),
    theirs: { 'States.ArrayGetItem($.a, 4)': { output: { x: null } } },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'TimeoutSecondsPath is looked up in what Parameters made',
    decided: 'ours',
    page: section('task-state'),
    theirs: { TimeoutSecondsPath: runtime },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'ResultPath $ adds a member of the name $',
    decided: 'ours',
    page: section('filters'),
    theirs: { 'ResultPath $ lets the result replace the input': {} },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'the context object does not know the state',
    decided: 'ours',
    page: `${guide}/input-output-contextobject.html`,
    theirs: all(['the context object names the state', 'the context object counts the retries'], runtime),
  },
  {
    in: 'moto',
    what: 'an index from the end yields a list',
    decided: 'ours',
    page: `${guide}/amazon-states-language-paths.html`,
    theirs: { 'an index from the end': { output: { x: ['B'] } } },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'an index from the end finds nothing',
    decided: 'ours',
    page: `${guide}/amazon-states-language-paths.html`,
    theirs: { 'an index from the end': runtime },
  },
  {
    in: 'moto',
    what: 'a filter that finds nothing is States.Runtime',
    decided: 'open',
    page: `${guide}/amazon-states-language-paths.html`,
    theirs: { 'a filter that finds nothing': runtime },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'a filter that finds nothing is States.Runtime',
    decided: 'open',
    page: `${guide}/amazon-states-language-paths.html`,
    theirs: { 'a filter that finds nothing': runtime },
  },
  {
    in: 'moto',
    what: 'StringMatches knows no escaped star',
    decided: 'ours',
    page: section('choice-state'),
    theirs: { 'StringMatches with an escaped star': { output: 'no' } },
  },
  {
    in: 'moto',
    what: 'timestamps with an offset are not read',
    decided: 'ours',
    page: section('timestamps'),
    theirs: { 'TimestampLessThan knows offsets': runtime, TimestampGreaterThanPath: { output: 'no' } },
  },
  {
    in: 'moto',
    what: 'a rule on a variable that is missing is false',
    decided: 'ours',
    page: `${guide}/state-choice.html`,
    theirs: all(['IsNull of what is missing', 'a variable that is missing'], { output: 'no' }),
  },
  {
    in: 'moto',
    what: 'no rule that holds is States.Runtime',
    decided: 'ours',
    page: section('appendix-a'),
    theirs: { 'no rule holds and there is no Default': runtime },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'IsPresent false never holds',
    decided: 'ours',
    page: section('choice-state'),
    theirs: { 'IsPresent false': { output: 'no' }, 'Or stops at the first that is true': runtime },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'CausePath takes no intrinsic function',
    decided: 'ours',
    page: `${guide}/state-fail.html`,
    theirs: { 'CausePath by an intrinsic function': runtime },
  },
  {
    in: 'moto',
    what: 'a number with a fraction cannot be an argument',
    decided: 'ours',
    page: section('intrinsic-functions'),
    theirs: all(["States.Format('{} {} {}', 1.5, true, null)", 'States.MathAdd(1.5, 0)'], refused),
  },
  {
    in: 'moto',
    what: 'null among the arguments is dropped',
    decided: 'ours',
    page: section('intrinsic-functions'),
    theirs: { "States.Array($.n, 'x', null, $.a)": { output: { x: [7, 'x', [1, 2, 3, 2]] } } },
  },
  {
    in: 'moto',
    what: 'escapes in a text are not undone',
    decided: 'ours',
    page: section('intrinsic-functions'),
    theirs: {
      [String.raw`States.Format('\{{}\}', $.n)`]: runtime,
      [String.raw`States.Format('it\'s {}', 1)`]: { output: { x: 'it\\\\' } },
      [String.raw`States.Format('a \\ {}', 1)`]: { output: { x: 'a \\\\\\\\ 1' } },
    },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'an escaped backslash vanishes',
    decided: 'ours',
    page: section('intrinsic-functions'),
    theirs: { [String.raw`States.Format('a \\ {}', 1)`]: { output: { x: 'a  1' } } },
  },
  {
    in: 'moto',
    what: 'States.Format writes objects and arrays as Java does',
    decided: 'open',
    page: section('appendix-b'),
    theirs: {
      "States.Format('{}', $.o)": { output: { x: '{x=1, y=[2]}' } },
      "States.Format('{}', $.a)": { output: { x: '[1, 2, 3, 2]' } },
    },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'States.Format takes no objects and arrays',
    decided: 'open',
    page: section('appendix-b'),
    theirs: all(["States.Format('{}', $.o)", "States.Format('{}', $.a)"], runtime),
  },
  {
    in: 'moto',
    what: 'States.ArrayRange does not count down',
    decided: 'ours',
    page: intrinsics,
    theirs: { 'States.ArrayRange(3, 1, -1)': runtime },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'States.MathAdd does not round',
    decided: 'ours',
    page: intrinsics,
    theirs: { 'States.MathAdd(1.5, 0)': { output: { x: 1.5 } } },
  },
  {
    in: 'aws-local-stepfunctions',
    what: 'States.StringSplit splits at the whole text, and keeps empty pieces',
    decided: 'ours',
    page: intrinsics,
    theirs: {
      "States.StringSplit('1,2,,3', ',')": { output: { x: ['1', '2', '', '3'] } },
      "States.StringSplit('This.is+a,test=string', '.+,=')": { output: { x: ['This.is+a,test=string'] } },
    },
  },
];

/** Why this scenario ends otherwise there; undefined where it must end alike. */
export function differenceOf(who: Difference['in'], story: string): Difference | undefined {
  return differences.find((each) => each.in === who && story in each.theirs);
}
