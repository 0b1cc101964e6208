package io.truebook.tools.admin;

import io.truebook.engine.book.Condition;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.core.SessionState;
import io.truebook.engine.record.Command;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.SessionBody;
import io.truebook.engine.ring.OutputListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;

/**
 * Where commands wait for what became of them: each has a ticket, which the core's answer bears, and then follows the
 * outputs until what was asked for stands. The publishing thread calls {@link #onOutput}, which costs a look at an empty
 * queue while nobody waits; any thread opens and awaits.
 */
public final class CommandDesk implements OutputListener {
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tickets = new AtomicInteger();

    /** A command on its way: to be awaited once, and closed. */
    public final class Waiting implements AutoCloseable {
        private final int ticket = tickets.incrementAndGet();
        private final String verb;
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch finished = new CountDownLatch(1);

        // written by the publishing thread before it counts a latch down, read after that
        private int venue;
        private int instrument;
        private long left;
        private volatile long position;
        private volatile boolean done;
        private volatile int condition = -1;

        private Waiting(String verb) {
            this.verb = verb;
        }

        int ticket() {
            return ticket;
        }

        /** Position of the command in the journal. */
        long position() {
            return position;
        }

        /** False when the core could not carry it out. */
        boolean isDone() {
            return done;
        }

        /** The condition of the book as known last, null for a command that concerns none. */
        String condition() {
            return condition < 0 ? null : Condition.name((byte) condition);
        }

        /** Waits for the core's answer; false when the time is over. */
        boolean awaitAnswer(long millis) throws InterruptedException {
            return answered.await(millis, TimeUnit.MILLISECONDS);
        }

        /** Waits until what was asked for stands; false when the time is over. */
        boolean awaitFinish(long millis) throws InterruptedException {
            return finished.await(millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            waiting.remove(this);
        }

        private void on(DirectBuffer record, int offset) {
            final int body = offset + Envelope.BYTES;
            final int type = Envelope.type(record, offset);
            if (type == OutputType.EVENT) {
                onEvent(record, offset, body);
            } else if (answered.getCount() > 0 || Envelope.venue(record, offset) != venue) {
                return;
            } else if (type == OutputType.CONDITION && ConditionBody.instrument(record, body) == instrument) {
                onCondition(ConditionBody.to(record, body));
            } else if (type == OutputType.SESSION) {
                onSession(SessionBody.state(record, body));
            }
        }

        private void onEvent(DirectBuffer record, int offset, int body) {
            final int kind = EventBody.kind(record, body);
            final boolean answer = kind == EventKind.COMMAND_DONE || kind == EventKind.BAD_COMMAND;
            if (answer && EventBody.expected(record, body) == ticket) {
                position = Envelope.cause(record, offset);
                venue = Envelope.venue(record, offset);
                instrument = EventBody.instrument(record, body);
                done = kind == EventKind.COMMAND_DONE;
                begin(EventBody.actual(record, body));
                answered.countDown();
            } else if (kind == EventKind.SYMBOL_REMOVED
                    && answered.getCount() == 0
                    && verb.equals(Command.REMOVE)
                    && EventBody.instrument(record, body) == instrument) {
                finished.countDown();
            }
        }

        private void begin(long standing) {
            left = standing;
            final boolean book = verb.equals(Command.ADD) || verb.equals(Command.RESYNC);
            if (!done || standing < 0 || !book && standing == 0) {
                finished.countDown();
            } else if (book) {
                onCondition((byte) standing);
            }
        }

        private void onCondition(byte to) {
            final boolean book = verb.equals(Command.ADD) || verb.equals(Command.RESYNC);
            if (book) {
                condition = to;
                if (to == Condition.LIVE || to == Condition.UNVERIFIED || to == Condition.BROKEN) {
                    finished.countDown();
                }
            }
        }

        private void onSession(int state) {
            final boolean reached = verb.equals(Command.PAUSE) && state == SessionState.DOWN
                    || verb.equals(Command.RESUME) && state == SessionState.UP;
            if (reached && --left <= 0) {
                finished.countDown();
            }
        }
    }

    /** A place for a command; before the command goes out. */
    public Waiting open(String verb) {
        final Waiting place = new Waiting(verb);
        waiting.add(place);
        return place;
    }

    @Override
    public void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Waiting place : waiting) {
            place.on(record, offset);
        }
    }
}
