package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.kagicast.files.HeldFiles;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands beside a file that was put in the place of one that a program has open, and says what that one has come to. As
/// long as the program runs it is locked, so that nobody takes the file for the program's; and whoever opens the file
/// later knows what it lacks.
///
/// Belongs to the thread that writes the table.
final class ReplacedMark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacedMark.class);
    private static final Pattern FORM = Pattern.compile("([0-9a-zA-Z-]{1,64}) (\\d{1,18})\n");
    private static final int LONGEST = 128;

    private final Path table;
    private Optional<Left> left = Optional.empty();

    /// @param identity of the table that was open
    record Past(String identity, long revision) {}

    private record Left(ProcessLock lock, HeldFiles file, Past past) {}

    ReplacedMark(Path table) {
        this.table = table;
    }

    private static Path of(Path table) {
        return table.resolveSibling(table.getFileName() + ".replaced");
    }

    /// Puts the mark beside whatever lies there now, unless it stands there already.
    void leave(Past past) {
        if (left.filter(mark -> mark.past().equals(past) && mark.file().look()).isPresent()) {
            return;
        }
        close();
        if (!Files.exists(table)) {
            return;
        }
        Path mark = of(table);
        try {
            Optional<ProcessLock> lock = ProcessLock.take(mark);
            if (lock.isPresent()) {
                PrivateFiles.replace(mark, (past.identity() + " " + past.revision() + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
                left = Optional.of(new Left(lock.get(), HeldFiles.of(List.of(mark), StorageMessage.NOTHING_STORED,
                        StorageMessage.RESTART), past));
            }
        } catch (IOException notNow) {
            LOG.debug("what lies in the place of {} cannot be marked", table, notNow);
        }
    }

    boolean isLeft() {
        return left.isPresent();
    }

    /// Lets go of the mark, which stays.
    @Override
    public void close() {
        left.ifPresent(mark -> mark.lock().close());
        left = Optional.empty();
    }

    /// Refuses a file that was put in the place of one which a program has open still.
    ///
    /// @throws OperatorException if that program runs
    static void requireNone(SqliteErrors faults) throws IOException {
        if (Files.exists(of(faults.file()))) {
            ProcessLock.take(of(faults.file())).orElseThrow(() -> new OperatorException(faults.the()
                    + " was put there while the program runs that had another one in its place, so it is not what that "
                    + "program has: stop the program first, or put its own folder back.")).close();
        }
    }

    /// What the file that was here before had come to; empty if no mark is left.
    static Optional<Past> read(Path table) throws IOException {
        Path mark = of(table);
        try {
            if (Files.size(mark) > LONGEST) {
                return Optional.empty();
            }
            Matcher form = FORM.matcher(Files.readString(mark, StandardCharsets.ISO_8859_1));
            return form.matches()
                    ? Optional.of(new Past(form.group(1), Long.parseLong(form.group(2))))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    static void remove(Path table) {
        try {
            Files.deleteIfExists(of(table));
            Files.deleteIfExists(ProcessLock.fileOf(of(table)));
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: remove it by hand", of(table), e);
        }
    }
}
