/** A Terraform string that holds no expression, as Terraform reads it. */
export function terraformText(template: unknown): string {
  const text = String(template);
  // Not a letter is left between the pieces, so that two harmless ones do not become an expression.
  if (/[$%]\{/.test(text.replace(/\$\$\{|%%\{/g, '\n'))) throw new Error(`${text} holds an expression`);
  return text.replace(/([$%])\1\{/g, '$1{');
}
