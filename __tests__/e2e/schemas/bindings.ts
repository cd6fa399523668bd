import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { asksOnce, type Attribute, type Block, type Nested, type ProviderSchema, type Type } from './schema';

/** KEYTURN_BINDINGS names the folder of another version, or of the bindings of CDK Terrain, which are made in the same way. */
const { KEYTURN_BINDINGS: named = '' } = process.env;
const root = named === '' ? dirname(require.resolve('@cdktf/provider-aws/package.json')) : named;

/**
 * What the bindings know of the provider that they were made from. They do not know what is deprecated, nor a greatest number of blocks
 * other than one.
 */
export function bindingsSchema(): ProviderSchema {
  const { cdktf } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    cdktf: { provider: { version: string } }; // the prebuilt bindings all say it
  };
  const provider = required(blockOf('provider'), 'provider');
  // `alias` is the language's, not the provider's. https://developer.hashicorp.com/terraform/language/block/provider
  const attributes = Object.fromEntries(Object.entries(provider.attributes).filter(([name]) => name !== 'alias'));
  return {
    version: cdktf.provider.version,
    provider: { ...provider, attributes },
    resource: asksOnce((kind, type) => {
      const name = type.replace(/^aws_/, '').replaceAll('_', '-');
      return blockOf(kind === 'data' ? `data-aws-${name}` : name, type);
    }),
  };
}

/** The block of one folder of the bindings; undefined where there is none of the type. */
function blockOf(folder: string, type?: string): Block | undefined {
  const path = join(root, 'lib', folder);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(join(path, 'index.js'), 'utf8');
  const own = /^class (\w+) extends \w+\.Terraform(?:Resource|DataSource|Provider) /m.exec(text);
  const [, name = ''] = required(own ?? undefined, `the class of ${folder}`);
  if (type !== undefined && !text.includes(`tfResourceType = "${type}";`)) return undefined;
  const members = membersByInterface(parsed(join(path, 'index.d.ts')));
  return new Bindings(parsed(join(path, 'index.js')), members).blockOf(name);
}

/** Whether a member of an interface may be left out. */
type Members = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

class Bindings {
  private readonly classes = new Map<string, string>();
  /** The literals that say how each argument is written, by the name of the interface of the arguments. */
  private readonly literals = new Map<string, ts.ObjectLiteralExpression>();

  constructor(
    source: ts.SourceFile,
    private readonly members: Members,
  ) {
    for (const statement of source.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name?.text.endsWith(writer) === true)
        this.addLiteral(interfaceOf(statement.name.text), statement);
      if (!ts.isClassDeclaration(statement) || statement.name === undefined) continue;
      this.classes.set(statement.name.text, statement.getText());
      const method = statement.members.find((member) => member.name?.getText() === 'synthesizeHclAttributes');
      if (method !== undefined) this.addLiteral(`${statement.name.text}Config`, method);
    }
  }

  /** The block that a resource's, a data source's or a provider's class stands for. */
  blockOf(name: string): Block {
    const block = this.argumentsOf(`${name}Config`);
    const read = [...(this.classes.get(name) ?? '').matchAll(/(?:\.get\w+Attribute\(|\(this, )['"](\w+)['"]/g)];
    const computed = read
      .map(([, attribute = '']) => attribute)
      .filter((attribute) => !(attribute in block.attributes) && !(attribute in block.blocks))
      .map((attribute): [string, Attribute] => [
        attribute,
        { type: 'dynamic', settable: false, required: false, deprecated: false },
      ]);
    return { ...block, attributes: { ...block.attributes, ...Object.fromEntries(computed) } };
  }

  private argumentsOf(name: string): Block {
    const literal = required(this.literals.get(name), `how ${name} is written`);
    const members = required(this.members.get(name), `the interface ${name}`);
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, Nested> = {};
    for (const property of literal.properties) {
      const argument = property.name?.getText() ?? '';
      const { value, ...about } = fieldsOf(property);
      const member = /\b(?:this\._|struct\.)(\w+)/.exec(value)?.[1] ?? '';
      const isOptional = required(members.get(member), `the member ${member} of ${name}`);
      if (about.isBlock === 'true') blocks[argument] = this.nestedOf(value, about.type, isOptional);
      else attributes[argument] = { type: typeOf(about), settable: true, required: !isOptional, deprecated: false };
    }
    return { attributes, blocks, deprecated: false };
  }

  private nestedOf(value: string, type: string, isOptional: boolean): Nested {
    const inner = required(/(?<!\.)\b(\w+ToHclTerraform)\b/.exec(value)?.[1], `the writer in ${value}`);
    return {
      nesting: type === 'struct' ? 'single' : type,
      min: isOptional ? 0 : 1,
      // One that may be given once is no list in the bindings.
      max: value.includes('MapperHcl(') ? undefined : 1,
      block: this.argumentsOf(interfaceOf(inner)),
    };
  }

  private addLiteral(name: string, inside: ts.Node): void {
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && node.name.getText() === 'attrs' && node.initializer !== undefined) {
        if (ts.isObjectLiteralExpression(node.initializer)) this.literals.set(name, node.initializer);
      } else ts.forEachChild(node, visit);
    };
    visit(inside);
  }
}

interface Fields {
  readonly value: string;
  readonly isBlock: string;
  readonly type: string;
  readonly storageClassType: string;
}

function fieldsOf(property: ts.ObjectLiteralElementLike): Fields {
  if (!ts.isPropertyAssignment(property) || !ts.isObjectLiteralExpression(property.initializer))
    throw new Error(`the bindings write ${property.getText()} in another way`);
  const { properties } = property.initializer;
  const textOf = (name: keyof Fields): string => {
    const field = properties.find((one) => one.name?.getText() === name);
    if (field === undefined || !ts.isPropertyAssignment(field)) throw new Error(`no ${name} in ${property.getText()}`);
    return ts.isStringLiteral(field.initializer) ? field.initializer.text : field.initializer.getText();
  };
  return {
    value: textOf('value'),
    isBlock: textOf('isBlock'),
    type: textOf('type'),
    storageClassType: textOf('storageClassType'),
  };
}

const plain: Readonly<Record<string, Type>> = { string: 'string', number: 'number', boolean: 'bool' };

function typeOf({ type, storageClassType: stored }: Omit<Fields, 'value'>): Type {
  const [, name = '', collection] = /^([a-z]+)(List|Map)?$/.exec(stored) ?? [];
  const element = required(plain[name], `the type ${stored}`);
  if (collection === undefined && type === 'simple') return element;
  if (collection === 'Map' && type === 'map') return ['map', element];
  if (collection === 'List' && (type === 'list' || type === 'set')) return [type, element];
  throw new Error(`the bindings have a type that is not read here yet: ${type} of ${stored}`);
}

const writer = 'ToHclTerraform';

function interfaceOf(functionName: string): string {
  const stem = functionName.slice(0, -writer.length);
  return stem.charAt(0).toUpperCase() + stem.slice(1);
}

function membersByInterface(source: ts.SourceFile): Members {
  return new Map(
    source.statements
      .filter(ts.isInterfaceDeclaration)
      .map((declaration) => [
        declaration.name.text,
        new Map(
          declaration.members.map((member) => [member.name?.getText() ?? '', member.questionToken !== undefined]),
        ),
      ]),
  );
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
}

/** The bindings are generated, all by one pattern: what is not there was looked for wrongly. */
function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the bindings do not have ${what}`);
  return value;
}
