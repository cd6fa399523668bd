/** A piece of text: words of Keyturn, or a name from an input, which is set apart. */
export type Part = string | { readonly name: string };

export type Phrase = readonly Part[];
