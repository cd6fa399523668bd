import { type IPostProcessor, type IResolvable, type IResolveContext, Token } from 'cdktf';

/**
 * A value without tokens. CDKTF looks for tokens in all texts of a stack, and does so three times; in the values of thousands of users that took a fifth
 * of the synthesis. The value is put in its place after the search.
 */
export class PlainValue implements IResolvable, IPostProcessor {
  readonly creationStack: string[] = [];

  constructor(private readonly value: object) {}

  resolve(context: IResolveContext): undefined {
    context.registerPostProcessor(this);
    return undefined;
  }

  postProcess(): object {
    return this.value;
  }

  toString(): string {
    return Token.asString(this);
  }
}
