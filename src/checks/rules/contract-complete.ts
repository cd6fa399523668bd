import type { Context, JudgedRole } from '../context';
import type { Contract, ContractEnvironment } from '../contract/contract';
import { pointerOfPath } from '../pointers';
import type { Found, Place, Rule } from '../rule';

export const contractComplete: Rule = {
  id: 'contract-complete',
  severity: 'high',
  claim: 'The contracts are complete, and none of their "ignored" entries has expired.',
  rationale:
    'A contract that contains TODO or FIXME was not reviewed, an exception is not valid after its last day, and a federated ' +
    'principal without conditions admits every user that its provider signs in. Without an account, an environment matches any account in which an input ' +
    'has it. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  remedy: 'Complete the contract.',
  example: { of: 'contract', change: { description: 'TODO: what the role is for.' } },
  judge(context) {
    const ofContracts = context.contracts.flatMap((contract) => [
      ...unboundEnvironments(context, contract),
      ...contract.todos.map((path) =>
        finding(
          context,
          { contract: contract.name, contractPointer: pointerOfPath(path) },
          `contract "${contract.name}" contains TODO or FIXME in ${path}`,
          'Replace it with the decision.',
        ),
      ),
      ...contract.trust
        .filter(({ principal, saysConditions }) => principal.type === 'Federated' && !saysConditions)
        .map(({ principal, index }) =>
          finding(
            context,
            { contract: contract.name, contractPointer: '/trust' },
            `contract "${contract.name}" has no conditions for ${principal.value} to use the role (line ${index} of trust)`,
            `Add a condition on the signed-in user to the line, such as "conditions": ${JSON.stringify(exampleConditions(principal.value))}; {} allows everybody.`,
          ),
        ),
      ...contract.ignored
        .map((item, index) => ({ ...item, index }))
        .filter(({ expires }) => context.today > expires)
        .map(({ address, expires, owner, index }) =>
          finding(
            context,
            { contract: contract.name, contractPointer: `/ignored/${index}` },
            `contract "${contract.name}" ignores ${address} only until ${expires}`,
            `Remove the entry, or ask ${owner} to renew it.`,
          ),
        ),
    ]);
    return [...ofContracts, ...context.judged.flatMap((role) => emptyReferences(context, role))];
  },
};

/** Lines without a resource in the environment of a role: they allow nothing. */
function emptyReferences(context: Context, { contract, environment, emptyReferences: empty }: JudgedRole): Found[] {
  const where = environment === undefined ? '' : ` in the environment "${environment}"`;
  return empty.map(({ index, reference, isRemoved }) => {
    const line = { contract: contract.name, contractPointer: `/identity/${index}` };
    const message = `${reference} in identity[${index}] of contract "${contract.name}" refers to nothing${where}${isRemoved ? ', so the line allows nothing' : ''}`;
    return {
      ...finding(context, line, message, 'Limit the line to the environments that have pairs.'),
      verdict: 'note',
    };
  });
}

/** Environments with a name alone: any account with the subject's name matches. */
function unboundEnvironments(context: Context, { name, environments = [] }: Contract): Found[] {
  const bare = environments.filter(({ account }) => account === undefined);
  if (bare.length === 0) return [];
  const entries = environments.map((environment) => boundAsFound(context, name, environment));
  const line = { contract: name, contractPointer: '/environments' };
  const message = `contract "${name}" names ${bare.map((one) => one.name).join(', ')}, which ${bare.length === 1 ? 'is' : 'are'} not bound to an account`;
  const remedy = `Add the place of each environment to the contract: "environments": ${JSON.stringify(entries)}`;
  return [{ ...finding(context, line, message, remedy), verdict: 'note' }];
}

/** An environment with the account in which its subject was found, as an entry to review. */
function boundAsFound({ judged }: Context, contract: string, { name, account, region }: ContractEnvironment): object {
  const found = judged.find((role) => role.contract.name === contract && role.environment === name);
  const seen = found === undefined || found.place.accountId === '' ? 'TODO' : found.place.accountId;
  return { name, account: account ?? seen, ...(region === undefined ? {} : { region }) };
}

/** The conditions that AWS recommends for a provider. */
function exampleConditions(provider: string): object {
  if (provider.includes(':saml-provider/')) return { 'SAML:aud': 'https://signin.aws.amazon.com/saml' };
  const [, name = provider] = provider.split(':oidc-provider/');
  return { [`${name}:aud`]: 'sts.amazonaws.com', [`${name}:sub`]: 'the subject that can use the role' };
}

type Line = Required<Pick<Place, 'contract' | 'contractPointer'>>;

function finding({ model }: Context, line: Line, message: string, remedy: string): Found {
  return { verdict: 'undecided', place: { input: model.file, ...line }, message, remedy };
}
