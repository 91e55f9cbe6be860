import { listDiagnosticKinds } from '../../diagnostics/catalogue.ts';
import { exitCode } from '../../diagnostics/define.ts';
import { formatNearest } from '../../diagnostics/did-you-mean.ts';
import { usageInvalid } from '../../diagnostics/usage.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { completeWords, shells } from '../complete-words.ts';

/** `visuals completion <shell>`: a script for the shell's start. The script asks `visuals completion words -- …` what the word that is being typed could become. */
export async function runCompletion({ operands, io }: CommandInput): Promise<number> {
  const [shell = '', ...words] = operands;
  if (shell === 'words') {
    const found = completeWords(words, io.cwd, () => listDiagnosticKinds().map(({ code }) => code));
    io.stdout.write(found.map((word) => `${word}\n`).join(''));
    return exitCode.ok;
  }
  const script = shells.find((each) => each === shell);
  if (script === undefined)
    throw new VisualsError(
      usageInvalid({ problem: `there is no completion for "${shell}"${formatNearest(shell, shells)}`, help: 'visuals completion --help' }),
    );
  io.stdout.write(scripts[script]);
  return exitCode.ok;
}

/** Where the command is on no path, the project's own is asked. */
const posixRun = `_visuals_words() {
  local command=visuals
  command -v visuals >/dev/null 2>&1 || command=./node_modules/.bin/visuals
  "$command" completion words -- "$@" 2>/dev/null
}
`;

const scripts: { readonly [Shell in (typeof shells)[number]]: string } = {
  bash: `# visuals completion bash >> ~/.bashrc
${posixRun}_visuals() {
  local IFS=$'\\n'
  COMPREPLY=($(_visuals_words "\${COMP_WORDS[@]:1:COMP_CWORD}"))
}
complete -o default -F _visuals visuals
`,
  zsh: `# visuals completion zsh >> ~/.zshrc, below compinit
${posixRun}_visuals() {
  local -a found
  found=("\${(@f)$(_visuals_words "\${(@)words[2,CURRENT]}")}")
  [[ -n "\${found[1]}" ]] && compadd -a found || _files
}
compdef _visuals visuals
`,
  fish: `# visuals completion fish > ~/.config/fish/completions/visuals.fish
function __visuals_words
  set -l command visuals
  command -q visuals; or set command ./node_modules/.bin/visuals
  set -l typed (commandline -opc) (commandline -ct)
  set -l found ($command completion words -- $typed[2..] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c visuals -f -a '(__visuals_words)'
`,
  powershell: `# visuals completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName visuals -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($typed -eq '') { $words += '""' }
  $command = if (Get-Command visuals -ErrorAction SilentlyContinue) { 'visuals' } else { './node_modules/.bin/visuals' }
  & $command completion words -- @words 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`,
};
