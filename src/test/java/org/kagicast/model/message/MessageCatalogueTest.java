package org.kagicast.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.model.message.CodedMessage.Value;

@DisplayName("The catalogues of messages")
class MessageCatalogueTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z][A-Za-z]*)[,}]");
    /// Outside a choice, which only asks for the parameter.
    private static final Pattern SHOWN = Pattern.compile("\\{([a-z][A-Za-z]*)\\}");
    private static final MessageCatalogue.Quantities QUANTITIES = new MessageCatalogue.Quantities() {

        @Override
        public String time(Instant at) {
            return "12:34";
        }

        @Override
        public String span(Duration length) {
            return length.toMillis() + " ミリ秒";
        }
    };
    private static final MessageCatalogue JAPANESE = MessageCatalogue.of(Locale.JAPANESE, QUANTITIES);

    private static final Set<String> REFUSALS = Set.of("OperatorException", "CallRefusedException");
    /// Packages and classes whose sentences no window shows.
    private static final Set<String> IN_ENGLISH = Set.of(
            // Commands, and what keeps a program from starting.
            "audit", "cli", "keytable/kek", "keytable/KeyIdAllocator", "keytable/sqlite/Database",
            "keytable/sqlite/KekRow", "keytable/sqlite/KeyTableBackup", "keytable/sqlite/ReplacedMark",
            "keytable/sqlite/Schema", "keytable/sqlite/SqliteKeyTable", "keytable/sqlite/TableFile", "lab/Scenario",
            "metrics/MetricsPort", "node/OwnAudit", "node/NodeClient", "node/program/DataFolder",
            "node/program/KeyServerProgram", "rpc/network/ServerSetup", "rpc/network/TlsNetwork",
            // Trust domains, tokens and who enrols with them.
            "files/NewFolder", "pki/Enrollee", "pki/TrustDomainName", "pki/ca/EnrolmentClient", "pki/ca/TrustDomain",
            "pki/files/Passphrase", "pki/files/PassphraseSeal", "pki/files/UsedTokens",
            "rpc/network/EnrolmentEndpoint",
            // Calls that no program of Kagicast's makes.
            "keyserver/Requests", "model/Identity", "node/NodeService", "rpc/SizeLimit");

    static Stream<MessageCode> codes() {
        return Arrays.stream(MessageCode.class.getPermittedSubclasses())
                .flatMap(kind -> Arrays.stream(kind.getEnumConstants())).map(MessageCode.class::cast);
    }

    /// The texts that stand in one file itself.
    private static Map<String, String> texts(Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle("org.kagicast.model.message.messages", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        try (var file = MessageCatalogue.class.getResourceAsStream(
                locale.equals(Locale.JAPANESE) ? "messages_ja.properties" : "messages.properties")) {
            var own = new java.util.PropertyResourceBundle(file);
            return own.keySet().stream().collect(Collectors.toMap(Function.identity(), bundle::getString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("have a text for each code, and for nothing else, in English and Japanese")
    void complete() {
        Set<String> expected = Stream.concat(codes().map(MessageCode::code), Stream.of("joined.between"))
                .collect(Collectors.toSet());

        assertThat(expected).hasSizeGreaterThan(150).hasSize((int) codes().count() + 1);
        assertThat(texts(Locale.ENGLISH).keySet()).isEqualTo(expected);
        assertThat(texts(Locale.JAPANESE).keySet()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("codes")
    @DisplayName("have the parameters of each code, and leave none out that is shown in the other language")
    void parameters(MessageCode code) {
        String english = texts(Locale.ENGLISH).get(code.code());
        String japanese = texts(Locale.JAPANESE).get(code.code());

        assertThat(found(PARAMETER, english)).containsExactlyInAnyOrderElementsOf(code.parameters());
        assertThat(found(PARAMETER, japanese)).isSubsetOf(code.parameters()).containsAll(found(SHOWN, english));
    }

    @ParameterizedTest
    @MethodSource("codes")
    @DisplayName("make a text of every message, whether its parameters are there or empty")
    void rendered(MessageCode code) {
        Object[] words = code.parameters().stream().map(name -> "<" + name + ">").toArray();
        Object[] none = code.parameters().stream().map(name -> Optional.empty()).toArray();

        for (Object[] values : List.of(words, none)) {
            CodedMessage message = code.with(values);
            assertThat(message.text()).isNotBlank().doesNotContain("{", "}", "''", code.code());
            assertThat(JAPANESE.text(message)).hasValueSatisfying(
                    text -> assertThat(text).isNotBlank().doesNotContain("{", "}", code.code()));
        }
    }

    @Test
    @DisplayName("are asked for by name only, with as many values as there are parameters, and for each code somewhere")
    void used() throws IOException {
        Map<String, MessageCode> byName = codes().collect(
                Collectors.toMap(code -> code.getClass().getSimpleName() + "." + code.name(), Function.identity()));
        Set<String> named = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> all = sources.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(all));
            TreeScanner<Void, Void> scanner = new TreeScanner<>() {

                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
                    if (call.getMethodSelect() instanceof MemberSelectTree select
                            && select.getIdentifier().contentEquals("with")) {
                        check(select.getExpression(), call.getArguments().size());
                    }
                    return super.visitMethodInvocation(call, none);
                }

                @Override
                public Void visitMemberReference(MemberReferenceTree reference, Void none) {
                    if (reference.getName().contentEquals("with")) {
                        check(reference.getQualifierExpression(), 0);
                    }
                    return super.visitMemberReference(reference, none);
                }

                @Override
                public Void visitMemberSelect(MemberSelectTree select, Void none) {
                    named.add(select.toString());
                    return super.visitMemberSelect(select, none);
                }

                private void check(ExpressionTree code, int values) {
                    MessageCode known = byName.get(code.toString());
                    if (known != null && known.parameters().size() != values) {
                        wrong.add(code + " has " + values + " values for " + known.parameters());
                    }
                }
            };
            scanner.scan(task.parse(), null);
        }

        assertThat(wrong).isEmpty();
        assertThat(byName.keySet()).isSubsetOf(named);
        assertThatThrownBy(() -> NodeMessage.REKEY_FAILED.with("too much"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("have all that a window can show: only what the command line alone tells, and what is wrong with a foreign"
            + " caller, is said without a code")
    void coded() throws IOException {
        Set<String> plain = new TreeSet<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java/org/kagicast"))) {
            List<Path> all = sources.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(all));
            for (CompilationUnitTree unit : task.parse()) {
                String name = unit.getSourceFile().getName().replaceFirst(".*org/kagicast/", "").replace(".java", "");
                new TreeScanner<Void, Void>() {

                    @Override
                    public Void visitNewClass(NewClassTree made, Void none) {
                        if (REFUSALS.contains(made.getIdentifier().toString())
                                && made.getArguments().stream().anyMatch(MessageCatalogueTest::isWritten)) {
                            plain.add(name);
                        }
                        return super.visitNewClass(made, none);
                    }
                }.scan(unit, null);
            }
        }

        assertThat(plain).contains("metrics/MetricsPort").allMatch(
                name -> IN_ENGLISH.stream().anyMatch(known -> name.equals(known) || name.startsWith(known + "/")));
    }

    /// Whether it is a sentence in the code itself.
    private static boolean isWritten(ExpressionTree argument) {
        return switch (argument) {
            case LiteralTree literal -> literal.getValue() instanceof String;
            case BinaryTree joined -> isWritten(joined.getLeftOperand()) || isWritten(joined.getRightOperand());
            case ParenthesizedTree inner -> isWritten(inner.getExpression());
            case ConditionalExpressionTree choice ->
                isWritten(choice.getTrueExpression()) || isWritten(choice.getFalseExpression());
            default -> false;
        };
    }

    @Test
    @DisplayName("write numbers, times and durations as the language does, and choose by number or by what is there")
    void values() {
        CodedMessage one = ClientMessage.PACKETS_WAIT_FOR_KEY.with(1, 42, Optional.empty(), Optional.empty(),
                ClientMessage.NO_ANSWER.with(Duration.ofMillis(1_250)));
        CodedMessage many = ClientMessage.PACKETS_WAIT_FOR_KEY.with(12_345, 42, "film:premium",
                ClientMessage.FORMERLY_NOT_GRANTED.with(1), ClientMessage.NO_ANSWER.with(Duration.ofSeconds(2)));

        assertThat(one.text()).isEqualTo("1 packet waits for key 42: No key server answered within 1.3 s: check that"
                + " one runs and can be reached.");
        assertThat(many.text()).startsWith("12345 packets wait for key 42 of film:premium, which was not granted when"
                + " last requested: No key server answered within 2 s");
        assertThat(JAPANESE.text(many)).contains("12345 個のパケットが鍵 42(film:premium)を待っています(前回の要求では許可なし)。"
                + "2000 ミリ秒以内に応答した鍵管理サーバがありません。稼働しているか、ネットワークで届くか確認してください。");
        assertThat(StreamMessage.SOURCE_SILENT.with("-", Instant.parse("2026-01-02T03:04:05.678Z")).text())
                .contains("since 2026-01-02T03:04:05Z:");
        assertThat(StreamMessage.NO_KEY_YET.with("news", Optional.empty()).text())
                .isEqualTo("The stream news has no key yet: wait until it sends.");
    }

    @Test
    @DisplayName("put several messages in a row, those without a code in English")
    void joined() {
        CodedMessage all = CodedMessage.joined(Stream.of(KeyServerMessage.SLAVE_STOPPED.with(),
                CodedMessage.plain("Something else."), KeyServerMessage.COPY_NOT_WHOLE.with())).orElseThrow();

        assertThat(all.text()).isEqualTo("This key slave is stopped: start it again. Something else. "
                + "The copy of the key table here is not whole, so no client is answered meanwhile.");
        assertThat(JAPANESE.text(all)).contains("この鍵管理スレーブサーバは停止しています。起動し直してください。"
                + "Something else.鍵管理テーブルのコピーが揃っていないため、クライアントには応答しません。");
        assertThat(CodedMessage.joined(Stream.of())).isEmpty();
    }

    @Test
    @DisplayName("take what is in a parameter for what it is, and not for a pattern")
    void harmless() {
        assertThat(StreamMessage.CLOSED.with("{0} {stream} ''{1,choice,0#a}").text())
                .isEqualTo("The stream {0} {stream} ''{1,choice,0#a} is closed.");
        assertThat(ClientMessage.KEY_NOT_GRANTED.with("ks", 1, "{1}").text()).contains("of {1}:");
    }

    @Test
    @DisplayName("have no text for a code that they do not know, or that lacks a parameter, or holds such a code")
    void unknown() {
        SequencedMap<String, Value> holding = new LinkedHashMap<>();
        holding.put("line", new Value.Text("news"));
        holding.put("message", new Value.Part(new CodedMessage("stream.of-tomorrow", new LinkedHashMap<>(), "")));

        assertThat(JAPANESE.text(CodedMessage.plain("Only this."))).isEmpty();
        assertThat(JAPANESE.text(new CodedMessage("stream.of-tomorrow", new LinkedHashMap<>(), "New."))).isEmpty();
        assertThat(JAPANESE.text(new CodedMessage("stream.closed", new LinkedHashMap<>(), "Lacking."))).isEmpty();
        assertThat(JAPANESE.text(new CodedMessage("stream.about-label", holding, "news: New."))).isEmpty();
    }
}
