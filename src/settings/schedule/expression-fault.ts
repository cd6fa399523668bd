/** The problem of a schedule expression, in words that can follow it: `must …; write …`. */
export class ExpressionFault extends Error {
  override readonly name = 'ExpressionFault';
}
