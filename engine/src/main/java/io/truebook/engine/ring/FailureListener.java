package io.truebook.engine.ring;

/** Is told, once, that a handler failed; the engine has stopped taking input. Called on the failing thread. */
@FunctionalInterface
public interface FailureListener {
    /**
     * @param stage name of the handler's thread
     * @param position of the input at which it failed, 0 where it has none yet
     */
    void onFailure(String stage, long position, Throwable cause);
}
