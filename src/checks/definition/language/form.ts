import { isArray, isObject, type Json } from '../../../json';

/** A part of a definition that Keyturn does not understand. */
export interface Problem {
  readonly message: string;
  /** The state that contains the part. */
  readonly state?: string;
  /** The JSON pointer to the part in the definition. */
  readonly pointer?: string;
  /**
   * The findings that become uncertain. `calls`: the part may contain states that Keyturn does not see, so nothing is certain. `data`: the part can
   * move data in a way that Keyturn cannot follow, so no finding about data is certain. `form`: AWS refuses the part, or the rules assume its
   * worst meaning.
   */
  readonly doubt: 'calls' | 'data' | 'form';
}

/** The properties that all places of one state, or of one machine, have in common. */
interface Part {
  /** The words for the part, such as `state "SendEmail"`. */
  readonly of: string;
  readonly pointer: string;
  readonly state?: string;
  /** The calls of the state wait for a task token, so the context object holds one. */
  readonly hasTaskToken?: boolean;
  /** The state is a Map or is in one, so the context object holds the item. */
  readonly isInMap?: boolean;
  /** Collects the problems. */
  readonly problems: Problem[];
}

/** A place in a definition that is being read. */
export class Site {
  constructor(
    readonly part: Part,
    private readonly around?: Site,
    private readonly step: string | number = '',
  ) {}

  at(step: string | number): Site {
    return new Site(this.part, this, step);
  }

  /** @param what the problem there, as the end of a sentence: `must be a text` */
  problem(what: string, doubt: Problem['doubt'] = 'form'): void {
    const { of, pointer, state, problems } = this.part;
    const inner = this.steps();
    problems.push({
      message: inner.length === 0 ? `${of} ${what}` : `${of}: ${inner.join('/')} ${what}`,
      pointer: [pointer, ...inner].join('/'),
      doubt,
      ...(state === undefined ? {} : { state }),
    });
  }

  private steps(): string[] {
    if (this.around === undefined) return [];
    return [...this.around.steps(), String(this.step).replaceAll('~', '~0').replaceAll('/', '~1')];
  }
}

/** Checks a place of a definition and reports its problems to the site. */
export type Form = (value: Json, site: Site) => void;

/** The fields of an object, each with the form of its value. */
export interface Fields {
  readonly [name: string]: Form;
}

export const anything: Form = () => undefined;

export const text: Form = (value, site) => {
  if (typeof value !== 'string') site.problem('must be a text');
};

/** https://states-language.net/spec.html#timestamps */
export const timestamp: Form = (value, site) => {
  const isOne =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(value);
  if (!isOne || Number.isNaN(Date.parse(value))) site.problem('must be a time such as 2026-01-31T12:00:00Z');
};

export function oneOf(...allowed: readonly Json[]): Form {
  const words = allowed.map((each) => JSON.stringify(each)).join(' or ');
  return (value, site) => {
    if (!allowed.includes(value)) site.problem(`must be ${words}`);
  };
}

export function number(least: number, most: number, kind: 'whole' | 'any' = 'whole'): Form {
  return (value, site) => {
    const fits = typeof value === 'number' && value >= least && value <= most;
    if (fits && (kind === 'any' || Number.isInteger(value))) return;
    site.problem(`must be a ${kind === 'whole' ? 'whole ' : ''}number from ${least} to ${most}`);
  };
}

export function nullOr(form: Form): Form {
  return (value, site) => {
    if (value !== null) form(value, site);
  };
}

export function listOf(form: Form, { mayBeEmpty = false } = {}): Form {
  return (value, site) => {
    if (!isArray(value)) {
      site.problem('must be a list');
      return;
    }
    if (value.length === 0 && !mayBeEmpty) site.problem('must not be empty');
    value.forEach((each, index) => form(each, site.at(index)));
  };
}

/**
 * Fields of JSONata, of variables and of workflows that only move data: none of them contains a state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
const ofData: ReadonlySet<string> = new Set(['Arguments', 'Assign', 'Condition', 'Items', 'Output']);

/** An object that has these fields and no others. */
export function objectOf(fields: Fields): Form {
  return (value, site) => {
    if (!isObject(value)) {
      site.problem('must be an object');
      return;
    }
    for (const name of Object.keys(value)) {
      const form = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (form === undefined)
        site.problem(`has a field ${JSON.stringify(name)} that is not understood`, ofData.has(name) ? 'data' : 'calls');
      else form(value[name] ?? null, site.at(name));
    }
  };
}

/** Both forms. */
export function both(one: Form, other: Form): Form {
  return (value, site) => {
    one(value, site);
    other(value, site);
  };
}

/** An object that must have exactly one of these fields. */
export function exactlyOneOf(...names: readonly string[]): Form {
  return counted(names, (count) => count === 1, 'must have exactly one of');
}

/** An object that must not have more than one of these fields. */
export function atMostOneOf(...names: readonly string[]): Form {
  return counted(names, (count) => count <= 1, 'must not have more than one of');
}

/** An object that must have all of these fields. */
export function allOf(...names: readonly string[]): Form {
  return counted(names, (count) => count === names.length, 'must have');
}

function counted(names: readonly string[], fits: (count: number) => boolean, words: string): Form {
  return (value, site) => {
    if (!isObject(value)) return;
    if (!fits(names.filter((name) => Object.hasOwn(value, name)).length)) site.problem(`${words} ${names.join(', ')}`);
  };
}
