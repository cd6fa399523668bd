import { blocksOf, isPresent, type Block } from './blocks';
import { byCodePoint } from '../by-code-point';
import { blockIdentityOf, mergedTypes, overridden } from './override';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/** One file of a configuration. */
export interface ConfigurationFile {
  /** Its name in the folder. */
  readonly name: string;
  /** Its name in messages; undefined for the input itself. */
  readonly file: string | undefined;
  /** An object, or a list of objects that count together. */
  readonly root: Value;
}

/** Something that is not a block, or a block that Terraform would refuse. */
type Refuse = (description: string, pointer: string, file: string | undefined) => void;

interface Root {
  readonly file: string | undefined;
  readonly isOverride: boolean;
  readonly root: ValueObject;
}

/**
 * Overrides are read after all other files, in the order of their names. https://developer.hashicorp.com/terraform/language/files/override
 */
function isOverride(name: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)\.json$/.test(name);
}

/** The blocks of all files of one folder, with overrides merged. */
export class Source {
  private readonly roots: readonly Root[];

  constructor(
    files: readonly ConfigurationFile[],
    private readonly refuse: Refuse,
  ) {
    const inOrder = [...files].sort((a, b) => byCodePoint(a.name, b.name));
    const roots = inOrder.flatMap((file) => this.rootsOf(file));
    this.roots = [...roots.filter((root) => !root.isOverride), ...roots.filter((root) => root.isOverride)];
  }

  /** The names of all members at the roots, with their places. */
  get names(): readonly { readonly name: string; readonly file: string | undefined }[] {
    return this.roots.flatMap(({ root, file }) => Object.keys(root).map((name) => ({ name, file })));
  }

  blocks(type: string, labels: number): readonly Block[] {
    const blocks: Block[] = [];
    for (const { root, file, isOverride: isOver } of this.roots) {
      const found = blocksOf(root, type, labels, (pointer) =>
        this.refuse(`the configuration has a "${type}" that is not a block`, pointer, file),
      ).map((block): Block => ({ ...block, ...(file !== undefined && { file }), ...(isOver && { isOverride: true }) }));
      for (const block of found) {
        if (isOver && mergedTypes.has(type)) this.merge(type, block, blocks);
        else blocks.push(block);
      }
    }
    return blocks;
  }

  private merge(type: string, over: Block, blocks: Block[]): void {
    const at = blocks.findIndex((block) => blockIdentityOf(type, block) === blockIdentityOf(type, over));
    const base = blocks[at];
    const body = base && overridden(base.body, over.body);
    const name = `${type} ${over.labels.join('.')}`;
    if (base === undefined) {
      this.refuse(`an override is for ${name}, which no other file has`, over.pointer, over.file);
    } else if (body === undefined) {
      this.refuse(`an override of ${name} can be merged in more than one way`, over.pointer, over.file);
    } else {
      // A merged block is located where it was last written.
      blocks[at] = { ...over, body };
    }
  }

  private rootsOf({ name, file, root }: ConfigurationFile): Root[] {
    const roots = isList(root) ? root : [root];
    return roots.flatMap((one, index) => {
      if (isObject(one)) return [{ file, isOverride: isOverride(name), root: one }];
      if (isPresent(one)) this.refuse('the configuration is not an object', isList(root) ? `/${index}` : '', file);
      return [];
    });
  }
}

/** The members of all blocks of a type without labels; of a name that is repeated, the last. */
export function membersOf(blocks: readonly Block[], name: string): Value | undefined {
  return blocks.map(({ body }) => attribute(body, name)).findLast((value) => value !== undefined);
}
