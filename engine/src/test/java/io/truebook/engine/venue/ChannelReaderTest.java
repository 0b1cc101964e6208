package io.truebook.engine.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.venue.Policies.SnapshotOnConnect;
import io.truebook.engine.venue.VenueDefinition.Auth;
import io.truebook.engine.venue.VenueDefinition.AuthType;
import io.truebook.engine.venue.VenueDefinition.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System A's channel model: access, templates with variables, filters, kinds of authentication. */
class ChannelReaderTest {
    private static final SnapshotOnConnect POLICY = new SnapshotOnConnect(true, 0, 50);

    private static String file(String channels) {
        return """
                id: some-venue
                title: Some venue
                websocket:
                  url: wss://example.com/ws
                  session: {silenceMs: 1000}
                  channels:
                    CHANNELS
                decode:
                  frames:
                    messages:
                      - kind: heartbeat
                        when: {'$.type': beat}
                """.replace("CHANNELS", channels);
    }

    private static VenueDefinition load(String channels) {
        return VenueLoader.parse("v.yaml", file(channels));
    }

    private static List<String> errors(String channels) {
        try {
            load(channels);
            return List.of();
        } catch (DefinitionException e) {
            return e.errors();
        }
    }

    private static String rendered(Channel channel, int depth) {
        return Templates.render(channel.subscribe(), "BTC/usd", depth, POLICY, 7);
    }

    @Test
    void shouldReplaceEachVariableOfATemplateThatIsATextOrAnObject() {
        final Channel text = load("- {name: a, type: book, subscribe: 'sub ${symbol} ${symbol:lower} ${symbol:upper}"
                        + " ${symbol:plain} ${depth} ${depth=25} ${trades} ${snapshot} ${id}'}")
                .channels()
                .get(0);
        assertThat(rendered(text, 0)).isEqualTo("sub BTC/usd btc/usd BTC/USD BTCusd 0 25 50 true 7");
        assertThat(rendered(text, 10)).isEqualTo("sub BTC/usd btc/usd BTC/USD BTCusd 10 10 50 true 7");
        final Channel object =
                load("- {name: a, type: book, subscribe: {op: sub, args: ['book.${symbol}'], id: '${id}'}}")
                        .channels()
                        .get(0);
        assertThat(rendered(object, 0)).isEqualTo("{\"op\":\"sub\",\"args\":[\"book.BTC/usd\"],\"id\":\"7\"}");
    }

    @Test
    void shouldResolveVariablesFromParametersContextAndComputation() {
        final Channel channel = load("""
                - name: a
                      type: book
                      subscribe: '${pair} ${levels} ${request} ${stream}'
                      variables:
                        pair: {source: parameter, path: symbol}
                        levels: {source: parameter, path: depth, default: 100}
                        request: {source: context, path: id}
                        stream: {source: computed, compute: lower(symbol)}
                """).channels().get(0);
        assertThat(rendered(channel, 0)).isEqualTo("BTC/usd 100 7 btc/usd");
        assertThat(rendered(channel, 5)).isEqualTo("BTC/usd 5 7 btc/usd");
    }

    @Test
    void shouldRefuseAVariableThatNobodyKnowsWhenTheDefinitionLoads() {
        assertThat(errors("- {name: a, type: book, subscribe: 'x ${symbl}'}"))
                .singleElement()
                .asString()
                .startsWith(
                        "v.yaml:7: websocket.channels.0.subscribe: unknown variable 'symbl', name one of variables");
        assertThat(errors(
                        "- {name: a, type: book, subscribe: '${v}', variables: {v: {source: context, path: symbol}}}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:7: websocket.channels.0.variables.v.path: 'symbol' is none");
        assertThat(errors("- {name: a, type: book, subscribe: '${v}', variables: {v: {source: computed}}}"))
                .singleElement()
                .asString()
                .isEqualTo("v.yaml:7: websocket.channels.0.variables.v.compute: missing, add it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: listenKey, listenKeyEndpoint: /key, listenKeyRefreshInterval: 60000} | LISTEN_KEY
            {type: signature, signatureFields: [apiKey, nonce]}                         | SIGNATURE
            {type: token}                                                               | TOKEN
            {type: challenge, challengeHandler: sign-challenge}                         | CHALLENGE
            """)
    void shouldDeclareEachKindOfAuthenticationAndSayThatItIsNotRun(String auth, AuthType type) {
        final String channels = "- {name: orders, type: other, access: private, subscribe: x, auth: " + auth + "}\n"
                + "    - {name: book, type: book, subscribe: y}";
        final Channel channel = load(channels).channels().get(0);
        assertThat(channel.isPublic()).isFalse();
        assertThat(channel.auth().type()).isEqualTo(type);
        final ConfigFile definition = new ConfigFile("v.yaml", file(channels));
        final Configuration all = Configuration.parse(
                List.of(new ConfigFile("p.yaml", "venues: [{id: some-venue, symbols: [A]}]"), definition));
        assertThat(all.venues().get(0).channels()).as("the public ones").containsExactly(1);
        assertThatThrownBy(() -> Configuration.parse(List.of(
                        new ConfigFile("p.yaml", "venues: [{id: some-venue, symbols: [A], channels: [orders]}]"),
                        definition)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("p.yaml")
                .hasMessageContaining("private (" + type + "); private connections are not run yet, leave it out");
    }

    @Test
    void shouldKeepWhatAKindOfAuthenticationNeedsAndRefuseWhatItDoesNot() {
        final String start = "- {name: a, type: other, access: private, subscribe: x, auth: ";
        assertThat(load(start + "{type: listenKey, listenKeyEndpoint: /key}}")
                        .channels()
                        .get(0)
                        .auth())
                .isEqualTo(new Auth(AuthType.LISTEN_KEY, "/key", 1_800_000_000_000L, List.of(), null));
        assertThat(errors(start + "{type: listenKey}}").toString()).contains("auth.listenKeyEndpoint: missing");
        assertThat(errors(start + "{type: signature}}").toString()).contains("auth.signatureFields: missing");
        assertThat(errors(start + "{type: challenge}}").toString()).contains("auth.challengeHandler: missing");
        assertThat(errors(start + "{type: token, listenKeyEndpoint: /key}}").toString())
                .contains("auth.listenKeyEndpoint: not allowed here");
        assertThat(errors(start + "{type: password}}").toString()).contains("auth.type");
        assertThat(errors("- {name: a, type: other, access: private, subscribe: x}")
                        .toString())
                .contains("v.yaml:7: websocket.channels.0.access: private, so add auth");
        assertThat(errors("- {name: a, type: other, subscribe: x, auth: {type: token}}")
                        .toString())
                .contains("a public channel needs none");
    }

    @Test
    void shouldRefuseAFilterThatFiltersNothingOrSaysTwoThings() {
        assertThat(errors("- {name: a, type: book, messageFilter: {field: type, value: x}}")
                        .toString())
                .contains(
                        "v.yaml:7: websocket.channels.0.messageFilter: no message of decode.frames names the channel");
        assertThat(errors("- {name: a, type: book, messageFilter: {field: type}}"))
                .isNotEmpty();
        assertThat(errors("- {name: a, type: book, messageFilter: {field: type, value: x, pattern: y}}"))
                .isNotEmpty();
    }
}
