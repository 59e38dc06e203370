package org.kagicast.pki;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kagicast.pki.IdentityRegister.Entry;

/// The certificates of one identity, each with the one that it was renewed from, and which of them was in use last. A
/// holder whose answer was lost asks again with the former certificate, and nothing was ever done with the lost one; two
/// holders show themselves by going on from one certificate in two directions, or by going back to one that its
/// successor has replaced. Not safe for use by several threads.
final class IdentityHistory {

    private static final int MOST = 64;

    /// What the use of a certificate means after the one that was used last.
    public enum Step {
        SAME,
        /// To one that came out of it, or out of a later enrolment.
        FORWARD,
        /// To one that it came out of.
        BACK,
        /// To one on another branch.
        ASIDE
    }

    private record Issued(Optional<String> former, long number) {}

    private final Map<String, Issued> certificates = new LinkedHashMap<>();
    private Entry latest;
    private Optional<String> inUse = Optional.empty();
    private long number;

    IdentityHistory(Entry first) {
        this.latest = first;
    }

    Entry latest() {
        return latest;
    }

    /// @param former what was shown for it, which is thereby used
    void issued(Entry entry, Optional<String> former) {
        latest = entry;
        certificates.put(entry.serial(), new Issued(former, number++));
        former.ifPresent(this::used);
        if (certificates.size() > MOST) {
            Iterator<String> oldest = certificates.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    void used(String serial) {
        inUse = Optional.of(serial);
    }

    /// Whether this is one of those that are remembered here.
    boolean knows(String serial) {
        return certificates.containsKey(serial);
    }

    boolean isInUse(String serial) {
        return inUse.filter(serial::equals).isPresent();
    }

    /// @param end of the certificate; one that nobody here issued but that ends later than all of them is newer, as when
    ///            the register was put back from a copy
    Step step(String serial, Instant end) {
        if (inUse.isEmpty()) {
            return Step.FORWARD;
        }
        String last = inUse.get();
        if (last.equals(serial)) {
            return Step.SAME;
        }
        if (comesFrom(serial, last)) {
            return Step.FORWARD;
        }
        if (comesFrom(last, serial)) {
            return Step.BACK;
        }
        if (!knows(serial)) {
            return !knows(last) || end.isAfter(latest.end()) ? Step.FORWARD : Step.ASIDE;
        }
        return enrolment(serial) > enrolment(last) ? Step.FORWARD : Step.ASIDE;
    }

    private boolean comesFrom(String serial, String former) {
        for (Optional<String> each = former(serial); each.isPresent(); each = former(each.get())) {
            if (each.get().equals(former)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> former(String serial) {
        return Optional.ofNullable(certificates.get(serial)).flatMap(Issued::former);
    }

    /// Which of the enrolments it goes back to, in their order; those from before the register are the first.
    private long enrolment(String serial) {
        String first = serial;
        for (Optional<String> each = former(first); each.isPresent(); each = former(first)) {
            first = each.get();
        }
        return Optional.ofNullable(certificates.get(first)).map(Issued::number).orElse(-1L);
    }
}
