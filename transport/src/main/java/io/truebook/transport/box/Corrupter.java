package io.truebook.transport.box;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages frames. */
final class Corrupter {
    private static final Pattern KRAKEN_NUMBER = Pattern.compile("\"(?:price|qty)\":([0-9.]{2,})");

    private Corrupter() {}

    /** Changes one digit of one level's price or size, or gives null when the frame has no level. */
    static byte[] digit(byte[] payload, SplittableRandom random) {
        String text = new String(payload, StandardCharsets.UTF_8);
        List<Integer> places = new ArrayList<>();
        Matcher numbers = KRAKEN_NUMBER.matcher(text);
        while (numbers.find()) {
            // Not the first digit: a leading zero would be no JSON number.
            for (int i = numbers.start(1) + 1; i < numbers.end(1); i++) {
                if (text.charAt(i) != '.') {
                    places.add(i);
                }
            }
        }
        if (places.isEmpty()) {
            return null;
        }
        int place = places.get(random.nextInt(places.size()));
        int digit = text.charAt(place) - '0';
        char other = (char) ('0' + (digit + 1 + random.nextInt(9)) % 10);
        return (text.substring(0, place) + other + text.substring(place + 1)).getBytes(StandardCharsets.UTF_8);
    }

    /** A frame that does not parse: cut short, or with one structural character changed. */
    static byte[] json(byte[] payload, SplittableRandom random) {
        if (random.nextBoolean()) {
            List<Integer> places = new ArrayList<>();
            boolean quoted = false;
            for (int i = 0; i < payload.length; i++) {
                if (payload[i] == '"') {
                    quoted = !quoted;
                } else if (!quoted && "{}[]:,".indexOf(payload[i]) >= 0) {
                    places.add(i);
                }
            }
            byte[] damaged = payload.clone();
            damaged[places.get(random.nextInt(places.size()))] = '#';
            if (Json.parse(damaged) == null) {
                return damaged;
            }
        }
        return Arrays.copyOf(payload, 1 + random.nextInt(payload.length - 1));
    }
}
