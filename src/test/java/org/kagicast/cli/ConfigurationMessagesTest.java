package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.MessageCatalogue;
import org.kagicast.model.message.NodeMessage;

/// A configuration that is read again while a program runs, and refused: the console shows why.
class ConfigurationMessagesTest {

    private static final MessageCatalogue JAPANESE = MessageCatalogue.of(Locale.JAPANESE,
            new MessageCatalogue.Quantities() {

                @Override
                public String time(Instant at) {
                    return at.toString();
                }

                @Override
                public String span(Duration length) {
                    return length.toString();
                }
            });
    private static final Pattern ENGLISH = Pattern.compile("[a-z]{2,} [a-z]{2,} [a-z]{2,}");

    private static final String COMMON = """
            identity = "none"
            key-server = "127.0.0.1:7400"
            interface = "lo"
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}")
    @DisplayName("what is wrong is told in Japanese to the last part, and names the option")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "content-server | stream = 'A B' | --stream | ストリームの名前「A B」は使えません",
            "content-server | group = 'nonsense' | --group | 「nonsense」を読み取れません(グループ)",
            "content-server | group = '10.0.0.1:5' | --group | グループ 10.0.0.1 はマルチキャストアドレスではありません",
            "content-server | group = '239.1.1.1:0' | --group | ポート 0 は使えません",
            "content-server | source = 'tape' | --source | ソース「tape」はありません",
            "content-server | source = 'pattern:rate=x' | --source | rate=x は使えません",
            "content-server | source = 'file:a.ts?loop=maybe' | --source | loop=true か loop=false",
            "content-server | source = 'udp://239.1.1.1:5?rtp=no' | --source | rtp=keep, rtp=strip のいずれか",
            "content-server | source = '-?loop=true' | --source | オプション「loop」はありません",
            "content-server | suite = 'rot13' | --suite | 暗号スイート「rot13」はありません",
            "content-server | crypto-period = 'long' | --crypto-period | 「long」は時間ではありません",
            "content-server | ttl = 'far' | --ttl | オプション「--ttl」を読み取れません",
            "content-server | dscp = 'best' | --dscp | 「best」は DSCP ではありません",
            "content-server | rekey-at = '9 9 9' | --rekey-at | 「9 9 9」は日程ではありません",
            "content-server | key-label = ['a=pid:1'] | a | 残りのパケットに鍵がありません",
            "content-server | key-label = ['a'] | a | 対象のパケットが分かりません",
            "content-server | key-label = ['a=colour:1','b=rest'] | colour:1 | 条件「colour:1」はありません",
            "content-server | key-label = ['a=pid:9999','b=rest'] | pid:9999 | 0 から 8191 までの数",
            "content-server | key-label = ['a=prefix:xy','b=rest'] | prefix:xy | 16 進 2 桁",
            "content-server | key-label = ['a=time:1-2','b=rest'] | time:1-2 | 異なる二つの時刻",
            "content-server | key-label = ['a=source:9','b=rest'] | source:9 | ソースはストリームにありません",
            "content-server | lead-time = '2m' | 120s | 予告時間 120s より長くありません",
            "content-server | colour = 'red' | colour | 「colour」(4 行目)は content-server のオプションではありません",
            "content-server | [[stream]] | group | テーブル [[stream]](4 行目)に",
            "content-server | [stream] | [[stream]] | 複数書けるように",
            "content-server | = | none.toml | TOML ではありません",
            "client | group = '232.1.1.1:5' | 232.0.0.0/8 | 送信元指定(232.0.0.0/8)",
            "client | key-server-choice = 'best' | --key-server-choice | 鍵管理サーバの選び方「best」はありません",
            "client | [[group]]; group = '239.1.1.1:5'; key-idle = 'x' | --key-idle | [[group]]「239.1.1.1:5」(4 行目)を読み取れません"})
    void inJapanese(String command, String line, String named, String expected) throws IOException {
        Path file = folder.resolve("none.toml");
        Files.writeString(file, COMMON + line.replace("; ", "\n") + "\n" + (line.contains("[") && !line.contains("=")
                || line.startsWith("[[")
                        ? ""
                        : completed(command, line)));

        OperatorException refused = catchThrowableOfType(OperatorException.class, () -> read(command, file));

        assertThat(refused).hasMessageContaining(named);
        CodedMessage told = NodeMessage.RELOAD_REFUSED.with(refused.coded());
        assertThat(JAPANESE.text(told)).hasValueSatisfying(text -> assertThat(text)
                .startsWith("設定を読み直しましたが、誤りがあるため以前の設定で動作を続けます。").contains(expected)
                .satisfies(whole -> assertThat(ENGLISH.matcher(whole.replaceAll("読み取れません: .*", "")).find())
                        .as(whole).isFalse()));
    }

    /// What the command needs beside the faulty line.
    private static String completed(String command, String line) {
        List<String> needed = command.equals("client")
                ? List.of("group = '239.1.1.1:5'", "sink = 'count'")
                : List.of("stream = 'news'", "group = '239.1.1.1:5'", "source = 'test-card'");
        return String.join("\n", needed.stream()
                .filter(each -> !each.substring(0, each.indexOf(' ')).equals(line.split(" ", 2)[0])).toList());
    }

    private static Object read(String command, Path file) {
        List<String> arguments = List.of(command, "--config", file.toString());
        return command.equals("client")
                ? Kagicast.read(arguments, ClientCommand.class, ClientCommand::settings)
                : Kagicast.read(arguments, ContentServerCommand.class, ContentServerCommand::settings);
    }
}
