package org.kagicast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConfigurationMessage;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A configuration file in TOML. Its values stand in for options that the command line does not give; the names are those
/// of the long options, and a list may be an array. A command that can do one thing several times finds the options of each
/// in a table of its own ([Tabular]), and those that all share above.
final class ConfigurationFile {

    /// Splits options whose values may hold commas. Nobody has a line's end on the command line.
    static final String LIST = "\n";

    /// The most tables of one kind.
    static final int MOST_TABLES = 1_000;

    /// Room for [#MOST_TABLES] tables of a kilobyte.
    private static final int MOST_BYTES = 1024 * 1024;

    private static final String CONFIG = "--config";

    private final Path path;
    private final TomlParseResult values;

    private ConfigurationFile(Path path, TomlParseResult values) {
        this.path = path;
        this.values = values;
    }

    /// Reads the file that `--config` names among the arguments, and gives its values to the command of the first one.
    ///
    /// @throws OperatorException if the file cannot be read, or holds something that is no option of the command
    static void apply(CommandLine root, String... arguments) {
        Optional<Path> file = file(arguments);
        CommandLine command = arguments.length == 0 ? null : root.getSubcommands().get(arguments[0]);
        if (file.isPresent() && command != null && command.getCommandSpec().findOption(CONFIG) != null) {
            read(file.get()).applyTo(command, arguments);
        }
    }

    private void applyTo(CommandLine command, String... arguments) {
        refuseUnknown(command);
        if (command.getCommand() instanceof Tabular<?, ?> tabular) {
            if (values.isTable(List.of(tabular.table()))) {
                throw new OperatorException(ConfigurationMessage.SINGLE_TABLE.with(path, tabular.table()));
            }
            if (holdsTables(tabular.table())) {
                takeTables(tabular, command, arguments);
            }
        }
        command.setDefaultValueProvider(argument -> value(values, argument));
    }

    private boolean holdsTables(String name) {
        return values.get(List.of(name)) instanceof TomlArray array && !array.isEmpty()
                && IntStream.range(0, array.size()).allMatch(i -> array.get(i) instanceof TomlTable);
    }

