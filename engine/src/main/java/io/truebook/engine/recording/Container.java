package io.truebook.engine.recording;

/** How a recording is laid out inside its file, compression aside. */
public enum Container {
    /** Cryptofeed's text: {@code url <-> t}, {@code url <- t: text}, {@code t: frame}, {@code url -> t: body}. */
    CRYPTOFEED_TEXT,
    /** Cryptofeed's third form: a JSON object a line, {@code t} = header, http, connect, send or recv. */
    CRYPTOFEED_JSON,
    /** Crossbook's {@code CBCAP1}: {@code ns length\n}, then so many bytes. */
    CBCAP,
    /** {@code receive-ns frame} a line, as in hftbacktest; REST snapshots stand among the frames. */
    STAMPED_LINES,
    /** Lines <code>{"rx_ns":…,"frame":…}</code>. */
    RX_NS_LINES,
    /** Frames joined by {@code ;;}, without times. */
    JOINED,
    /** A JSON document with an array of frame strings at any key, or a bare array of them. */
    DOCUMENT,
    /** One JSON document that is itself the only frame. */
    SINGLE_FRAME,
    /** Plain frames, one a line, without times. */
    PLAIN_LINES
}
