import { spawnSync } from 'node:child_process';
import { findTerraform, standIn, type Missing, type Terraform } from '../tools';

/** The programs that these tests drive. */
interface Tools {
  readonly terraform: Terraform;
  /** A Python that has moto's server. */
  readonly python: string;
}

/** What is on this machine; or the first thing that is missing, in words that say how to get it. */
export function findTools(): Tools | Missing {
  known ??= lookForTools();
  return known;
}

let known: Tools | Missing | undefined;

function lookForTools(): Tools | Missing {
  const terraform = findTerraform();
  if ('missing' in terraform) return terraform;
  const named = process.env.KEYTURN_PYTHON;
  const python = named !== undefined && named !== '' ? named : 'python3';
  if (!hasMoto(python))
    return {
      missing: `moto's server (pip install "moto[server,stepfunctions]", or name a Python that has it in KEYTURN_PYTHON)`,
    };
  return { terraform, python };
}

/** moto, and what its extras bring: to load it takes longer than to look for it. */
function hasMoto(python: string): boolean {
  const modules = ['moto', 'flask', 'flask_cors', 'antlr4', 'jsonpath_ng'];
  const look = `import importlib.util as i, sys; sys.exit(not all(map(i.find_spec, ${JSON.stringify(modules)})))`;
  return spawnSync(python, ['-c', look], { stdio: 'ignore' }).status === 0;
}

/** Whether the AWS CLI is there. What documents tell a reader to type is then typed; else the SDK does the same. */
export function hasAwsCli(): boolean {
  return spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The tools, for what runs only where they are. */
export function tools(): Tools {
  return present(findTools());
}

/** Terraform, for what needs no emulator. */
export function terraform(): Terraform {
  return present(findTerraform());
}

function present<T extends object>(tool: T | Missing): T {
  if ('missing' in tool) throw new Error(`missing ${tool.missing}`);
  return tool;
}

/** Tests that type what documents tell a reader to type, with the AWS CLI and jq. */
export function describeTyped(name: string, tests: () => void): void {
  const programs = ['aws', 'jq'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
  if (programs.length > 0) standIn(name, { missing: programs.join(' and ') });
  else describeReal(name, tests);
}

/** Tests that drive real programs; where one is missing they cannot run, and say so by its name. */
export function describeReal(name: string, tests: () => void): void {
  const found = findTools();
  if ('missing' in found) standIn(name, found);
  else describe(name, tests);
}
