package io.truebook.tools.command;

import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stands in the help; the launcher runs the tests itself, because they need Maven and not the built program. */
@Command(
        name = "test",
        description = "Run the project's tests (the launcher does this).",
        footer = {"", "Example:", "  ./truebook test"})
public final class TestCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Option(names = "--full", description = "Run the long ones too.")
    private boolean full;

    @Override
    public Integer call() {
        throw ToolException.usage("test: the launcher runs the tests; call ./truebook test in the project's folder");
    }
}
