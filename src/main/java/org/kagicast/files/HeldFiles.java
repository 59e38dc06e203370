package org.kagicast.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StorageMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that a program holds open, and whether they are still what lies at their paths. Where one was removed, or another
/// was put in its place, the program goes on with a file that nobody finds any more: what it writes there is lost.
///
/// Files are told apart by device and inode; where the system has nothing of the kind, as on Windows, which lets nobody
/// remove an open file, only that something lies there is looked at. A file that is overwritten stays the same file.
///
/// One thread looks; what it saw may be asked by any.
public final class HeldFiles {

    private static final Logger LOG = LoggerFactory.getLogger(HeldFiles.class);

    /// What each was when it was opened; a path of its own where the system does not tell.
    private final Map<Path, Object> opened = new LinkedHashMap<>();
    private final StorageMessage consequence;
    private final StorageMessage cure;
    private volatile @Nullable CodedMessage problem;

    private HeldFiles(StorageMessage consequence, StorageMessage cure) {
        this.consequence = consequence;
        this.cure = cure;
    }

    /// To be called right after they were opened.
    ///
    /// @param files what is not there is left out
    /// @param consequence of a file that is not at its place, a clause that follows "so"
    /// @param cure what to do when the former file is gone for good, a clause that follows "If that is gone,"
    public static HeldFiles of(List<Path> files, StorageMessage consequence, StorageMessage cure) throws IOException {
        HeldFiles held = new HeldFiles(consequence, cure);
        for (Path file : files) {
            Optional<Object> key = held.keyOf(file);
            key.ifPresent(found -> held.opened.put(file, found));
        }
        return held;
    }

    /// What lies at a path now; empty if nothing does.
    private Optional<Object> keyOf(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? file : key);
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Optional.empty();
        }
    }

    /// Looks whether each file is at its place, and tells the log when that has changed. What cannot be found out is taken
    /// to be as it was.
    public boolean look() {
        try {
            Optional<Path> astray = Optional.empty();
            for (Map.Entry<Path, Object> each : opened.entrySet()) {
                if (astray.isEmpty() && !keyOf(each.getKey()).equals(Optional.of(each.getValue()))) {
                    astray = Optional.of(each.getKey());
                }
            }
            note(astray);
        } catch (IOException unknown) {
            LOG.debug("it cannot be found out what lies at the path of a file", unknown);
        }
        return areInPlace();
    }

    private void note(Optional<Path> astray) {
        if (astray.isEmpty()) {
            if (problem != null) {
                LOG.warn("{} is at its place again: all goes on", opened.keySet().iterator().next());
            }
            problem = null;
        } else if (problem == null) {
            StorageMessage what = Files.exists(astray.get(), LinkOption.NOFOLLOW_LINKS)
                    ? StorageMessage.FILE_REPLACED
                    : StorageMessage.FILE_REMOVED;
            problem = what.with(astray.get(), consequence.with(), cure.with());
            LOG.error("{}", problem);
        }
    }

    /// What was seen the last time.
    public boolean areInPlace() {
        return problem == null;
    }

    /// What is wrong, and what is to be done, in a sentence or two; empty if all are at their places.
    public Optional<CodedMessage> problem() {
        return Optional.ofNullable(problem);
    }
}
