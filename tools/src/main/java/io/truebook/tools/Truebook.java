package io.truebook.tools;

import io.truebook.tools.cli.ClosedPipeException;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Failures;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.command.BookCommand;
import io.truebook.tools.command.CheckCommand;
import io.truebook.tools.command.CompletionCommand;
import io.truebook.tools.command.CtlCommand;
import io.truebook.tools.command.DemoCommand;
import io.truebook.tools.command.ExchangeCommand;
import io.truebook.tools.command.JudgeCommand;
import io.truebook.tools.command.ReplayCommand;
import io.truebook.tools.command.RunCommand;
import io.truebook.tools.command.SimulateCommand;
import io.truebook.tools.command.StatsCommand;
import io.truebook.tools.command.TailCommand;
import io.truebook.tools.command.TestCommand;
import io.truebook.tools.command.VenueCommand;
import io.truebook.tools.command.VerifyCommand;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code truebook} command: finds the subcommand, runs it, and turns its end into an exit code and one line. */
@Command(
        name = "truebook",
        description = "Keeps exchange order books provably true.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ExchangeCommand.class,
            CheckCommand.class,
            TailCommand.class,
            SimulateCommand.class,
            StatsCommand.class,
            ReplayCommand.class,
            BookCommand.class,
            VerifyCommand.class,
            JudgeCommand.class,
            CtlCommand.class,
            VenueCommand.class,
            TestCommand.class,
            CompletionCommand.class
        },
        footer = {"", "Example:", "  truebook demo"})
public final class Truebook {
    private static final int HELP_WIDTH = 100;

    @Mixin
    private Manners manners;

    private Truebook() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Console.system(), arguments));
    }

    /** Runs a command inside this process and returns its exit code. Streams are flushed, nothing is closed. */
    public static int run(Console console, String... arguments) {
        final CommandLine line = commandLine(console);
        int exitCode;
        try {
            exitCode = line.execute(arguments);
        } catch (LinkageError e) {
            // the JVM refused a class what it needs, which the launcher's flags allow
            console.err()
                    .println("truebook: the JVM's flags are missing (" + Failures.line(e.toString())
                            + "); start it with ./truebook, or with the flags in config/jvm/");
            exitCode = ExitCode.MISSING;
        }
        try {
            console.flush();
        } catch (ClosedPipeException e) {
            exitCode = ExitCode.OK;
        }
        return exitCode;
    }

    /** The whole command with its subcommands; for {@link #run} and for tests that walk over them. */
    static CommandLine commandLine(Console console) {
        final CommandLine line = new CommandLine(new Truebook(), new Factory(console));
        line.setOut(new PrintWriter(console.out(), false));
        line.setErr(new PrintWriter(console.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((failure, arguments) -> usageError(console, failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failure(console, failure, parsed));
        return line;
    }

    private static int usageError(Console console, ParameterException failure) {
        final String name = failure.getCommandLine().getCommandSpec().qualifiedName();
        final StringBuilder text = new StringBuilder(Failures.line(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            final var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                text.append("; did you mean ")
                        .append(String.join(" or ", suggestions))
                        .append('?');
            }
        }
        console.err().println(name + ": " + text + "; see " + name + " --help");
        return ExitCode.USAGE;
    }

    private static int failure(Console console, Exception failure, CommandLine.ParseResult parsed) {
        if (failure instanceof ClosedPipeException) {
            return ExitCode.OK;
        }
        console.out().flush();
        Failures.lines(failure).forEach(line -> console.err().println("truebook: " + line));
        if (wantsStackTrace(parsed)) {
            failure.printStackTrace(console.err());
        }
        return Failures.exitCode(failure);
    }

    private static boolean wantsStackTrace(CommandLine.ParseResult parsed) {
        for (CommandLine.ParseResult level = parsed; level != null; level = level.subcommand()) {
            if (level.hasMatchedOption("--debug")) {
                return true;
            }
        }
        return false;
    }

    /** Gives each command the console. */
    private record Factory(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                final Class<?>[] parameters = constructor.getParameterTypes();
                if (parameters.length == 1 && parameters[0] == Console.class) {
                    constructor.setAccessible(true);
                    try {
                        return type.cast(constructor.newInstance(console));
                    } catch (InvocationTargetException e) {
                        throw new IllegalStateException("cannot make " + type, e.getCause());
                    }
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
