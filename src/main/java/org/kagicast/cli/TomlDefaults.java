package org.kagicast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A configuration file's values stand in for options that the command line does not give. The names are those of the
/// long options; a list may be an array.
final class TomlDefaults implements CommandLine.IDefaultValueProvider {

    /// Splits options whose values may hold commas. Nobody has a line's end on the command line.
    static final String LIST = "\n";

    private static final String CONFIG = "--config";

    private final TomlParseResult values;

    private TomlDefaults(TomlParseResult values) {
        this.values = values;
    }

    /// Reads the file that `--config` names among the arguments, and gives its values to the command of the first one.
    ///
    /// @throws OperatorException if the file cannot be read, or holds something that is no option of the command
    static void apply(CommandLine root, String... arguments) {
        Optional<Path> file = file(arguments);
        CommandLine command = arguments.length == 0 ? null : root.getSubcommands().get(arguments[0]);
        if (file.isPresent() && command != null && command.getCommandSpec().findOption(CONFIG) != null) {
            TomlDefaults defaults = new TomlDefaults(read(file.get()));
            defaults.refuseUnknown(file.get(), command);
            command.setDefaultValueProvider(defaults);
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        Object value = values.get(java.util.List.of(option.longestName().substring(2)));
        return switch (value) {
            case null -> null;
            case TomlArray array -> IntStream.range(0, array.size()).mapToObj(i -> String.valueOf(array.get(i)))
                    .collect(Collectors.joining(option.splitRegex().equals(LIST) ? LIST : ","));
            default -> value.toString();
        };
    }

    private void refuseUnknown(Path file, CommandLine command) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        command.getCommandSpec().options().forEach(option -> unknown.remove(option.longestName().substring(2)));
        if (!unknown.isEmpty()) {
            throw new OperatorException("The configuration " + file + " holds \"" + unknown.iterator().next()
                    + "\", which is no option of " + command.getCommandName() + ": see '"
                    + command.getCommandSpec().qualifiedName() + " --help'.");
        }
    }

    private static Optional<Path> file(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(CONFIG + "=")) {
                return Optional.of(Path.of(arguments[i].substring(CONFIG.length() + 1)));
            }
            if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
                return Optional.of(Path.of(arguments[i + 1]));
            }
        }
        return Optional.empty();
    }

    private static TomlParseResult read(Path file) {
        try {
            TomlParseResult result = Toml.parse(file);
            if (result.hasErrors()) {
                throw new OperatorException("The configuration " + file + " is no TOML: " + result.errors().getFirst()
                        .toString() + ".");
            }
            return result;
        } catch (IOException e) {
            throw new OperatorException("The configuration " + file + " cannot be read: check the path.", e);
        }
    }
}
