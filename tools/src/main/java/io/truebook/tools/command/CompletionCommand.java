package io.truebook.tools.command;

import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Manners;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the shell's completion script. */
@Command(
        name = "completion",
        description = "Print a completion script for the shell.",
        footer = {"", "Example:", "  source <(truebook completion bash)"})
public final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Mixin
    private Manners manners;

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        final CommandLine root = spec.root().commandLine();
        // zsh reads bash's script once its own compatibility functions are loaded
        if (shell == Shell.zsh) {
            console.out().println("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
        }
        console.out().print(AutoComplete.bash(root.getCommandName(), root));
        return 0;
    }
}
