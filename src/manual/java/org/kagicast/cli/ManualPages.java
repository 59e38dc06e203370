package org.kagicast.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// Writes a manual page of each command: in AsciiDoc into the first folder, as troff into the second.
public final class ManualPages {

    private ManualPages() {
    }

    public static void main(String[] arguments) throws IOException {
        Path texts = Files.createDirectories(Path.of(arguments[0]));
        Path pages = Files.createDirectories(Path.of(arguments[1]));
        CommandSpec[] commands = all(new Kagicast().commandLine()).map(CommandLine::getCommandSpec)
                .toArray(CommandSpec[]::new);
        int status = ManPageGenerator.generateManPage(texts.toFile(), null, new boolean[0], true, commands);
        if (status != 0) {
            throw new IOException("No manual pages could be written into " + texts + ": status " + status + ".");
        }
        Options options = Options.builder().backend("manpage").safe(SafeMode.UNSAFE).toDir(pages.toFile()).build();
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create();
                DirectoryStream<Path> each = Files.newDirectoryStream(texts, "*.adoc")) {
            for (Path text : each) {
                asciidoctor.convertFile(text.toFile(), options);
            }
        }
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream().flatMap(ManualPages::all));
    }
}
