/**
 * What AWS allows, written from its pages for the tests alone: it shares nothing with src/iam, so that no mistake is made twice.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export interface WrittenStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface WrittenPolicy {
  readonly Version?: string;
  readonly Statement: readonly WrittenStatement[];
}

/** A line of a contract, as a contract writes it. */
export interface WrittenLine {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly WrittenCondition[];
}

export interface WrittenCondition {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly mayBeAbsent?: boolean;
}

/** A call; the names of its context keys are in lower case. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** A Deny that applies wins, else an Allow that applies allows. */
export function isAllowed({ Version, Statement }: WrittenPolicy, call: Call): boolean {
  const hasVariables = Version === '2012-10-17';
  const applying = Statement.filter((one) => applies(one, call, hasVariables));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

/** What a contract allows: a call that one of its lines allows under all of its conditions. */
export function isWithin(lines: readonly WrittenLine[], call: Call): boolean {
  return lines.some(
    ({ actions, resources, conditions = [] }) =>
      actions.some((action) => isLike(literal(action.toLowerCase()), call.action.toLowerCase())) &&
      resources.some((resource) => isLike(literal(resource), call.resource)) &&
      conditions.every(
        ({ key, operator, values, mayBeAbsent }) =>
          holds(operator, key, values, { call, hasVariables: false }) &&
          (!operator.startsWith('ForAllValues:') ||
            mayBeAbsent === true ||
            call.context[key.toLowerCase()] !== undefined),
      ),
  );
}

const list = (given: string | readonly string[]): readonly string[] => (typeof given === 'string' ? [given] : given);

function applies(statement: WrittenStatement, call: Call, hasVariables: boolean): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const acts = (patterns: string | readonly string[]): boolean =>
    list(patterns).some((one) => isLike(literal(one.toLowerCase()), call.action.toLowerCase()));
  const isOn = (patterns: string | readonly string[]): boolean =>
    list(patterns).some((one) => {
      const pattern = hasVariables ? substituted(one, call) : literal(one);
      return pattern !== undefined && isLike(completed(pattern), call.resource);
    });
  if (Action === undefined ? NotAction === undefined || acts(NotAction) : !acts(Action)) return false;
  if (Resource === undefined ? NotResource === undefined || isOn(NotResource) : !isOn(Resource)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), { call, hasVariables })),
  );
}

/**
 * A pattern is a list of characters and of wildcards, so that a character that a variable brings is never taken for a wildcard.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
type Piece = { readonly is: string } | { readonly any: 'one' | 'many' };

const characters = (text: string): Piece[] => Array.from(text, (is) => ({ is }));
const literal = (text: string): Piece[] =>
  Array.from(text, (is): Piece => (is === '*' ? { any: 'many' } : is === '?' ? { any: 'one' } : { is }));

/** Undefined if a variable has no value and no default: then the pattern matches nothing. */
function substituted(text: string, { context }: Call): Piece[] | undefined {
  const pieces: Piece[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf('${');
    const end = rest.indexOf('}', start);
    if (start < 0 || end < 0) return [...pieces, ...literal(rest)];
    pieces.push(...literal(rest.slice(0, start)));
    const inside = rest.slice(start + 2, end);
    const [, name = '', fallback] = /^([^,]*)(?:,\s*'([^']*)')?$/.exec(inside) ?? [];
    const given = context[name.trim().toLowerCase()];
    if (['*', '?', '$'].includes(inside)) pieces.push({ is: inside });
    else if (given?.length === 1) pieces.push(...characters(given[0] ?? ''));
    else if (fallback !== undefined) pieces.push(...characters(fallback));
    else return undefined;
    rest = rest.slice(end + 1);
  }
}

/** An ARN with fewer than six fields stands for all that begin so. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function completed(pattern: readonly Piece[]): readonly Piece[] {
  const isColon = (piece: Piece): boolean => 'is' in piece && piece.is === ':';
  const beginsAsArn =
    pattern
      .slice(0, 4)
      .map((piece) => ('is' in piece ? piece.is : ''))
      .join('') === 'arn:';
  const missing = 5 - pattern.filter(isColon).length;
  if (!beginsAsArn || missing <= 0) return pattern;
  return [...pattern, ...Array.from({ length: missing }, () => literal(':*')).flat()];
}

/** Matches from the left, with one place to come back to: the last run of any characters. */
function isLike(pattern: readonly Piece[], text: string): boolean {
  const given = Array.from(text);
  let reached = new Set([0]);
  for (const piece of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if ('is' in piece) {
        if (given[at] === piece.is) next.add(at + 1);
      } else if (piece.any === 'one') {
        if (at < given.length) next.add(at + 1);
      } else for (let to = at; to <= given.length; to++) next.add(to);
    }
    reached = next;
  }
  return reached.has(given.length);
}

