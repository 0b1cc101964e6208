package io.truebook.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6902 (appendix A), RFC 6901 (section 5) and RFC 7396 (section 3, appendix A). */
class JsonPatchTest {
    private static Value patch(String document, String patch) {
        return JsonPatch.of(Value.parse(patch)).apply(Value.parse(document));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "A.1~{\"foo\":\"bar\"}~[{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}]"
                        + "~{\"baz\":\"qux\",\"foo\":\"bar\"}",
                "A.2~{\"foo\":[\"bar\",\"baz\"]}~[{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}]"
                        + "~{\"foo\":[\"bar\",\"qux\",\"baz\"]}",
                "A.3~{\"baz\":\"qux\",\"foo\":\"bar\"}~[{\"op\":\"remove\",\"path\":\"/baz\"}]~{\"foo\":\"bar\"}",
                "A.4~{\"foo\":[\"bar\",\"qux\",\"baz\"]}~[{\"op\":\"remove\",\"path\":\"/foo/1\"}]"
                        + "~{\"foo\":[\"bar\",\"baz\"]}",
                "A.5~{\"baz\":\"qux\",\"foo\":\"bar\"}~[{\"op\":\"replace\",\"path\":\"/baz\",\"value\":\"boo\"}]"
                        + "~{\"baz\":\"boo\",\"foo\":\"bar\"}",
                "A.6~{\"foo\":{\"bar\":\"baz\",\"waldo\":\"fred\"},\"qux\":{\"corge\":\"grault\"}}"
                        + "~[{\"op\":\"move\",\"from\":\"/foo/waldo\",\"path\":\"/qux/thud\"}]"
                        + "~{\"foo\":{\"bar\":\"baz\"},\"qux\":{\"corge\":\"grault\",\"thud\":\"fred\"}}",
                "A.7~{\"foo\":[\"all\",\"grass\",\"cows\",\"eat\"]}"
                        + "~[{\"op\":\"move\",\"from\":\"/foo/1\",\"path\":\"/foo/3\"}]"
                        + "~{\"foo\":[\"all\",\"cows\",\"eat\",\"grass\"]}",
                "A.8~{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]}~[{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"qux\"},"
                        + "{\"op\":\"test\",\"path\":\"/foo/1\",\"value\":2}]~{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]}",
                "A.10~{\"foo\":\"bar\"}~[{\"op\":\"add\",\"path\":\"/child\",\"value\":{\"grandchild\":{}}}]"
                        + "~{\"foo\":\"bar\",\"child\":{\"grandchild\":{}}}",
                "A.11~{\"foo\":\"bar\"}~[{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\",\"xyz\":123}]"
                        + "~{\"foo\":\"bar\",\"baz\":\"qux\"}",
                "A.16~{\"foo\":[\"bar\"]}~[{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"abc\",\"def\"]}]"
                        + "~{\"foo\":[\"bar\",[\"abc\",\"def\"]]}",
                "copy~{\"a\":{\"b\":1}}~[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/c\"}]~{\"a\":{\"b\":1},\"c\":{\"b\":1}}",
                "null~{\"a\":1}~[{\"op\":\"add\",\"path\":\"/b\",\"value\":null}]~{\"a\":1,\"b\":null}",
                "root~{\"a\":1}~[{\"op\":\"replace\",\"path\":\"\",\"value\":[1]}]~[1]",
                "number~{\"a\":1.0}~[{\"op\":\"test\",\"path\":\"/a\",\"value\":10e-1}]~{\"a\":1.0}",
            })
    void shouldPatchAsTheRfcSays(String name, String document, String patch, String expected) {
        assertThat(patch(document, patch)).isEqualTo(Value.parse(expected));
    }

    @Test
    void shouldUnescapeTildeBeforeSlashAsA14Says() {
        final String document = "{\"/\":9,\"~1\":10}";
        assertThat(patch(document, "[{\"op\":\"test\",\"path\":\"/~01\",\"value\":10}]"))
                .isEqualTo(Value.parse(document));
        assertThatThrownBy(() -> patch(document, "[{\"op\":\"test\",\"path\":\"/~01\",\"value\":\"10\"}]")) // A.15
                .hasMessageContaining("test failed");
    }

    @Test
    void shouldFindWhatThePointersOfRfc6901Name() {
        final Value document = Value.parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
                + "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
        final String[] pointers = {"/", "/a~1b", "/c%d", "/e^f", "/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n"};
        for (int i = 0; i < pointers.length; i++) {
            assertThat(JsonPointer.compile(pointers[i]).get(document)).isEqualTo(Decimal.of(i));
        }
        assertThat(JsonPointer.compile("").get(document)).isSameAs(document);
        assertThat(JsonPointer.compile("/foo/0").get(document)).isEqualTo(new Text("bar"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"bar\"}]|test failed", // A.9
                "[{\"op\":\"add\",\"path\":\"/x/y\",\"value\":1}]|nothing stands at 'x'", // A.12
                "[{\"op\":\"remove\",\"path\":\"/x\"}]|nothing stands",
                "[{\"op\":\"replace\",\"path\":\"/x\",\"value\":1}]|nothing stands",
                "[{\"op\":\"add\",\"path\":\"/foo/3\",\"value\":1}]|index 3 is past the end",
                "[{\"op\":\"add\",\"path\":\"/foo/01\",\"value\":1}]|is no index",
                "[{\"op\":\"remove\",\"path\":\"/foo/-\"}]|is no index",
                "[{\"op\":\"remove\",\"path\":\"/foo/-1\"}]|is no index",
                "[{\"op\":\"move\",\"from\":\"/foo\",\"path\":\"/foo/0\"}]|into itself",
                "[{\"op\":\"add\",\"path\":\"baz\",\"value\":1}]|begins with /",
                "[{\"op\":\"add\",\"path\":\"/a~2\",\"value\":1}]|~ stands before 0 or 1",
                "[{\"op\":\"add\",\"path\":\"/a\"}]|value is missing",
                "[{\"op\":\"merge\",\"path\":\"/a\"}]|unknown op 'merge'",
                "[{\"op\":\"remove\",\"path\":\"\"}]|cannot be removed",
                "{\"op\":\"add\"}|array of operations",
            })
    void shouldRefuseAndNameTheOperation(String patch, String message) {
        assertThatThrownBy(() -> patch("{\"foo\":[\"a\",\"b\"],\"baz\":\"qux\"}", patch))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldChangeNothingWhenALaterOperationFails() {
        final Value document = Value.parse("{\"a\":1}");
        final JsonPatch patch = JsonPatch.of(Value.parse("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},"
                + "{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]"));
        assertThatThrownBy(() -> patch.apply(document)).hasMessageContaining("patch[1]");
        assertThat(document.toJson()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"}~{\"a\":\"c\"}~{\"a\":\"c\"}",
                "{\"a\":\"b\"}~{\"b\":\"c\"}~{\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}~{\"a\":null}~{}",
                "{\"a\":\"b\",\"b\":\"c\"}~{\"a\":null}~{\"b\":\"c\"}",
                "{\"a\":[\"b\"]}~{\"a\":\"c\"}~{\"a\":\"c\"}",
                "{\"a\":\"c\"}~{\"a\":[\"b\"]}~{\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}~{\"a\":{\"b\":\"d\",\"c\":null}}~{\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]}~{\"a\":[1]}~{\"a\":[1]}",
                "[\"a\",\"b\"]~[\"c\",\"d\"]~[\"c\",\"d\"]",
                "{\"a\":\"b\"}~[\"c\"]~[\"c\"]",
                "{\"a\":\"foo\"}~null~null",
                "{\"a\":\"foo\"}~\"bar\"~\"bar\"",
                "{\"e\":null}~{\"a\":1}~{\"e\":null,\"a\":1}",
                "[1,2]~{\"a\":\"b\",\"c\":null}~{\"a\":\"b\"}",
                "{}~{\"a\":{\"bb\":{\"ccc\":null}}}~{\"a\":{\"bb\":{}}}",
            })
    void shouldMergeAsTheRfcSays(String target, String patch, String expected) {
        assertThat(MergePatch.apply(Value.parse(target), Value.parse(patch))).isEqualTo(Value.parse(expected));
    }

    @Test
    void shouldMergeTheArticleOfTheRfc() {
        final Value article = Value.parse("{\"title\":\"Goodbye!\",\"author\":{\"givenName\":\"John\","
                + "\"familyName\":\"Doe\"},\"tags\":[\"example\",\"sample\"],\"content\":\"This will be unchanged\"}");
        final Value patch = Value.parse("{\"title\":\"Hello!\",\"phoneNumber\":\"+01-123-456-7890\","
                + "\"author\":{\"familyName\":null},\"tags\":[\"example\"]}");
        assertThat(MergePatch.apply(article, patch))
                .isEqualTo(Value.parse("{\"title\":\"Hello!\",\"author\":{\"givenName\":\"John\"},"
                        + "\"tags\":[\"example\"],\"content\":\"This will be unchanged\","
                        + "\"phoneNumber\":\"+01-123-456-7890\"}"));
    }
}
