package io.truebook.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void shouldFillInTheDefaultPortAndPath() {
        Endpoint plain = Endpoint.parse("ws://example.org", "ws", "wss");
        Endpoint tls = Endpoint.parse("WSS://ws.kraken.com/v2", "ws", "wss");

        assertThat(plain).isEqualTo(new Endpoint(false, "example.org", 80, "/"));
        assertThat(tls).isEqualTo(new Endpoint(true, "ws.kraken.com", 443, "/v2"));
        assertThat(tls.hostHeader()).isEqualTo("ws.kraken.com");
    }

    @Test
    void shouldKeepPortQueryAndAnAddressInBrackets() {
        Endpoint endpoint = Endpoint.parse("http://[::1]:8080/a?b=c&d=%2F#left out", "http", "https");

        assertThat(endpoint).isEqualTo(new Endpoint(false, "::1", 8080, "/a?b=c&d=%2F"));
        assertThat(endpoint.hostHeader()).isEqualTo("[::1]:8080");
    }

    @Test
    void shouldEncodeWhatMayNotStandInARequestLine() {
        Endpoint endpoint = Endpoint.parse("https://h/t?symbols=[\"BTC USDT\",\"币\"]\r\nX: y", "http", "https");

        assertThat(endpoint.target()).isEqualTo("/t?symbols=%5B%22BTC%20USDT%22,%22%E5%B8%81%22%5D%0D%0AX:%20y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org/x",
                "http://example.org",
                "ws://",
                "ws://host:0/",
                "ws://host:65536/",
                "ws://host:http/",
                "ws://user:secret@host/",
                "ws://ho st/"
            })
    void shouldNameTheUrlAndWhatIsWrongWithIt(String url) {
        assertThatThrownBy(() -> Endpoint.parse(url, "ws", "wss"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url);
    }
}
