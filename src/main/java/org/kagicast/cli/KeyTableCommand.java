package org.kagicast.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

import org.kagicast.keytable.sqlite.KeyTableBackup.Existing;
import org.kagicast.node.program.DataFolder;
import org.kagicast.node.program.KekChoice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kagicast key-table`: backs a key table up while its key server runs, and restores it.
@Command(name = "key-table", mixinStandardHelpOptions = true, description = {
        "Backs up and restores the key table of a key server or key master.",
        "A key slave needs no backup: its master sends everything again."})
final class KeyTableCommand {

    private final InputStream input;

    @Spec
    private CommandSpec spec;

    KeyTableCommand(InputStream input) {
        this.input = input;
    }

    @Command(name = "backup", mixinStandardHelpOptions = true, description = {
            "Writes the key table as it is now to a new file that only you may read. The key server may go on running.",
            "The keys in a backup are sealed under the key server's KEK (--kek-file or --kek-passphrase-file), which "
                    + "is NOT in it: without that a backup opens nothing, and with both whoever has them has every key. "
                    + "So keep a copy of the KEK file as well, and not beside the backup.",
            "A backup also holds keys that are destroyed later: remove it when they must be gone."})
    int backup(
            @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the key server or key master.") Path data,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "The backup; must not exist yet.") Path out,
            @Option(names = "--json", description = "Print JSON on standard output and nothing else.") boolean json) {
        new DataFolder(data).backUp(out);
        spec.commandLine().getOut().println(json
                ? Json.write(Map.of("backup", out.toString()))
                : "The key table in " + data + " is backed up in " + out
                        + ". It opens with the key server's KEK file only, which is not in it: keep that one, too, "
                        + "and elsewhere.");
        return 0;
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = {
            "Puts a backup in the place of the key table of a key server or key master, which must be stopped.",
            "The key server then needs the KEK file, or passphrase, that it had when the backup was made: put the file "
                    + "where --kek-file says before you start it. Where it is there already, it is tried, and a backup "
                    + "that it does not open is refused.",
            "What happened after the backup is forgotten: keys made since, grants, and revocations, which have to be made "
                    + "again. Key slaves start over by themselves, and new keys get random IDs from then on."})
    int restore(
            @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the key server or key master; made if it is not there.") Path data,
            @Option(names = "--from", required = true, paramLabel = "FILE", description = "The backup.") Path from,
            @Mixin KekOptions kekOptions,
            @Option(names = "--replace", description = "Replace the key table that is there.") boolean replace,
            @Option(names = "--json", description = "Print JSON on standard output and nothing else.") boolean json) {
        KekChoice kek = kekOptions.in(data, input);
        new DataFolder(data).restore(from, kek, replace ? Existing.REPLACE : Existing.REFUSE, new SecureRandom());
        spec.commandLine().getOut().println(json
                ? Json.write(Map.of("restored", from.toString()))
                : "The key table in " + data + " is what " + from + " holds. It needs the " + needed(kek)
                        + "; revocations made since the backup have to be made again.");
        return 0;
    }

    private static String needed(KekChoice kek) {
        return switch (kek) {
            case KekChoice.File(Path path) -> "KEK file of that time in " + path;
            case KekChoice.Passphrase _ -> "KEK passphrase of that time";
        };
    }
}
