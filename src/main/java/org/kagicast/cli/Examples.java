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
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What each command's help ends with: its exit statuses and the examples of `examples.txt`.
final class Examples {

    private static final String FILE = "examples.txt";
    private static final Map<String, String> EXIT_STATUSES = new LinkedHashMap<>();

    static {
        EXIT_STATUSES.put("0", "done");
        EXIT_STATUSES.put("1", "could not be done");
        EXIT_STATUSES.put("2", "wrong usage");
    }

    /// By the qualified name of the command: lines that say what for, and command lines that begin with a $.
    private final Map<String, List<String>> lines = new HashMap<>();

    private Examples() {
        List<String> commands = List.of();
        for (String line : read()) {
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
    static void addTo(CommandLine root) {
        new Examples().add(root);
    }

    private void add(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit status:%n");
        usage.exitCodeList(EXIT_STATUSES);
        List<String> own = lines.getOrDefault(command.getCommandSpec().qualifiedName(), List.of());
        if (!own.isEmpty()) {
            usage.footerHeading("%nExamples:%n");
            usage.footer(own.stream().map(line -> (line.startsWith("$") ? "  " : "") + line.replace("%", "%%"))
                    .toArray(String[]::new));
        }
        command.getSubcommands().values().forEach(this::add);
    }

    private static List<String> read() {
        try (InputStream file = Objects.requireNonNull(Examples.class.getResourceAsStream(FILE), FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
