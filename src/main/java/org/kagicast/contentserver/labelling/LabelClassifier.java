package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.mpegts.PacketFinder;
import org.kagicast.contentserver.mpegts.ProgramTables;
import org.kagicast.contentserver.mpegts.TransportPacket;
import org.kagicast.wire.Fragment;
import org.kagicast.wire.InnerType;

/// Gives each packet its label (R6), without allocating but for new tables. A datagram of an MPEG transport stream that
/// holds packets of several labels is split, one datagram a label, so that who has one label misses nothing of it; within a
/// label packets keep their order. So is a stream that is cut into datagrams anywhere, once its packets are found. All other
/// datagrams stay whole.
///
/// What rules about PIDs and programs cannot judge goes under the label of the first rule that it might be of, never
/// further down and never under that for the rest: bytes between packets, packets that are marked as damaged, a transport
/// stream behind a header, and what is no transport stream. It is counted. Only test cards are known to be of no program.
///
/// Each source of the stream has tables of its own, which tell nothing about the packets of another. Of a packet that began
/// in one datagram and ends in the next nobody knows any more how its datagram began: it might have any prefix.
///
/// It belongs to the stream's thread.
public final class LabelClassifier {

    /// Where datagrams go.
    @FunctionalInterface
    public interface Target {

        /// @param label its place in [LabelRules#labels()]
        /// @param plaintext inner type first; valid during the call
        /// @return false if no more can be sent
        boolean send(int label, ByteBuffer plaintext);
    }

    private static final int REST = 0;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final List<ReadyRule> rules = new ArrayList<>();
    /// Of each source, by its place.
    private final List<ProgramTables> programs;
    private final boolean looksIntoPackets;
    private final boolean hasPrograms;
    private final boolean hasWindows;
    private final PacketView look = new PacketView();
    private final int longestDatagram;
    private final @Nullable Regrouping[] regroupings;
    private final LabelledDatagrams parts;
    private final Regrouping.Consumer sorting = this::sortUnit;
    private long unjudged;

    private record ReadyRule(int label, List<Matcher> checks) {

        boolean fits(PacketView look) {
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
    public LabelClassifier(LabelRules settings, List<String> sources, int largestPayload, Instant now) {
        this.programs = sources.stream().map(source -> new ProgramTables()).toList();
        settings.rules().forEach(rule -> rules.add(new ReadyRule(settings.labels().indexOf(rule.label()),
                rule.conditions().stream().map(condition -> Matcher.of(condition, sources, programs)).toList())));
        List<Matcher> checks = rules.stream().flatMap(rule -> rule.checks.stream()).toList();
        this.hasPrograms = checks.stream().anyMatch(Matcher.OfPrograms.class::isInstance);
        this.looksIntoPackets = hasPrograms || checks.stream().anyMatch(Matcher.OfPids.class::isInstance);
        this.hasWindows = checks.stream().anyMatch(Matcher.InWindow.class::isInstance);
        this.longestDatagram = Fragment.longestDatagram(largestPayload);
        this.regroupings = new Regrouping[sources.size()];
        this.parts = new LabelledDatagrams(settings.labels().size(), looksIntoPackets ? largestPayload : 0);
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
            for (Matcher check : rule.checks) {
                if (check instanceof Matcher.InWindow window) {
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
        if (!looksIntoPackets || plaintext.get(from - 1) != InnerType.DATA) {
            return target.send(label(), plaintext);
        }
        parts.begin(target);
        Regrouping regrouping = regroupings[source];
        if ((regrouping == null || regrouping.isIdle()) && TransportPacket.areAll(plaintext, from, end)) {
            for (int at = from; at < end; at += TransportPacket.BYTES) {
                sortUnit(plaintext, at, TransportPacket.BYTES, at);
            }
        } else if (from == end) {
            return target.send(label(), plaintext);
        } else {
            regrouping(source).take(plaintext, from, end, sorting);
        }
        return parts.send();
    }

    /// Sends what waits for the rest of its packet: nothing comes any more.
    ///
    /// @return false if the target has said so
    public boolean flush(Target target) {
        parts.begin(target);
        for (int source = 0; source < regroupings.length; source++) {
            Regrouping regrouping = regroupings[source];
            if (regrouping != null) {
                look.at(NOTHING, 0, source);
                regrouping.flush(sorting);
            }
        }
        return parts.send();
    }

    /// How often something could not be judged by rules about PIDs and programs: a packet, bytes between packets, or a
    /// datagram that is no transport stream.
    public long unjudged() {
        return unjudged;
    }

    private Regrouping regrouping(int source) {
        Regrouping known = regroupings[source];
        if (known == null) {
            known = new Regrouping(longestDatagram);
            regroupings[source] = known;
        }
        return known;
    }

    /// What a table tells holds from its own packet on.
    private void sortUnit(ByteBuffer bytes, int from, int length, int packet) {
        int source = look.source();
        Regrouping regrouping = regroupings[source];
        look.from(regrouping != null && regrouping.isFromBefore(from));
        boolean isUnjudged = packet == PacketFinder.NONE || TransportPacket.isDamaged(bytes, packet)
                || (regrouping != null && regrouping.isDoubtful(from, length, packet));
        if (isUnjudged) {
            unjudged++;
            look.atUnjudged();
        } else {
            if (hasPrograms && programs.get(source).observe(bytes, packet)) {
                refreshPrograms(source);
            }
            look.atPid(TransportPacket.pid(bytes, packet));
        }
        parts.add(label(), bytes, from, length);
    }

    private int label() {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).fits(look)) {
                return rules.get(i).label;
            }
        }
        return REST;
    }

    private void refreshPrograms(int source) {
        for (ReadyRule rule : rules) {
            for (Matcher check : rule.checks) {
                if (check instanceof Matcher.OfPrograms ofPrograms) {
                    ofPrograms.refresh(source);
                }
            }
        }
    }
}
