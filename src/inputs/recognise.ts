import { InputError } from '../input-error';
import { isStack, readShown, readStack, whatWouldBeRight, writtenIn, type Folder } from '../terraform';
import { attribute, inputKinds, isList, isObject, type Model, type Value, type ValueObject } from '../model';
import { longNumberProblem, parseRepeatingJson, type ParsedJson } from '../json';
import { listFromExport, partOfExport } from './iam-export/look-alikes';
import { isExport, readExport } from './iam-export/read';
import { lookAlikeOf, lookAlikeOfList } from './unsupported/objects';
import { isPolicy, readPolicy } from './bare-policy';
import { refuseMasked, refuseOtherTexts } from './unsupported/texts';

/** The context of an input. */
interface Around {
  readonly folder?: Folder | undefined;
  /** Known values of a stack's variables, such as those of a plan that was made from it. */
  readonly variables?: ReadonlyMap<string, Value> | undefined;
  /** The advice for an unsupported input; all kinds of input if left out. */
  readonly right?: string;
}

/**
 * Reads an input, recognised by its content: a synthesised stack (with the folder around it), a plan or state of
 * `terraform show -json`, an export of IAM, or a bare policy document. Throws an InputError with one line for anything else.
 */
export function readModel(text: string, file: string, around: Around = {}): Model {
  const { right = whatWouldBeRight } = around;
  const { value, repeatedKey } = parsed(text, file, right);
  if (!isObject(value)) {
    const [first] = isList(value) ? value : [];
    const lookAlike = isObject(first) ? (listFromExport(first) ?? lookAlikeOfList(first)) : undefined;
    throw InputError.of(`${file}: ${lookAlike ?? `is JSON but not an object; ${right}`}`);
  }
  const model = recognise(value, { text, file, ...around });
  if (repeatedKey === undefined) return model;
  const description = `${repeatedKey}; ${inputKinds[model.kind].repeatedKey}, and only the last was judged`;
  return { ...model, constructs: [{ kind: 'repeated-key', description }, ...model.constructs] };
}

/** Names the format of a text that is not JSON, if it is known. */
function parsed(text: string, file: string, right: string): ParsedJson {
  const isJson = /^\s*[{["]/.test(text);
  if (!isJson) refuseOtherTexts(text, file);
  try {
    return parseRepeatingJson(text, file);
  } catch (error) {
    if (error instanceof InputError) refuseOtherTexts(text, file);
    if (error instanceof InputError && !isJson) throw InputError.of(`${file}: is not JSON; ${right}`);
    throw error;
  }
}

interface Kind {
  readonly what: string;
  readonly is: (root: ValueObject) => boolean;
  readonly read: (root: ValueObject, given: Given) => Model;
}

interface Given extends Around {
  readonly text: string;
  readonly file: string;
}

const kinds: readonly Kind[] = [
  {
    what: 'what "terraform show -json" prints',
    is: (root) => attribute(root, 'format_version') !== undefined,
    read: (root, { text, file }) => {
      refuseMasked(text, file);
      return readShown(root, file);
    },
  },
  { what: 'an export of IAM', is: isExport, read: (root, { file }) => readExport(root, file) },
  { what: 'a policy document', is: isPolicy, read: (root, { text, file }) => readPolicy(root, text, file) },
];

const stack: Kind = {
  what: 'a stack',
  is: isStack,
  read: (root, { text, file, folder, variables }) => {
    const model = readStack(root, file, folder, variables);
    const description = longNumberProblem(text);
    const long = description === undefined ? [] : [{ kind: 'long-number', description } as const];
    return { ...model, constructs: [...model.constructs, ...long], written: writtenIn(root, folder?.others) };
  },
};

function recognise(root: ValueObject, given: Given): Model {
  const { file, right = whatWouldBeRight } = given;
  // Similar but unsupported objects are reported first: a raw state, for example, has members that a stack can have.
  const lookAlike = lookAlikeOf(root) ?? partOfExport(root);
  if (lookAlike !== undefined) throw InputError.of(`${file}: ${lookAlike}`);
  const found = kinds.filter(({ is }) => is(root));
  const [one = stack, other] = found;
  if (other !== undefined) throw InputError.of(`${file}: is ${one.what} and ${other.what} at once; ${right}`);
  if (!one.is(root)) throw InputError.of(`${file}: is not a supported input; ${right}`);
  // A plan has members that a stack may have too; nothing else has.
  if (found.length === 1 && one !== kinds[0] && isStack(root))
    throw InputError.of(`${file}: is ${one.what} and ${stack.what} at once; ${right}`);
  return one.read(root, given);
}
