package org.kagicast.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What each command's help ends with: its exit statuses and the examples of `examples.txt`, this package's own and those
/// beside the commands that were added.
final class Examples {

    private static final String FILE = "examples.txt";
    /// A word with the spaces before it.
    private static final Pattern WORD = Pattern.compile(" *(?:'[^']*'|\"[^\"]*\"|[^ '\"])+");
    /// In columns, so that a backslash has room in the 80 that help has.
    private static final int LONGEST_LINE = 77;
    private static final Map<String, String> EXIT_STATUSES = new LinkedHashMap<>();

    static {
        EXIT_STATUSES.put("0", "done");
        EXIT_STATUSES.put("1", "could not be done");
        EXIT_STATUSES.put("2", "wrong usage");
    }

    /// By the qualified name of the command: lines that say what for, and command lines that begin with a $.
    private final Map<String, List<String>> lines = new HashMap<>();

    private Examples(List<AddOnCommand> added) {
        read(Examples.class);
        added.forEach(command -> read(command.getClass()));
    }

    private void read(Class<?> beside) {
        List<String> commands = List.of();
        for (String line : linesOf(beside)) {
            if (line.startsWith("[")) {
                commands = List.of(line.substring(1, line.length() - 1).split(", "));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                for (String command : commands) {
                    lines.computeIfAbsent(command, _ -> new ArrayList<>())
                            .add(line.startsWith("$") ? line.replace("@", command) : line);
                }
            }
        }
    }

    /// Adds exit statuses and examples to the help of a command and of all below it.
    static void addTo(CommandLine root, List<AddOnCommand> added) {
        new Examples(added).add(root);
    }

    private void add(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit status:%n");
        usage.exitCodeList(EXIT_STATUSES);
        List<String> own = lines.getOrDefault(command.getCommandSpec().qualifiedName(), List.of());
        if (!own.isEmpty()) {
            usage.footerHeading("%nExamples:%n");
            usage.footer(own.stream().map(line -> line.replace("%", "%%"))
                    .flatMap(line -> line.startsWith("$") ? wrapped("  " + line).stream() : Stream.of(line))
                    .toArray(String[]::new));
        }
        command.getSubcommands().values().forEach(this::add);
    }

    /// Breaks a command line between words, never within quotes, as a shell reads it: what is copied works.
    private static List<String> wrapped(String line) {
        List<String> broken = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            if (!current.toString().isBlank() && current.length() + words.group().length() > LONGEST_LINE) {
                broken.add(current + " \\");
                current = new StringBuilder("     ");
            }
            current.append(words.group());
        }
        broken.add(current.toString());
        return broken;
    }

    private static List<String> linesOf(Class<?> beside) {
        try (InputStream file = Objects.requireNonNull(beside.getResourceAsStream(FILE), FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
