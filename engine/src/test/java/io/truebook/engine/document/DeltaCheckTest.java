package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaCheckTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final Snapshot STATE = new Snapshot(
            SnapshotType.TICKER, "X", Value.parse("{\"a\":{\"b\":1},\"l\":[1,2]}"), 0, Snapshot.NO_ID, 10, null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"path\":\"a\",\"data\":1}~type is missing~-",
                "{\"type\":\"update\",\"data\":1}~path is missing~-",
                "{\"type\":\"update\",\"path\":\"a\"}~data is missing~-",
                "{\"type\":\"upsert\",\"path\":\"a\",\"data\":1}~unknown delta type~-",
                "{\"type\":\"update\",\"path\":\"a[\",\"data\":1}~position~-",
                "{\"type\":\"update\",\"path\":\"x.y\",\"data\":1}~nothing stands~-",
                "{\"type\":\"insert\",\"path\":\"\",\"data\":1}~insert needs a path~-",
                "{\"type\":\"snapshot\",\"path\":\"\",\"data\":{},\"sequenceId\":11}~-~-", // defect E-9
                "{\"type\":\"update\",\"path\":\"a\",\"data\":1,\"sequenceId\":11}~-~a object becomes a number",
                "{\"type\":\"update\",\"path\":\"a.b\",\"data\":2,\"sequenceId\":10}~-~not newer than 10",
                "{\"type\":\"delete\",\"path\":\"x\"}~-~nothing stands there",
                "{\"type\":\"update\",\"path\":\"a.b\",\"data\":2,\"sequenceId\":11}~-~-",
            })
    void shouldTellFatalFromOdd(String message, String fatal, String warning) {
        final DeltaCheck check = DeltaCheck.of(STATE, (ObjectValue) Value.parse(message), Deltas.STRICT);
        assertThat(check.isValid()).isEqualTo(fatal == null);
        if (fatal == null) {
            assertThat(check.fatal()).isEmpty();
        } else {
            assertThat(check.fatal()).singleElement().asString().contains(fatal);
        }
        if (warning == null) {
            assertThat(check.warnings()).isEmpty();
        } else {
            assertThat(check.warnings()).singleElement().asString().contains(warning);
        }
    }

    /** Whatever the message: valid exactly when applying it works, and the state before is untouched. */
    @Test
    void shouldAgreeWithApplyingOnAnyMessage() {
        final Random random = new Random(SEED);
        final String[] paths = {
            "a", "a.b", "l[0]", "l[2]", "l.x", "x.y", "", "$", "a[0]", "l[1].z", "bids", "[", "a.b.c"
        };
        final String[] datas = {"1", "null", "[]", "{}", "[1,2]", "\"t\"", "{\"price\":1,\"amount\":0}"};
        final String[] types = {"insert", "update", "delete", "snapshot", "upsert"};
        final String before = STATE.data().toJson();
        for (int i = 0; i < 20_000; i++) {
            final ObjectValue message = (ObjectValue) Value.parse("{\"type\":\"" + types[random.nextInt(5)]
                    + "\",\"path\":\"" + paths[random.nextInt(paths.length)] + "\",\"data\":"
                    + datas[random.nextInt(datas.length)] + "}");
            final Deltas deltas = random.nextBoolean() ? Deltas.STRICT : Deltas.CREATING;
            final DeltaCheck check = DeltaCheck.of(STATE, message, deltas);
            boolean applied;
            try {
                applied = deltas.apply(STATE, Delta.parse(message)).success();
            } catch (DocumentException e) {
                applied = false;
            }
            assertThat(check.isValid()).as("seed=%d, message=%s", SEED, message).isEqualTo(applied);
        }
        assertThat(STATE.data().toJson()).isEqualTo(before);
    }
}
