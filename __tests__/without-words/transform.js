// Takes the words out of TypeScript: every text for people becomes a token of its place, without what is filled into it. A program that
// decides the same without its words does not read them.
const ts = require('typescript');

/** Letters on both sides of a blank. */
const prose = /[a-z].*\s.*[a-z]/is;

const parsed = (source) => ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);

/** Kinds that are spelled with blanks: a type or an `as const` list has them, so that the compiler checks every use. */
function kindsIn(source) {
  const kinds = [];
  const visit = (node) => {
    if (ts.isStringLiteral(node) && prose.test(node.text) && isDeclared(node)) kinds.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parsed(source));
  return kinds;
}

function isDeclared({ parent }) {
  if (ts.isLiteralTypeNode(parent)) return true;
  return (
    ts.isArrayLiteralExpression(parent) &&
    ts.isAsExpression(parent.parent) &&
    ts.isConstTypeReference(parent.parent.type)
  );
}

/** The source without words; `place` begins its tokens, and texts among `kinds` stay. */
function withoutWords(source, place, kinds) {
  let tokens = 0;
  const token = () => ts.factory.createStringLiteral(`${place}#${tokens++}`);
  const words = (context) => (root) => {
    const visit = (node) => {
      if (ts.isStringLiteralLike(node) && isProse(node.text, kinds) && !isData(node)) return token();
      if (!ts.isTemplateExpression(node) || !isProse(textOf(node), kinds) || isData(node))
        return ts.visitEachChild(node, visit, context);
      const filledIn = node.templateSpans.map(({ expression }) => ts.visitNode(expression, visit));
      const both = ts.factory.createComma(ts.factory.createArrayLiteralExpression(filledIn), token());
      return ts.factory.createParenthesizedExpression(both);
    };
    return ts.visitNode(root, visit);
  };
  const { transformed } = ts.transform(parsed(source), [words]);
  return ts.createPrinter().printFile(transformed[0]);
}

const isProse = (text, kinds) => prose.test(text) && !kinds.has(text);

/** The text of a template, with one letter for what is filled in; nothing if no word is its own. */
function textOf({ head, templateSpans }) {
  const own = [head.text, ...templateSpans.map(({ literal }) => literal.text)];
  return own.some((text) => /[a-z]/i.test(text)) ? own.join('x') : '';
}

/** A list of names, as in `'MON TUE'.split(' ')`, or the address of a resource. */
function isData({ parent }) {
  if (ts.isConditionalExpression(parent)) return isData(parent);
  return ts.isPropertyAccessExpression(parent) || (ts.isVariableDeclaration(parent) && parent.name.text === 'address');
}

module.exports = { kindsIn, withoutWords };
