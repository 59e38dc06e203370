package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class ExamplesTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /// By its whole name. To make all takes long, and what one says of itself does not change.
    private static final Map<String, CommandLine> COMMANDS = all();

    private static Map<String, CommandLine> all() {
        CommandLine root = new Kagicast().commandLine();
        return Stream.concat(below(root), Stream.of(root)).collect(Collectors.toMap(
                command -> command.getCommandSpec().qualifiedName(), command -> command, (one, same) -> one,
                LinkedHashMap::new));
    }

    static Stream<String> commands() {
        return COMMANDS.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    @DisplayName("each option that takes a value says by a word of its own what it takes")
    void placeholders(String name) {
        CommandLine command = command(name);
        assertThat(command.getCommandSpec().args()).filteredOn(argument -> argument.arity().max() > 0)
                .extracting(ArgSpec::paramLabel).allSatisfy(label -> assertThat(label).matches("[^<>]+"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    @DisplayName("each example is a command line that can be given")
    void examplesParse(String name) {
        assertThat(examples(name)).allSatisfy(example -> {
            String[] words = Arrays.stream(words(example)).takeWhile(word -> !word.startsWith("<") && !word.equals(">"))
                    .toArray(String[]::new);
            assertThat(words[0]).isIn("kagicast", "source");
            if (words[0].equals("kagicast")) {
                assertThatCode(() -> parse(command("kagicast"), Arrays.copyOfRange(words, 1, words.length))).as(example)
                        .doesNotThrowAnyException();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    @DisplayName("each option stands in an example of its command")
    void everyOption(String name) {
        CommandLine command = command(name);
        List<String> words = examples(name).stream().flatMap(example -> Arrays.stream(words(example))).toList();
        if (!name.endsWith(" help") && (name.equals("kagicast") || command.getSubcommands().isEmpty())) {
            assertThat(words).isNotEmpty();
            assertThat(words).containsAll(command.getCommandSpec().options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp()).map(OptionSpec::longestName)
                    .toList());
        }
    }

    private static CommandLine command(String name) {
        return Optional.ofNullable(COMMANDS.get(name)).orElseThrow();
    }

    private static void parse(CommandLine root, String... words) {
        try {
            root.parseArgs(words);
        } catch (CommandLine.MissingParameterException e) {
            // What must be given stands in the file.
            if (!List.of(words).contains("--config")) {
                throw e;
            }
        }
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream().flatMap(sub -> Stream.concat(Stream.of(sub), below(sub)));
    }

    private static List<String> examples(String name) {
        return Pattern.compile("\\R").splitAsStream(
                command(name).getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll(" \\\\\\R +", " "))
                .filter(line -> line.startsWith("  $ ")).map(line -> line.substring(4)).toList();
    }

    private static String[] words(String example) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(example);
        while (matcher.find()) {
            words.add(Stream.of(1, 2, 3).map(matcher::group).filter(group -> group != null).findFirst().orElseThrow());
        }
        return words.toArray(String[]::new);
    }
}
