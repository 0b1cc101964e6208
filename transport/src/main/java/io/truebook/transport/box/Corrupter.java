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
    private Corrupter() {}

    /** Changes one digit of one level's price or size, or gives null when the frame has no level. */
    static byte[] digit(byte[] payload, Pattern levelNumber, SplittableRandom random) {
        String text = new String(payload, StandardCharsets.UTF_8);
        List<Integer> places = new ArrayList<>();
        Matcher numbers = levelNumber.matcher(text);
        while (numbers.find()) {
            for (int group = 1; group <= numbers.groupCount(); group++) {
                // Not the first digit: a leading zero would be no JSON number.
                for (int i = numbers.start(group) + 1; i < numbers.end(group); i++) {
                    if (text.charAt(i) != '.') {
                        places.add(i);
                    }
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
        return shortened(payload, random);
    }

    /** The beginning of the frame, which is no JSON. */
    static byte[] shortened(byte[] payload, SplittableRandom random) {
        return Arrays.copyOf(payload, 1 + random.nextInt(payload.length - 1));
    }

    /** Another checksum in the frame; null when it has none. */
    static byte[] checksum(byte[] payload, Pattern checksum, SplittableRandom random) {
        String text = new String(payload, StandardCharsets.UTF_8);
        Matcher found = checksum.matcher(text);
        if (!found.find()) {
            return null;
        }
        long value = Long.parseLong(found.group(1));
        long other = 1 + random.nextInt(Integer.MAX_VALUE);
        return (text.substring(0, found.start(1)) + (other == value ? other - 1 : other) + text.substring(found.end(1)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
