import { type Json, type JsonObject, isArray, isObject } from '../../json';
import { transitionsOf } from '../../asl';
import { ExpressionSyntaxError, parsePath, type Path } from '../../asl/paths';
import { compileExpression } from './expression';
import { isReferencePath } from './reference-path';
import type { CompiledExpression } from './scope';
import { compileTemplate } from './template';
import { instantOf } from './timestamps';

/** Known features of the language that are not simulated: they stop a run with an error that names them, never silently. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ['Arguments', 'Arguments (JSONata)'],
  ['Assign', 'Assign (variables)'],
  ['Branches', 'Branches (Parallel)'],
  ['Credentials', 'Credentials (calls in another role)'],
  ['HeartbeatSeconds', 'HeartbeatSeconds'],
  ['HeartbeatSecondsPath', 'HeartbeatSecondsPath'],
  ['ItemProcessor', 'ItemProcessor (Map)'],
  ['Iterator', 'Iterator (Map)'],
  ['Output', 'Output (JSONata)'],
]);

/** Reads the fields of one object of a definition, and records every problem with its place. */
export class Fields {
  private readonly read = new Set<string>(['Comment']);

  constructor(
    readonly where: string,
    private readonly source: JsonObject,
    private readonly problems: string[],
  ) {}

  problem(text: string): void {
    this.problems.push(`${this.where}: ${text}`);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.source, name);
  }

  raw(name: string): Json | undefined {
    this.read.add(name);
    return this.has(name) ? this.source[name] : undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    this.problem(`${name} must be a string`);
    return undefined;
  }

  /** A required text; empty if it is missing. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined && !this.has(name)) this.problem(`${name} is missing`);
    return value ?? '';
  }

  number(name: string, least: number, most: number, kind: 'whole' | 'any' = 'whole'): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const fits =
      typeof value === 'number' && value >= least && value <= most && (kind === 'any' || Number.isInteger(value));
    if (fits) return value;
    this.problem(`${name} must be a ${kind === 'whole' ? 'whole ' : ''}number from ${least} to ${most}`);
    return undefined;
  }

  /** The literal that a comparison operator takes: its type is the beginning of the operator's name. */
  literalFor(operator: string): Json | undefined {
    const value = this.raw(operator);
    const wanted = /^(?:Is|Boolean)/.test(operator) ? 'boolean' : operator.startsWith('Numeric') ? 'number' : 'string';
    if (typeof value !== wanted) this.problem(`${operator} must be a ${wanted}`);
    else if (!operator.startsWith('Timestamp') || instantOf(typeof value === 'string' ? value : '') !== undefined)
      return value;
    else this.problem(`${operator} must be like 2026-01-31T12:00:00Z`);
    return undefined;
  }

  object(name: string): Fields | undefined {
    const value = this.raw(name);
    if (isObject(value)) return new Fields(`${this.where}: ${name}`, value, this.problems);
    this.problem(`${name} must be an object`);
    return undefined;
  }

  /** The members of an object of objects, such as `States`. */
  members(): (readonly [string, JsonObject])[] {
    return Object.entries(this.source).flatMap(([name, value]) => {
      if (isObject(value)) return [[name, value] as const];
      this.problem(`${JSON.stringify(name)} must be an object`);
      return [];
    });
  }

  /** The targets of this state, its rules and its catchers. */
  targets(): string[] {
    return transitionsOf(this.source).flatMap(({ to }) => to ?? []);
  }

  /** The names of the fields that were not read yet. */
  unread(): string[] {
    return Object.keys(this.source).filter((name) => !this.read.has(name));
  }

  /** The objects of a list. */
  list(name: string): Fields[] {
    const value = this.raw(name);
    if (value === undefined) return [];
    if (!isArray(value)) {
      this.problem(`${name} must be a list`);
      return [];
    }
    return value.flatMap((each, index) => {
      const where = `${this.where}: ${name}[${index}]`;
      if (isObject(each)) return [new Fields(where, each, this.problems)];
      this.problems.push(`${where}: must be an object`);
      return [];
    });
  }

  /** A path; `null` if the definition contains null. */
  path(name: string, kind: 'any' | 'reference' = 'any'): Path | null | undefined {
    if (this.raw(name) === null) return null;
    const text = this.text(name);
    if (text === undefined) return undefined;
    const path = this.parsed(name, () => parsePath(text));
    if (path && kind === 'reference' && !isReferencePath(path)) {
      this.problem(`${name}: ${JSON.stringify(text)} is not a reference path (members and indices only)`);
    }
    return path;
  }

  /** A path that identifies one place. */
  reference(name: string): Path | undefined {
    const path = this.path(name, 'reference');
    if (path !== null) return path;
    this.problem(`${name} must be a path`);
    return undefined;
  }

  /** A reference path or an intrinsic function. */
  expression(name: string): CompiledExpression | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.parsed(name, () => compileExpression(text, name));
  }

  template(name: string): CompiledExpression | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : this.parsed(name, () => compileTemplate(value));
  }

  /** Records every field that was not read. */
  finish(): void {
    for (const name of this.unread()) {
      const feature = unsupported.get(name);
      this.problem(
        feature
          ? `${feature} is not supported by the simulator`
          : `the field ${JSON.stringify(name)} is not known here`,
      );
    }
  }

  private parsed<Result>(name: string, parse: () => Result): Result | undefined {
    try {
      return parse();
    } catch (problem) {
      if (!(problem instanceof ExpressionSyntaxError)) throw problem;
      this.problem(`${name}: ${problem.message}`);
      return undefined;
    }
  }
}
