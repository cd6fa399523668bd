/** A workflow of GitHub Actions as its file says it, as far as ours go. */
export interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly permissions: Permissions;
  readonly concurrency?: unknown;
  readonly jobs: { readonly [id: string]: Job };
}

export type Permissions = { readonly [scope: string]: string };

export interface Job {
  /** What the check of the job is called; its id if there is none. */
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly env?: { readonly [name: string]: string };
  readonly outputs?: { readonly [name: string]: string };
  readonly strategy?: { readonly matrix: { readonly include: string } };
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
  /** The reusable workflow that is called instead of steps, with its inputs. */
  readonly uses?: string;
  readonly with?: { readonly [input: string]: unknown };
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: { readonly [name: string]: unknown };
  readonly env?: { readonly [name: string]: unknown };
  readonly 'working-directory'?: string;
}
