package io.truebook.transport.box;

import io.truebook.engine.recording.Recording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A recording whose instruments are learnt by reading it once: decimals from the literals, depth from the topics'
 * names.
 */
final class LearntFeed {
    private LearntFeed() {}

    /** {@code depthOf} says the depth that a topic's name means; 0 where it carries the whole book. */
    static Feed of(String venue, Recording recording, Dialect reader, ToIntFunction<String> depthOf) {
        Map<String, Instrument> instruments = new LinkedHashMap<>();
        RecordedFeed.scan(recording, frame -> {
            var messages = reader.read(frame);
            if (messages == null) {
                return;
            }
            for (BookMessage message : messages) {
                if (message.kind() == BookMessage.Kind.OTHER || message.kind() == BookMessage.Kind.CHECKSUM) {
                    continue;
                }
                Instrument seen = instruments.get(message.symbol());
                int price = seen == null ? 0 : seen.priceDecimals();
                int size = seen == null ? 0 : seen.sizeDecimals();
                for (BookMessage.Change change : message.changes()) {
                    price = Math.max(price, change.price().scale());
                    size = Math.max(size, change.size().scale());
                }
                int depth = depthOf.applyAsInt(message.topic());
                instruments.put(message.symbol(), new Instrument(message.symbol(), price, size, depth));
            }
        });
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException(
                    venue + ": recording " + recording.files() + " holds no book; give another venue or file");
        }
        return new RecordedFeed(recording, instruments);
    }
}
