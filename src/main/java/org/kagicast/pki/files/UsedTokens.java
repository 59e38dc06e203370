package org.kagicast.pki.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.files.AppendOnlyFile;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.OperatorException;

/// Remembers over restarts which tokens were used. No clock makes it forget one: when there are too many, those that
/// expire first are dropped, and from then on no token is taken that expires no later than one of those did. Holds IDs
/// only, from which no token can be made. One process at a time has it open. Safe for use by several threads.
///
/// ```
/// <ID, 32 hexadecimal digits> <expiry, seconds since 1970>
/// floor <latest expiry of those that were dropped>
/// ```
public final class UsedTokens implements AutoCloseable {

    /// What comes of the wish to use a token.
    public enum Use {
        FIRST,
        AGAIN,
        /// It expires so early that nobody knows any more whether it was used.
        UNKNOWN
    }

    static final int USUAL_MOST = 20_000;

    private static final Pattern USED = Pattern.compile("([0-9a-f]{32}) ([0-9]{1,12})");
    private static final Pattern FLOOR = Pattern.compile("floor ([0-9]{1,12})");

    private final Path file;
    private final int most;
    private final ProcessLock hold;
    private final AppendOnlyFile lines;
    private final Map<String, Instant> expiries = new HashMap<>();
    private Instant floor = Instant.EPOCH;

    private UsedTokens(Path file, int most, ProcessLock hold) {
        this.file = file;
        this.most = most;
        this.hold = hold;
        this.lines = new AppendOnlyFile(file);
    }

    /// @param file made with the first use
    /// @throws OperatorException if another process has it open, or it cannot be read and written
    public static UsedTokens open(Path file) {
        return open(file, USUAL_MOST);
    }

    /// @param most that are remembered one by one
    static UsedTokens open(Path file, int most) {
        ProcessLock hold = hold(file);
        try {
            UsedTokens tokens = new UsedTokens(file, most, hold);
            tokens.read();
            return tokens;
        } catch (IOException fault) {
            hold.close();
            throw PrivateFiles.cannotWrite(file, fault);
        }
    }

    Use use(String id, Instant expires) {
        return use(id, expires, () -> {
        });
    }

    /// Marks a token used, and returns only when that is on the disk.
    ///
    /// @param id 32 hexadecimal digits
    /// @param before runs right before the first use is written down; if it fails, the token stays unused
    /// @throws OperatorException if it cannot be written down; the token then counts as used
    public synchronized Use use(String id, Instant expires, Runnable before) {
        if (expiries.containsKey(id)) {
            return Use.AGAIN;
        }
        if (!expires.isAfter(floor)) {
            return Use.UNKNOWN;
        }
        before.run();
        expiries.put(id, expires);
        try {
            lines.append(line(id, expires));
            if (expiries.size() > most) {
                drop();
            }
            return Use.FIRST;
        } catch (IOException fault) {
            throw new OperatorException("The use of a token cannot be written down: free some space on the disk, then "
                    + "make a new token.", fault);
        }
    }

    /// Lets another process have it.
    @Override
    public void close() {
        hold.close();
    }

    /// The lock lies on a file of its own, since the list is replaced as a whole now and then.
    private static ProcessLock hold(Path file) {
        try {
            return ProcessLock.take(file)
                    .orElseThrow(() -> new OperatorException("Another process enrols for the trust domain in "
                            + file.toAbsolutePath().getParent() + " already: let only one of them do it."));
        } catch (IOException fault) {
            throw PrivateFiles.cannotWrite(file, fault);
        }
    }

    /// A last line that was cut off belongs to a use that was never answered.
    private void read() throws IOException {
        for (String line : lines.read().lines()) {
            Matcher used = USED.matcher(line);
            if (used.matches()) {
                expiries.put(used.group(1), seconds(used.group(2)));
            }
            Matcher dropped = FLOOR.matcher(line);
            if (dropped.matches()) {
                raise(seconds(dropped.group(1)));
            }
        }
    }

    /// Half of them at once, so that it is seldom done. The new list is on the disk as a whole before anything is
    /// forgotten here.
    private void drop() {
        List<Map.Entry<String, Instant>> inOrder = expiries.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getValue)).toList();
        List<Map.Entry<String, Instant>> dropped = inOrder.subList(0, inOrder.size() - most / 2);
        Instant last = dropped.getLast().getValue();
        Instant raised = last.isAfter(floor) ? last : floor;
        StringBuilder text = new StringBuilder("floor " + raised.getEpochSecond() + "\n");
        inOrder.subList(dropped.size(), inOrder.size())
                .forEach(kept -> text.append(line(kept.getKey(), kept.getValue())).append('\n'));
        PrivateFiles.store(file, text.toString().getBytes(StandardCharsets.US_ASCII));
        raise(raised);
        dropped.forEach(each -> expiries.remove(each.getKey()));
    }

    private void raise(Instant to) {
        floor = to.isAfter(floor) ? to : floor;
    }

    private static Instant seconds(String text) {
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static String line(String id, Instant expires) {
        return id + " " + expires.getEpochSecond();
    }
}
