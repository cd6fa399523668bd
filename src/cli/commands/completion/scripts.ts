import type { Option } from 'commander';
import type { CommandDefinition } from '../../command';

type Script = (commands: readonly CommandDefinition[]) => string;

/** The scripts by the names of their shells. After an option or an argument that has no list of values, each completes files. */
export const scripts: Readonly<Record<string, Script>> = { bash, zsh, fish };

const everywhere = ['--help', '--project', '--debug'];

/** https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion-Builtins.html */
function bash(commands: readonly CommandDefinition[]): string {
  const words = (list: readonly string[]): string => `COMPREPLY=($(compgen -W ${quoted(list.join(' '))} -- "$word"))`;
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ argChoices, long }) =>
      argChoices === undefined ? [] : [`    '${name} ${long ?? ''}') ${words(argChoices)}; return ;;`],
    ),
  );
  const options = commands.map((each) => `    ${each.name}) ${words([...longs(each), ...everywhere])} ;;`);
  return `# Completes keyturn in bash: source <(keyturn completion bash)
_keyturn() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    ${words(commands.map(({ name }) => name))}
    return
  fi
  case "$command $before" in
${values.join('\n')}
  esac
  [[ $word == -* ]] || return
  case $command in
${options.join('\n')}
  esac
}
complete -o default -F _keyturn keyturn
`;
}

/** https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
function zsh(commands: readonly CommandDefinition[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options }) => {
    const specs = options.map((option) => quoted(zshSpec(option)));
    return `    ${name}) _arguments ${[...specs, "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef keyturn
# Completes keyturn in zsh: keyturn completion zsh > "\${fpath[1]}/_keyturn"
_keyturn() {
  local -a commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _keyturn ]; then _keyturn "$@"; else compdef _keyturn keyturn; fi
`;
}

function zshSpec({ long, description, argChoices, required }: Option): string {
  const escaped = description.replace(/[[\]:\\]/g, '\\$&');
  const value = argChoices === undefined ? 'file:_files' : `value:(${argChoices.join(' ')})`;
  return `${long ?? ''}[${escaped}]${required ? `:${value}` : ''}`;
}

/** https://fishshell.com/docs/current/completions.html */
function fish(commands: readonly CommandDefinition[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c keyturn -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
    ...options.map((option) => fishOption(name, option)),
  ]);
  return `# Completes keyturn in fish: keyturn completion fish > ~/.config/fish/completions/keyturn.fish
${lines.join('\n')}
`;
}

function fishOption(command: string, { long, description, argChoices, required }: Option): string {
  const value = argChoices === undefined ? (required ? ' -r' : '') : ` -x -a ${fishQuoted(argChoices.join(' '))}`;
  const condition = fishQuoted(`__fish_seen_subcommand_from ${command}`);
  return `complete -c keyturn -n ${condition} -l ${(long ?? '').slice(2)}${value} -d ${fishQuoted(description)}`;
}

function longs({ options }: CommandDefinition): string[] {
  return options.flatMap(({ long }) => (long === undefined ? [] : [long]));
}

/** A word of bash or zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
