package org.kagicast.sframe;

import java.util.Arrays;

/// Which of the latest packets of one key have been opened: a ring of bits that ends with the highest counter accepted.
/// It tells new packets from replayed and too old ones and from such as were never sent, and counts those that never came.
/// One thread.
///
/// ```
///      floor                                  top         ceiling
///        |  refused |      window of N bits     |   missing   | never sent
/// -------+----------+---------------------------+-------------+------------> counter
/// ```
final class ReplayWindow {

    enum Verdict {
        NEW,
        SEEN,
        OLD,
        NEVER_SENT
    }

    private static final long NOWHERE = -1;

    private final int size;
    private final long[] bits;
    /// One more than the highest counter accepted.
    private long top;
    /// Counters below are refused whatever the window says.
    private long floor;
    /// No packet has this counter or a higher one; NOWHERE until the sender has said so.
    private long ceiling = NOWHERE;
    /// The first counter that counts as lost when it never comes; NOWHERE until the first packet.
    private long start = NOWHERE;
    /// Counters missing below this one count as lost; the rest may still come.
    private long settled;
    private long nextSettled;
    /// Counters from `start` on that left the window unseen.
    private long passed;

    ReplayWindow(int size) {
        if (size < Long.SIZE || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a replay window is a power of two and at least 64, not " + size);
        }
        this.size = size;
        this.bits = new long[size / Long.SIZE];
    }

    /// Counters beyond AES-GCM's limit, or negative when taken as signed, are never ours.
    Verdict judge(long counter) {
        if (counter < floor || counter >= Sealer.MOST_PACKETS) {
            return Verdict.OLD;
        }
        if (ceiling != NOWHERE && counter >= ceiling) {
            return Verdict.NEVER_SENT;
        }
        if (counter >= top) {
            return Verdict.NEW;
        }
        if (counter < top - size) {
            return Verdict.OLD;
        }
        return isSet(counter) ? Verdict.SEEN : Verdict.NEW;
    }

    /// Only for a counter judged new, and only after its packet's tag has verified.
    void accept(long counter) {
        if (start == NOWHERE) {
            start = counter;
        }
        if (counter >= top) {
            advance(counter + 1);
        }
        set(counter);
    }

    void expectFromStart() {
        start = floor;
    }

    /// The sender has sealed so many packets, and no more will come.
    void end(long packets) {
        ceiling = Math.max(ceiling, Math.min(packets, Sealer.MOST_PACKETS));
    }

    void refuseBelow(long counter) {
        floor = Math.max(floor, counter);
    }

    long firstNew() {
        return Math.max(top, floor);
    }

    void settle() {
        settled = nextSettled;
        nextSettled = Math.max(top, ceiling);
    }

    long lost() {
        if (start == NOWHERE) {
            return 0;
        }
        long until = Math.min(settled, top);
        long beyond = Math.max(0, settled - Math.max(top, start));
        return passed + unsetBetween(Math.max(start, top - size), until) + beyond;
    }

    private void advance(long newTop) {
        long bottom = Math.max(0, top - size);
        long newBottom = Math.max(0, newTop - size);
        passed += unsetBetween(Math.max(start, bottom), Math.min(newBottom, top));
        passed += Math.max(0, newBottom - Math.max(top, start));
        if (newTop - top >= size) {
            Arrays.fill(bits, 0);
        } else {
            for (long counter = top; counter < newTop; counter++) {
                clear(counter);
            }
        }
        top = newTop;
    }

    /// How many counters from `from` to before `until`, all inside the window, have not been accepted.
    private long unsetBetween(long from, long until) {
        long unset = 0;
        for (long counter = from; counter < until;) {
            if (counter % Long.SIZE == 0 && until - counter >= Long.SIZE) {
                unset += Long.SIZE - Long.bitCount(bits[word(counter)]);
                counter += Long.SIZE;
            } else {
                unset += isSet(counter) ? 0 : 1;
                counter++;
            }
        }
        return unset;
    }

    private boolean isSet(long counter) {
        return (bits[word(counter)] & (1L << counter)) != 0;
    }

    private void set(long counter) {
        bits[word(counter)] |= 1L << counter;
    }

    private void clear(long counter) {
        bits[word(counter)] &= ~(1L << counter);
    }

    private int word(long counter) {
        return (int) (counter & (size - 1)) / Long.SIZE;
    }
}
