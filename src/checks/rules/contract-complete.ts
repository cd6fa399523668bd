import type { Context } from '../context';
import { pointerOfPath } from '../pointers';
import type { Found, Place, Rule } from '../rule';

export const contractComplete: Rule = {
  id: 'contract-complete',
  severity: 'high',
  claim: 'The contracts are finished, and nothing that they leave unjudged has expired.',
  rationale: 'A contract that still says TODO was not reviewed, and an exception whose day has passed holds no longer.',
  remedy: 'Finish the contract.',
  example: { of: 'contract', change: { description: 'TODO: what the role is for.' } },
  judge(context) {
    return context.contracts.flatMap((contract) => [
      ...contract.todos.map((path) =>
        finding(
          context,
          { contract: contract.name, contractPointer: pointerOfPath(path) },
          `contract "${contract.name}" says TODO in ${path}`,
          'Replace it with what was decided.',
        ),
      ),
      ...contract.ignored
        .map((item, index) => ({ ...item, index }))
        .filter(({ expires }) => context.today > expires)
        .map(({ address, expires, owner, index }) =>
          finding(
            context,
            { contract: contract.name, contractPointer: `/ignored/${index}` },
            `contract "${contract.name}" leaves ${address} unjudged only until ${expires}`,
            `Judge it, or have ${owner} renew the exception.`,
          ),
        ),
    ]);
  },
};

type Line = Required<Pick<Place, 'contract' | 'contractPointer'>>;

function finding({ model }: Context, line: Line, message: string, remedy: string): Found {
  return { verdict: 'undecided', place: { input: model.file, ...line }, message, remedy };
}
