package io.truebook.tools.cli;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.recording.RecordingException;
import io.truebook.engine.venue.DefinitionException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Turns whatever ended a command into one line and an exit code. */
public final class Failures {
    private Failures() {}

    /** One of {@link ExitCode}'s. */
    public static int exitCode(Throwable failure) {
        if (failure instanceof ToolException tool) {
            return tool.exitCode();
        }
        if (failure instanceof ClosedPipeException) {
            return ExitCode.OK;
        }
        if (failure instanceof DefinitionException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof IOException) {
            return ExitCode.MISSING;
        }
        return ExitCode.FAILED;
    }

    /** What, where and what to do, one line for each error; only a definition file has more than one. */
    public static List<String> lines(Throwable failure) {
        if (failure instanceof DefinitionException definition) {
            return definition.errors().stream().map(Failures::line).toList();
        }
        return List.of(line(describe(failure)));
    }

    /** {@code text} without line breaks. */
    public static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " | ");
    }

    private static String describe(Throwable failure) {
        if (failure instanceof ToolException
                || failure instanceof JournalException
                || failure instanceof RecordingException) {
            return failure.getMessage();
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder; check the path";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": access denied; check its permissions";
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "cannot be used" : file.getReason());
        }
        if (failure instanceof BindException) {
            return "the port cannot be used: " + failure.getMessage() + "; choose another one with --port";
        }
        if (failure instanceof IOException) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        return "internal error: " + failure + "; run it again with --debug and report the stack trace";
    }
}
