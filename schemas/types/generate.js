// The table of resource types: as code that the program reads at its start, and as lines that people read.
const { classify, namesRights, stale } = require('./classify.js');
const { brotliCompressSync } = require('node:zlib');
const { builtIn, dataExecutors } = require('./exceptions.js');
const { fromLines, union } = require('./sources.js');

const letters = { executor: 'x', understood: 'u', granting: 'g', plain: '-' };

/** A plain type without an argument that has to do with rights. */
const farLetter = 'f';

/** Printable, without what has a meaning in a JavaScript string. */
const alphabet = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (one) => !'\'"`\\$'.includes(one),
);

/** Every managed type with its attributes, its class, the reason and the arguments that may grant. */
function classified(digest) {
  const left = stale(digest);
  if (left.length > 0) throw new Error(`exceptions.js names what no provider has: ${left.join(', ')}`);
  return Object.entries(digest.managed)
    .sort(byName)
    .map(([type, attributes]) => ({ type, attributes, ...classify(type, attributes) }));
}

/** A line for each type: what a reviewer reads when a rule or a provider changes. */
function classLines(recorded) {
  const digest = union([fromLines(recorded), fromLines(builtIn)]);
  const line = (type, kind, reason, grants) => [type, kind, ...(reason ? [`(${reason})`] : []), ...grants].join(' ');
  const managed = classified(digest).map((each) => line(each.type, each.class, each.reason, each.grants));
  const data = Object.keys(digest.data)
    .sort()
    .map((type) => line(`data.${type}`, dataExecutors[type] ? 'executor' : 'plain', dataExecutors[type], []));
  return `${[...managed, ...data].join('\n')}\n`;
}

/**
 * Arguments with parts of which one takes a role. All of them are nested blocks, or must be written: if nobody wrote one that is not known,
 * a dynamic block did. No provider fills in one of these, by its schema.
 */
function blocksWithRole(types) {
  return types.flatMap(({ type, attributes }) =>
    Object.entries(attributes)
      .filter(([, { settable, inner }]) => settable && inner.some((name) => /role/.test(name)))
      .map(([name]) => `${type}.${name}`),
  );
}

/** The services that a rotation uses: their types can be read without unpacking those of all others. */
const ofRotations =
  /^aws_(?:caller_identity|cloudwatch|iam|kms|partition|region|scheduler|secretsmanager|ses|sesv2|sfn|sns|sqs)(?:_|$)/;

/** Three lists of lines: the names of arguments, the managed types and the data sources. An argument is two characters of an alphabet. */
function tableOf(types, dataTypes, reasons) {
  const names = [...new Set(types.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
  if (names.length > alphabet.length ** 2)
    throw new Error('there are more names of arguments than two characters can tell apart');
  const code = new Map(
    names.map((name, index) => [
      name,
      alphabet[Math.floor(index / alphabet.length)] + alphabet[index % alphabet.length],
    ]),
  );
  const managed = types.map(({ type, attributes, class: kind, reason, grants }) => {
    const known = Object.keys(attributes)
      .sort()
      .map((name) => code.get(name))
      .join('');
    const letter = kind === 'plain' && !namesRights(attributes) ? farLetter : letters[kind];
    return `${type} ${letter}${reason ? reasons.indexOf(reason) : ''} ${known} ${grants.join(',')}`;
  });
  const data = dataTypes.map((type) =>
    dataExecutors[type] ? `${type} x${reasons.indexOf(dataExecutors[type])} ` : `${type} - `,
  );
  // Almost all types begin with "aws_".
  const text = (strings) => `\n${strings.join('\n').replace(/^aws_/gm, '_')}\n`;
  return [names.join(' '), text(managed), text(data)];
}

/** TypeScript. */
function generate({ sources, ...lines }) {
  const digest = union([fromLines(lines), fromLines(builtIn)]);
  const types = classified(digest);
  const reasons = [...new Set([...types.map(({ reason }) => reason), ...Object.values(dataExecutors)])]
    .filter(Boolean)
    .sort();
  const part = (isOfRotations) =>
    tableOf(
      types.filter(({ type }) => ofRotations.test(type) === isOfRotations),
      Object.keys(digest.data)
        .sort()
        .filter((type) => ofRotations.test(type) === isOfRotations),
      reasons,
    );
  // As text, the tables of all types would be a quarter of the program.
  const packed = brotliCompressSync(part(false).join('\0')).toString('base64');
  return `// Made by bin/generate.js from schemas/types; edit the rules there.
import { brotliDecompressSync } from 'node:zlib';

/** The providers whose types these are. */
export const providers: readonly string[] = ${JSON.stringify(sources)};

/** Why a type is in its class. */
export const reasons: readonly string[] = ${JSON.stringify(reasons)};

/** The characters in which the names of arguments are counted: two for each. */
export const alphabet = ${JSON.stringify(alphabet.join(''))};

/** Arguments with parts, of which one takes a role. */
export const roleBlocks = ${JSON.stringify(blocksWithRole(types).join(' '))};

/** A table of types. */
export interface Table {
  /** The names of arguments. */
  readonly names: string;
  /** A line for each type: its class with the number of its reason, its arguments, those of them that may grant. */
  readonly managed: string;
  /** The same for data sources, without arguments. */
  readonly data: string;
}

const table = ([names = '', managed = '', data = '']: readonly string[]): Table => ({ names, managed, data });

/** The types of the services that a rotation uses. */
export const ofRotations: Table = table(${JSON.stringify(part(true))});

/** All other types. */
export const others = (): Table =>
  table(brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString('latin1').split('\\0'));
`;
}

function byName([one], [other]) {
  return one < other ? -1 : 1;
}

module.exports = { classLines, generate };
