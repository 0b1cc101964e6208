package io.truebook.tools.simulate;

import java.util.Arrays;

/**
 * The numbers that a venue gave to the states of one book: they may fall, and one may come again. Indexes begin at 1 and
 * rise with time.
 */
final class Numbers {
    private long[] numbers = new long[1024];
    private int[] changes = new int[1024];
    private int last;

    /** The book as of so many changes of its history has this number. */
    void add(long number, int changeCount) {
        if (++last == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * last);
            changes = Arrays.copyOf(changes, 2 * last);
        }
        numbers[last] = number;
        changes[last] = changeCount;
    }

    /** Index of the last one, 0 before the first. */
    int last() {
        return last;
    }

    long number(long index) {
        return numbers[(int) index];
    }

    int changes(long index) {
        return changes[(int) index];
    }

    /**
     * Index of the last state that is no newer than so many changes, or else of the first since the numbers fell: before
     * that they may be the same as now.
     */
    int at(int changeCount) {
        int index = last;
        while (index > 1 && changes[index] > changeCount && numbers[index - 1] < numbers[index]) {
            index--;
        }
        return index;
    }
}
