package io.truebook.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Forces the files that an appender has written since the last force. Chronicle's own {@code sync} does not do: by
 * default it reaches no disk, and it never covers more than the chunk mapped at the moment. {@code fdatasync} on the
 * file covers data, index pages and header alike. The appender's thread.
 */
final class FileForcer implements AutoCloseable {
    private final Path directory;
    private final Consumer<Path> observer;

    /** Files left by a roll since the last force, oldest first. */
    private final List<Path> left = new ArrayList<>();

    private Path currentFile;
    private FileChannel currentChannel;
    private boolean newEntries;

    /** @param observer told of each file and directory after it was forced */
    FileForcer(final Path directory, final Consumer<Path> observer) {
        this.directory = directory;
        this.observer = observer;
    }

    /** The appender writes to that file from now on. */
    void use(final Path file) throws IOException {
        if (currentFile != null) {
            left.add(currentFile);
            currentChannel.close();
        }
        currentFile = file;
        currentChannel = FileChannel.open(file, StandardOpenOption.WRITE);
        newEntries = true;
    }

    void force() throws IOException {
        if (currentFile == null) {
            return;
        }
        if (!left.isEmpty()) {
            for (final Path file : left) {
                DurableFiles.force(file);
                observer.accept(file);
            }
            left.clear();
        }
        currentChannel.force(false);
        observer.accept(currentFile);
        if (newEntries) {
            DurableFiles.forceDirectory(directory);
            observer.accept(directory);
            newEntries = false;
        }
    }

    @Override
    public void close() throws IOException {
        if (currentChannel != null) {
            currentChannel.close();
        }
    }
}
