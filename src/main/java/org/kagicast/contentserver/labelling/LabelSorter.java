package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.kagicast.wire.Fragment;
import org.kagicast.wire.InnerType;

/// Gives each packet its label (R6), without allocating but for new tables. A datagram of an MPEG transport stream that holds packets of
/// several labels is split, one datagram a label, so that who has one label misses nothing of it; within a label packets
/// keep their order. All other datagrams stay whole. It belongs to the stream's thread.
///
/// Conditions on PIDs and programs fit nothing but whole transport packets, without any header before them.
public final class LabelSorter {

    /// Where datagrams go.
    @FunctionalInterface
    public interface Target {

        /// @param label its place in [LabelRules#labels()]
        /// @param plaintext inner type first; valid during the call
        /// @return false if no more can be sent
        boolean send(int label, ByteBuffer plaintext);
    }

    private static final int REST = 0;

    private final List<ReadyRule> rules = new ArrayList<>();
    private final ProgramMap programs = new ProgramMap();
    private final boolean looksIntoPackets;
    private final boolean hasPrograms;
    private final boolean hasWindows;
    private final Look look = new Look();
    private final byte[] labels;
    private final ByteBuffer part;

    private record ReadyRule(int label, List<Check> checks) {

        boolean fits(Look look) {
            for (int i = 0; i < checks.size(); i++) {
                if (!checks.get(i).fits(look)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param sources the names of the stream's sources, in order
    /// @param largestPayload of one packet in bytes, without the inner type; datagrams may be as long as several carry
    /// @param now opens and closes the windows of the rules; see [#refreshWindows]
    public LabelSorter(LabelRules settings, List<String> sources, int largestPayload, Instant now) {
        settings.rules().forEach(rule -> rules.add(new ReadyRule(settings.labels().indexOf(rule.label()),
                rule.conditions().stream().map(condition -> Check.of(condition, sources, programs)).toList())));
        List<Check> checks = rules.stream().flatMap(rule -> rule.checks.stream()).toList();
        this.hasPrograms = checks.stream().anyMatch(Check.OfPrograms.class::isInstance);
        this.looksIntoPackets = hasPrograms || checks.stream().anyMatch(Check.OfPids.class::isInstance);
        this.hasWindows = checks.stream().anyMatch(Check.InWindow.class::isInstance);
        int longest = looksIntoPackets ? Fragment.longestDatagram(largestPayload) : 0;
        this.labels = new byte[longest / TransportPackets.BYTES];
        this.part = ByteBuffer.allocate(1 + longest);
        refreshWindows(now);
    }

    /// Whether [#refreshWindows] is to be called at each full minute.
    public boolean hasWindows() {
        return hasWindows;
    }

    /// Opens and closes windows by what time it is.
    ///
    /// @return how long it is until the next full minute
    public Duration refreshWindows(Instant now) {
        for (ReadyRule rule : rules) {
            for (Check check : rule.checks) {
                if (check instanceof Check.InWindow window) {
                    window.refresh(now);
                }
            }
        }
        return Duration.between(now, now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
    }

    /// Sends a datagram on under its label, or its parts under theirs.
    ///
    /// @param plaintext inner type first
    /// @param source the place of its source among the stream's
    /// @return false if the target has said so
    public boolean sort(ByteBuffer plaintext, int source, Target target) {
        int from = plaintext.position() + 1;
        int end = plaintext.limit();
        look.at(plaintext, from, source);
        if (!looksIntoPackets || plaintext.get(from - 1) != InnerType.DATA
                || !TransportPackets.are(plaintext, from, end)) {
            return target.send(label(), plaintext);
        }
        return labelPackets(plaintext, from, end)
                ? sendParts(plaintext, from, end, target)
                : target.send(labels[0], plaintext);
    }

    /// What a table tells holds from its own packet on.
    ///
    /// @return whether there is more than one label
    private boolean labelPackets(ByteBuffer plaintext, int from, int end) {
        boolean isMixed = false;
        int count = 0;
        for (int at = from; at < end; at += TransportPackets.BYTES) {
            if (hasPrograms && programs.observe(plaintext, at)) {
                refreshPrograms();
            }
            look.atPid(TransportPackets.pid(plaintext, at));
            labels[count] = (byte) label();
            isMixed |= labels[count] != labels[0];
            count++;
        }
        return isMixed;
    }

    private boolean sendParts(ByteBuffer plaintext, int from, int end, Target target) {
        int count = (end - from) / TransportPackets.BYTES;
        long sent = 0;
        for (int first = 0; first < count; first++) {
            byte label = labels[first];
            if ((sent & (1L << label)) == 0) {
                sent |= 1L << label;
                gather(plaintext, from, first, count);
                if (!target.send(label, part)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Puts all packets with the label of the first into one datagram.
    private void gather(ByteBuffer plaintext, int from, int first, int count) {
        part.clear().put(plaintext.get(from - 1));
        for (int i = first; i < count; i++) {
            if (labels[i] == labels[first]) {
                part.put(part.position(), plaintext, from + i * TransportPackets.BYTES, TransportPackets.BYTES);
                part.position(part.position() + TransportPackets.BYTES);
            }
        }
        part.flip();
    }

    private int label() {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).fits(look)) {
                return rules.get(i).label;
            }
        }
        return REST;
    }

    private void refreshPrograms() {
        for (ReadyRule rule : rules) {
            for (Check check : rule.checks) {
                if (check instanceof Check.OfPrograms ofPrograms) {
                    ofPrograms.refresh();
                }
            }
        }
    }
}
