package org.kagicast.contentserver.labelling;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// One thing that a rule asks of a packet.
public sealed interface Condition {

    /// A packet of an MPEG transport stream that has one of these PIDs, 0 to 8191.
    record Pids(Set<Integer> pids) implements Condition {

        public Pids {
            pids = Set.copyOf(pids);
        }
    }

    /// A packet of an MPEG transport stream that belongs to one of these programs, 1 to 65535, and to no other.
    record Programs(Set<Integer> numbers) implements Condition {

        public Programs {
            numbers = Set.copyOf(numbers);
        }
    }

    /// A datagram that begins so.
    ///
    /// @param hex the bytes, two digits each
    record Prefix(String hex) implements Condition {

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /// A datagram from that source of the stream.
    ///
    /// @param name or number, counted from 1
    record FromSource(String name) implements Condition {

        /// Where it stands among the stream's sources; -1 if it does not.
        int place(List<String> names) {
            int byName = names.indexOf(name);
            if (byName >= 0 || !name.matches("[1-9][0-9]?")) {
                return byName;
            }
            int number = Integer.parseInt(name);
            return number <= names.size() ? number - 1 : -1;
        }
    }

    /// Any packet, every day from one time by the clock on the wall until just before the other, across midnight if that
    /// one is earlier. When clocks are put back, an hour that comes twice counts twice; what clocks skip never comes.
    record Daily(LocalTime from, LocalTime until, ZoneId zone) implements Condition {

        boolean isOpen(Instant now) {
            LocalTime time = now.atZone(zone).toLocalTime();
            boolean hasBegun = !time.isBefore(from);
            boolean isOver = !time.isBefore(until);
            return from.isBefore(until) ? hasBegun && !isOver : hasBegun || !isOver;
        }
    }
}
