package io.truebook.tools.crash;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.transport.box.ClientListener.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds what the box heard against the requests in the journal: journaled first, executed once. */
final class Requests {
    private Requests() {}

    /** Requests in the journal by what the box hears of them. */
    static Map<String, Integer> journaled(Journal outputs) {
        final Map<String, Integer> counts = new TreeMap<>();
        try (JournalReader reader = outputs.reader()) {
            while (reader.next()) {
                if (Envelope.type(reader.buffer(), reader.offset()) == OutputType.REQUEST) {
                    final int body = reader.offset() + Envelope.BYTES;
                    final String text = RequestBody.text(reader.buffer(), body);
                    switch (RequestBody.kind(reader.buffer(), body)) {
                        case RequestBody.CONNECT -> counts.merge(Kind.CONNECT + " " + path(text), 1, Integer::sum);
                        case RequestBody.SEND -> counts.merge(Kind.SEND + " " + text, 1, Integer::sum);
                        case RequestBody.QUERY ->
                            counts.merge(
                                    Kind.QUERY + " " + path(text.substring(text.indexOf(' ') + 1)), 1, Integer::sum);
                        default -> {
                            // the box hears nothing of a close or a ping that it could be told by
                        }
                    }
                }
            }
        }
        return counts;
    }

    /** What the box heard more often than the journal says that it was asked, in words. */
    static List<String> complaints(Journal outputs, Map<String, Integer> heard) {
        final Map<String, Integer> journaled = journaled(outputs);
        final List<String> complaints = new ArrayList<>();
        heard.forEach((request, times) -> {
            final int stated = journaled.getOrDefault(request, 0);
            if (times > stated) {
                complaints.add(request + ": heard " + times + " times, journaled " + stated + " times");
            }
            // each frame bears a request id of its own
            if (request.startsWith(Kind.SEND.name()) && stated > 1) {
                complaints.add(request + ": journaled " + stated + " times, although its id is one request's alone");
            }
        });
        return complaints;
    }

    private static String path(String url) {
        final URI uri = URI.create(url);
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
    }
}
