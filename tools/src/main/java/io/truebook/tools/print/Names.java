package io.truebook.tools.print;

import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * What the numbers in records are called: venue indexes and instrument ids. Learns from the records that pass
 * ({@code configured} names the venues, {@code instrument} the instruments), so a reader that starts in the middle of a
 * journal feeds it what stands before.
 */
public final class Names {
    private final List<String> venues = new ArrayList<>();
    private final Map<Integer, String> instruments = new HashMap<>();

    /** Takes what the record says about names; any record may be given. */
    public void learn(DirectBuffer buffer, int offset) {
        final int type = Envelope.type(buffer, offset);
        if (type == OutputType.INSTRUMENT) {
            final int body = offset + Envelope.BYTES;
            instruments.put(InstrumentBody.instrument(buffer, body), InstrumentBody.text(buffer, body));
        } else if (type == InputType.CONFIGURED) {
            configured(ConfiguredBody.decode(buffer, offset + Envelope.BYTES));
        }
    }

    private void configured(ConfiguredBody body) {
        venues.clear();
        // the first file is the profile, the others are its venues in the order of their indexes
        for (ConfiguredBody.ConfigFile file :
                body.files().subList(1, body.files().size())) {
            final String name = file.name().substring(file.name().lastIndexOf('/') + 1);
            final int dot = name.lastIndexOf('.');
            venues.add(dot < 0 ? name : name.substring(0, dot));
        }
    }

    /** The venue's id, {@code #index} where it is not known, null for an index below 0. */
    public String venue(int index) {
        if (index < 0) {
            return null;
        }
        return index < venues.size() ? venues.get(index) : "#" + index;
    }

    /** {@code VENUE:SYMBOL}, {@code #id} where it is not known, null for an id below 0. */
    public String instrument(int id) {
        if (id < 0) {
            return null;
        }
        final String name = instruments.get(id);
        return name != null ? name : "#" + id;
    }
}
