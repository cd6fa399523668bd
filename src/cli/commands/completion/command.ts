import type { CommandDefinition } from '../../command';

/** The command that completes the words of the others in a shell. */
export function completion(others: readonly CommandDefinition[]): CommandDefinition {
  const own: CommandDefinition = {
    name: 'completion',
    summary: 'print a script that completes commands, options and files in a shell',
    argument: { name: '<SHELL>', summary: 'bash, zsh or fish' },
    options: [],
    isWithoutProject: true,
    examples: [
      'source <(keyturn completion bash)',
      'keyturn completion zsh > "${fpath[1]}/_keyturn"',
      'keyturn completion fish > ~/.config/fish/completions/keyturn.fish',
    ],
    load: async () => ({ run: (await import('./run')).completing([...others, own]) }),
  };
  return own;
}