    private <O, S> void takeTables(Tabular<O, S> tabular, CommandLine command, String... arguments) {
        TomlArray tables = values.getArrayOrEmpty(List.of(tabular.table()));
        if (tables.size() > MOST_TABLES) {
            throw new OperatorException(
                    ConfigurationMessage.TOO_MANY_TABLES.with(path, tables.size(), tabular.table(), MOST_TABLES));
        }
        CommandSpec ofTables = new CommandLine(tabular.options()).getCommandSpec();
        moveToTables(ofTables, tabular.table(), command.getCommandSpec(), arguments);
        List<S> settings = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            TomlTable table = tables.getTable(i);
            refuseUnknown(table, tabular, ofTables, tables.inputPositionOf(i));
            settings.add(settings(tabular, table, tables.inputPositionOf(i)));
        }
        tabular.take(settings);
    }

    /// The options stand in the tables, so the command line cannot have them as well.
    private void moveToTables(CommandSpec ofTables, String kind, CommandSpec command, String... arguments) {
        for (OptionSpec moved : ofTables.options()) {
            String name = moved.longestName();
            for (String argument : arguments) {
                if (argument.equals(name) || argument.startsWith(name + "=")) {
                    throw new OperatorException(ConfigurationMessage.OPTION_BESIDE_TABLES.with(path, kind, name));
                }
            }
            command.remove(command.findOption(name));
        }
    }

    private <O, S> S settings(Tabular<O, S> tabular, TomlTable table, @Nullable TomlPosition at) {
        O options = tabular.options();
        CommandLine reading = Kagicast.converting(new CommandLine(options));
        reading.setDefaultValueProvider(argument -> {
            String own = value(table, argument);
            if (own == null && isNamed(argument, tabular.table())) {
                own = value(table, argument, tabular.nameKey());
            }
            return own == null && !isNamed(argument, tabular.table()) ? value(values, argument) : own;
        });
        try {
            reading.parseArgs();
            return tabular.settings(options);
        } catch (CommandLine.MissingParameterException missing) {
            String names = missing.getMissing().stream().map(argument -> key((OptionSpec) argument))
                    .map(key -> key.equals(tabular.table()) ? tabular.nameKey() : key)
                    .collect(Collectors.joining(", "));
            throw new OperatorException(ConfigurationMessage.TABLE_LACKS.with(place(tabular, table, at), names),
                    missing);
        } catch (CommandLine.ParameterException wrong) {
            throw new OperatorException(ConfigurationMessage.TABLE_UNREADABLE.with(place(tabular, table, at),
                    OptionErrors.message(wrong)), wrong);
        } catch (OperatorException told) {
            throw new OperatorException(ConfigurationMessage.TABLE_UNREADABLE.with(place(tabular, table, at),
                    told.coded()), told);
        }
    }

    private CodedMessage place(Tabular<?, ?> tabular, TomlTable table, @Nullable TomlPosition at) {
        Object name = Optional.ofNullable(table.get(List.of(tabular.nameKey())))
                .orElseGet(() -> table.get(List.of(tabular.table())));
        return ConfigurationMessage.TABLE_PLACE.with(tabular.table(),
                Optional.ofNullable(name).map(named -> text(named, ",")), line(at), path);
    }

    private static boolean isNamed(ArgSpec argument, String name) {
        return argument instanceof OptionSpec option && key(option).equals(name);
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private static @Nullable String value(TomlTable from, ArgSpec argument) {
        return argument instanceof OptionSpec option ? value(from, argument, key(option)) : null;
    }

    private static @Nullable String value(TomlTable from, ArgSpec argument, String key) {
        Object value = from.get(List.of(key));
        return value == null ? null : text(value, argument.splitRegex().equals(LIST) ? LIST : ",");
    }

    private static String text(Object value, String between) {
        return value instanceof TomlArray array
                ? IntStream.range(0, array.size()).mapToObj(i -> String.valueOf(array.get(i)))
                        .collect(Collectors.joining(between))
                : value.toString();
    }

    private void refuseUnknown(CommandLine command) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        command.getCommandSpec().options().forEach(option -> unknown.remove(key(option)));
        if (!unknown.isEmpty()) {
            String first = unknown.iterator().next();
            throw new OperatorException(
                    ConfigurationMessage.UNKNOWN_OPTION.with(path, first, line(values.inputPositionOf(List.of(first))),
                            command.getCommandName(), command.getCommandSpec().qualifiedName()));
        }
    }

    private void refuseUnknown(TomlTable table, Tabular<?, ?> tabular, CommandSpec ofTables,
            @Nullable TomlPosition at) {
        Set<String> unknown = new TreeSet<>(table.keySet());
        ofTables.options().forEach(option -> unknown.remove(key(option)));
        unknown.remove(tabular.nameKey());
        boolean isNamedTwice = !tabular.nameKey().equals(tabular.table())
                && table.keySet().containsAll(Set.of(tabular.nameKey(), tabular.table()));
        if (isNamedTwice) {
            throw new OperatorException(ConfigurationMessage.NAMED_TWICE.with(place(tabular, table, at),
                    tabular.nameKey(), tabular.table()));
        }
        if (!unknown.isEmpty()) {
            String first = unknown.iterator().next();
            throw new OperatorException(ConfigurationMessage.UNKNOWN_TABLE_OPTION.with(place(tabular, table, at), first,
                    line(table.inputPositionOf(List.of(first))), tabular.table(),
                    tabular.table().equals("stream") ? "content-server" : "client"));
        }
    }

    private static Optional<Integer> line(@Nullable TomlPosition at) {
        return Optional.ofNullable(at).map(TomlPosition::line);
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

    private static ConfigurationFile read(Path file) {
        try {
            TomlParseResult result = Toml.parse(content(file));
            if (result.hasErrors()) {
                throw new OperatorException(ConfigurationMessage.NO_TOML.with(file, result.errors().getFirst()));
            }
            return new ConfigurationFile(file, result);
        } catch (CharacterCodingException e) {
            throw new OperatorException(ConfigurationMessage.NO_UTF8.with(file), e);
        } catch (IOException e) {
            throw new OperatorException(ConfigurationMessage.FILE_UNREADABLE.with(file), e);
        }
    }

    /// At most so much is read, whatever the path leads to: a program that runs must outlive any file.
    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new OperatorException(ConfigurationMessage.FILE_TOO_LONG.with(file, MOST_BYTES / 1024));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        }
    }
}
