/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-dynamic-delete --
   an edit reaches anywhere into untyped JSON */
import { contractsWith, sampleContracts, sampleStack, type Loose } from '../checks/sample';
import { readContract, type Contract } from '../../src/checks';

/** One change of the sample, as data: a value at a JSON pointer, one that goes, or a piece of text for another. */
export interface Edit {
  readonly of: Target;
  readonly at?: string;
  readonly is?: unknown;
  readonly gone?: true;
  readonly text?: readonly [from: string, to: string];
}

export type Target = keyof typeof documents | 'stack' | 'plan' | 'contract' | 'resource contract';

/** Documents that a stack holds as texts. */
const documents = {
  policy: ['aws_iam_role_policy', 'execution', 'policy'],
  'schedule policy': ['aws_iam_role_policy', 'schedule', 'policy'],
  trust: ['aws_iam_role', 'execution', 'assume_role_policy'],
  'schedule trust': ['aws_iam_role', 'schedule', 'assume_role_policy'],
  definition: ['aws_sfn_state_machine', 'rotation', 'definition'],
} as const;

/** The sample's stack, as text where a text was changed, after all edits that speak of it. */
export function editedStack(edits: readonly Edit[]): Loose {
  const stack = sampleStack();
  for (const edit of edits) {
    if (edit.of === 'stack' && edit.text === undefined) apply(stack, edit);
    if (!(edit.of in documents)) continue;
    const [type, name, attribute] = documents[edit.of as keyof typeof documents];
    const body: Loose = stack.resource[type][name];
    body[attribute] = escaped(inDocument(unescaped(body[attribute] as string), edit));
  }
  const replaced = edits.filter(({ of, text }) => of === 'stack' && text !== undefined);
  return replaced.length === 0 ? stack : replaced.reduce(inDocument, JSON.stringify(stack));
}

export function contractsAfter(edits: readonly Edit[]): readonly Contract[] {
  const own = edits.filter((edit) => edit.of === 'contract');
  const more = edits.filter((edit) => edit.of === 'resource contract');
  const sample =
    own.length === 0 ? sampleContracts : contractsWith((contract) => own.forEach((edit) => apply(contract, edit)));
  return [...sample, ...more.map(({ is }) => readContract(JSON.stringify(is), 'policies/resource.json'))];
}

export function apply(root: Loose, { at = '', is, gone }: Edit): void {
  const names = at
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop() ?? '';
  const parent: Loose = names.reduce((value: Loose, name) => (value[name] ??= {}), root);
  if (gone && Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (gone) {
    if (!(last in parent)) throw new Error(`nothing is at ${at}`);
    delete parent[last];
  } else if (last === '-') parent.push(is);
  else parent[last] = is;
}

function inDocument(text: string, edit: Edit): string {
  if (edit.text !== undefined) {
    const [from, to] = edit.text;
    if (!text.includes(from)) throw new Error(`the document has no ${from}`);
    return text.replace(from, () => to);
  }
  if (edit.at === undefined) return typeof edit.is === 'string' ? edit.is : JSON.stringify(edit.is);
  const document: Loose = JSON.parse(text);
  apply(document, edit);
  return JSON.stringify(document);
}

const escaped = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');
const unescaped = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');
