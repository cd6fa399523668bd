import { evaluate, type PolicyDocument, type Request, type Statement } from '../../iam';
import { ofMissing, placeOf, type Context, type JudgedRole } from '../context';
import { namedRole } from '../resource-policies/grants';
import { reachOf } from '../resource-policies/principals';
import type { Found } from '../rule';
import { keyActions, keyStatement, viaService } from './key-statement';
import { secretKeysOf, type SecretKey } from './secret-keys';

/** A finding for each key in the input whose policy does not let the role update the secret. */
export function unusableKeys(context: Context, role: JudgedRole): Found[] {
  return secretKeysOf(context.model, role).flatMap((key): Found[] => {
    const owner = key.policies[0]?.resource ?? key.resource;
    const documents = documentsOf(key);
    // A policy that cannot be read is a finding of the rule "resource-policies".
    if (owner === undefined || documents === undefined) return [];
    const answers = keyActions.map((action) => ({ action, answer: answerTo(role, key, documents, action) }));
    const denied = answers.filter(({ answer }) => answer === 'denied').map(({ action }) => action);
    const unread = answers.flatMap(({ answer }) => (typeof answer === 'string' ? [] : [answer.problem]))[0];
    if (denied.length === 0 && unread === undefined) return [];
    const place = placeOf(context, owner);
    const remedy = `The policy of the key needs this statement: ${keyStatement(role, key)}`;
    const what = `secret "${key.secret}" with the key of ${owner.address}`;
    if (denied.length === 0) {
      const message = `Keyturn cannot decide whether role "${role.roleName}" can update ${what}: ${unread ?? ''}`;
      return [{ verdict: 'undecided', place, message, remedy }];
    }
    const message = `role "${role.roleName}" updates ${what}, and the policy of that key does not allow it ${denied.join(' and ')}`;
    return [{ verdict: ofMissing(context), place, message, remedy }];
  });
}

/** The statements that keys outside the input need. */
export function neededStatements({ model, judged }: Context): string[] {
  return judged.flatMap((role) =>
    secretKeysOf(model, role)
      .filter(isElsewhere)
      .map(
        (key) =>
          `The policy of ${key.keyArn ?? 'the key'}, the key of secret "${key.secret}", is not in this input. It needs: ${keyStatement(role, key)}`,
      ),
  );
}

function isElsewhere({ resource, policies }: SecretKey): boolean {
  return resource === undefined && policies.length === 0;
}

/**
 * The policies of a key; undefined if one of them cannot be read. Without a policy a key delegates to the policies of identities, which give the role
 * nothing. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function documentsOf({ policies }: SecretKey): PolicyDocument[] | undefined {
  const read = policies.flatMap(({ document }) => document ?? []);
  return read.length === policies.length ? read : undefined;
}

/** The answer of a key's policies to a request, or the reason why it cannot be known. */
type Answer = 'allowed' | 'denied' | { readonly problem: string };

function answerTo(role: JudgedRole, key: SecretKey, documents: readonly PolicyDocument[], action: string): Answer {
  const named = namedRole(role);
  const includesRole = (statement: Statement, { version }: PolicyDocument): boolean => {
    const { kind } = reachOf({ ...statement, effect: 'Allow', conditions: [] }, version, named);
    return kind === 'grant' || (kind === 'undecided' && statement.effect === 'Deny');
  };
  const ofRole = documents.map((document) => ({
    ...document,
    statements: document.statements.filter((statement) => includesRole(statement, document)),
  }));
  // A key that delegates to the account can also be used with a right in the role's own policies.
  const own = role.policies.flatMap(({ document }) => document ?? []);
  const request = requestOf(role, key, action);
  try {
    const isAllowed = [ofRole, own].some((policies) => evaluate(policies, request).decision === 'allowed');
    return isAllowed ? 'allowed' : 'denied';
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}

/** The request that Secrets Manager makes with the role's credentials. */
function requestOf(role: JudgedRole, { keyArn, secretArn }: SecretKey, action: string): Request {
  const { partition, region, accountId } = role.place;
  return {
    action,
    resource: keyArn ?? `arn:${partition}:kms:${region}:${accountId}:key/00000000-0000-0000-0000-000000000000`,
    context: {
      'kms:viaservice': [viaService(role)],
      'kms:encryptioncontext:secretarn': [secretArn.replace(/\?{6}$/, 'AbCdEf')],
      'kms:encryptioncontext:secretversionid': ['00000000-0000-0000-0000-000000000000'],
      'kms:encryptioncontextkeys': ['SecretARN', 'SecretVersionId'],
      'kms:encryptionalgorithm': ['SYMMETRIC_DEFAULT'],
      'kms:calleraccount': [accountId],
      'aws:principalaccount': [accountId],
      'aws:principalarn': [role.roleArn],
      'aws:principaltype': ['AssumedRole'],
    },
  };
}
