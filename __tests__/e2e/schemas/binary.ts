import { asksOnce, mapValues, type Attribute, type Block, type Nested, type ProviderSchema, type Type } from './schema';

/** https://developer.hashicorp.com/terraform/cli/commands/providers/schema#block-representation */
interface ShownBlock {
  readonly attributes?: Readonly<Record<string, ShownAttribute>>;
  readonly block_types?: Readonly<Record<string, ShownNested>>;
  readonly deprecated?: boolean;
}

interface ShownAttribute {
  readonly type?: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly deprecated?: boolean;
}

interface ShownNested {
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: ShownBlock;
}

interface ShownTypes {
  readonly [type: string]: { readonly block: ShownBlock };
}

interface Shown {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: { readonly block: ShownBlock };
        readonly resource_schemas: ShownTypes;
        readonly data_source_schemas: ShownTypes;
      }
    >
  >;
}

/** The schema that the provider's program tells, from what `providers schema -json` printed. */
export function binarySchema(printed: string, version: string): ProviderSchema {
  const shown = JSON.parse(printed) as Shown; // it prints an object of this form
  const [schema] = Object.values(shown.provider_schemas);
  if (schema === undefined) throw new Error('the program knows no provider');
  const types = { resource: schema.resource_schemas, data: schema.data_source_schemas };
  return {
    version,
    provider: blockOf(schema.provider.block),
    resource: asksOnce((kind, type) => {
      const found = types[kind][type];
      return found && blockOf(found.block);
    }),
  };
}

function blockOf({ attributes = {}, block_types: blocks = {}, deprecated = false }: ShownBlock): Block {
  return { attributes: mapValues(attributes, attributeOf), blocks: mapValues(blocks, nestedOf), deprecated };
}

function attributeOf(shown: ShownAttribute, name: string): Attribute {
  const { type, required = false, optional = false, deprecated = false } = shown;
  if (type === undefined) throw new Error(`${name} has attributes of its own, which are not read here yet`);
  return { type, settable: required || optional, required, deprecated };
}

function nestedOf({ nesting_mode: nesting, min_items: min = 0, max_items: max, block }: ShownNested): Nested {
  return { nesting, min, max: nesting === 'single' ? 1 : max, block: blockOf(block) };
}
