import { InputError } from '../input-error';

/** A construct of CDKTF or of CDK Terrain, as far as it is used here: a test may have either. */
interface Construct {
  readonly node: { readonly children: readonly Construct[] };
}

interface Stack extends Construct {
  toTerraform(): unknown;
}

interface Aspect {
  visit(construct: Construct): void;
}

/** The Terraform JSON of a stack, with its aspects applied as at a synthesis. A text or a plain object is that JSON already. */
export function textOfStack(received: unknown): string {
  if (typeof received === 'string') return received;
  if (isStack(received)) {
    visit(received, []);
    return JSON.stringify(received.toTerraform());
  }
  if (typeof received === 'object' && received !== null) return JSON.stringify(received);
  throw InputError.of('toMeetContract: needs a stack, what Testing.synth returns, or Terraform JSON as an object');
}

function isStack(value: unknown): value is Stack {
  return typeof value === 'object' && value !== null && 'toTerraform' in value && 'node' in value;
}

/** Each aspect visits its construct and everything below it, parents first. */
function visit(construct: Construct, inherited: readonly Aspect[]): void {
  const aspects = [...inherited, ...aspectsOf(construct)];
  for (const aspect of aspects) aspect.visit(construct);
  for (const child of construct.node.children) visit(child, aspects);
}

function aspectsOf(construct: object): readonly Aspect[] {
  const symbol = Object.getOwnPropertySymbols(construct).find(
    ({ description = '' }) => description === 'cdktf-aspects' || description === 'cdktn-aspects',
  );
  if (symbol === undefined) return [];
  return (construct as Record<symbol, { readonly all: readonly Aspect[] }>)[symbol]?.all ?? [];
}