interface Around {
  readonly call: Call;
  readonly hasVariables: boolean;
}

type Compare = (pattern: readonly Piece[], value: string) => boolean;

const textOf = (pattern: readonly Piece[]): string =>
  pattern.map((piece) => ('is' in piece ? piece.is : piece.any === 'one' ? '?' : '*')).join('');

const number =
  (relation: (value: number, limit: number) => boolean): Compare =>
  (pattern, value) => {
    const limit = textOf(pattern);
    const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);
    return isNumber(limit) && isNumber(value) && relation(Number(value), Number(limit));
  };
const date =
  (relation: (value: number, limit: number) => boolean): Compare =>
  (pattern, value) => {
    const at = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
    const [limit, time] = [at(textOf(pattern)), at(value)];
    return !Number.isNaN(limit) && !Number.isNaN(time) && relation(time, limit);
  };

const addressOf = (text: string): number | undefined => {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return bytes?.every((byte) => byte < 256) ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined;
};
const isInNetwork: Compare = (pattern, value) => {
  const [network = '', length = '32'] = textOf(pattern).split('/');
  const [base, address] = [addressOf(network), addressOf(value)];
  const size = 2 ** (32 - Number(length));
  return base !== undefined && address !== undefined && Math.floor(base / size) === Math.floor(address / size);
};

/** Each of the six fields of an ARN by itself. */
const isArnLike: Compare = (pattern, value) => {
  const fields: Piece[][] = [[]];
  for (const piece of pattern) {
    if ('is' in piece && piece.is === ':' && fields.length < 6) fields.push([]);
    else fields.at(-1)?.push(piece);
  }
  const parts = value.split(':');
  const given = [...parts.slice(0, 5), parts.slice(5).join(':')];
  return parts.length >= 6 && fields.length === 6 && fields.every((field, index) => isLike(field, given[index] ?? ''));
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const positive: Readonly<Record<string, Compare>> = {
  StringEquals: (pattern, value) => textOf(pattern) === value,
  StringEqualsIgnoreCase: (pattern, value) => textOf(pattern).toLowerCase() === value.toLowerCase(),
  StringLike: isLike,
  NumericEquals: number((value, limit) => value === limit),
  NumericLessThan: number((value, limit) => value < limit),
  NumericLessThanEquals: number((value, limit) => value <= limit),
  NumericGreaterThan: number((value, limit) => value > limit),
  NumericGreaterThanEquals: number((value, limit) => value >= limit),
  DateEquals: date((value, limit) => value === limit),
  DateLessThan: date((value, limit) => value < limit),
  DateLessThanEquals: date((value, limit) => value <= limit),
  DateGreaterThan: date((value, limit) => value > limit),
  DateGreaterThanEquals: date((value, limit) => value >= limit),
  Bool: (pattern, value) => textOf(pattern).toLowerCase() === value.toLowerCase(),
  BinaryEquals: (pattern, value) => textOf(pattern) === value,
  IpAddress: isInNetwork,
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
};

const negative: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/**
 * Whether one key of a condition block holds. Its values are alternatives, and of a negated operator all must fail to match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holds(operator: string, key: string, values: readonly string[], { call, hasVariables }: Around): boolean {
  const given = call.context[key.toLowerCase()];
  if (operator === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const set = /^(ForAllValues|ForAnyValue):/.exec(operator)?.[1];
  const bare = operator.replace(/^For\w+:/, '');
  const name = bare.replace(/IfExists$/, '');
  const opposite = negative[name];
  const compare = positive[opposite ?? name];
  if (compare === undefined) throw new Error(`the evaluator of the tests does not know ${operator}`);
  const patterns = values.flatMap((value) => {
    const pattern = hasVariables ? substituted(value, call) : literal(value);
    return pattern === undefined ? [] : [pattern];
  });
  const matches = (value: string): boolean => patterns.some((one) => compare(one, value)) === (opposite === undefined);
  if (given === undefined) {
    if (set === 'ForAllValues' || bare !== name) return true;
    return set === undefined && opposite !== undefined;
  }
  if (set === 'ForAllValues') return given.every(matches);
  if (set === 'ForAnyValue') return given.some(matches);
  return opposite === undefined ? given.some(matches) : given.every(matches);
}
