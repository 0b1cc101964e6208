package io.truebook.transport.box;

import io.truebook.engine.recording.Entry;
import io.truebook.engine.recording.Recording;
import io.truebook.engine.recording.RecordingReader;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recording's frames and answers; what the recorder's client sent is left out, our own clients say their own. */
final class RecordedFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedFeed.class);

    private final Recording recording;
    private final Map<String, Instrument> instruments;

    RecordedFeed(Recording recording, Map<String, Instrument> instruments) {
        this.recording = recording;
        this.instruments = instruments;
    }

    /** Hands every frame and answer of the recording to {@code taker}: what is to be known before serving. */
    static void scan(Recording recording, Consumer<FeedFrame> taker) {
        recording.forEach(entry -> {
            FeedFrame frame = frame(entry);
            if (frame != null) {
                taker.accept(frame);
            }
        });
    }

    private static FeedFrame frame(Entry entry) {
        return switch (entry.kind()) {
            case FRAME -> new FeedFrame(entry.timeNs(), entry.payload(), null);
            case ANSWER -> new FeedFrame(entry.timeNs(), entry.payload(), entry.url());
            default -> null;
        };
    }

    @Override
    public Map<String, Instrument> instruments() {
        return instruments;
    }

    @Override
    public Pass open() {
        RecordingReader reader = recording.read();
        return new Pass() {
            @Override
            public FeedFrame next() {
                for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
                    FeedFrame frame = frame(entry);
                    if (frame != null) {
                        return frame;
                    }
                }
                reader.notes().forEach(LOG::warn);
                return null;
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
