package org.kagicast.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Printable;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.MemberStanding;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.SetGrantResponse;

/// A node's state for people.
final class NodeText {

    private NodeText() {
    }

    /// As [#status(NodeSnapshot, PrintWriter)] writes it.
    static String status(NodeSnapshot snapshot) {
        StringWriter text = new StringWriter();
        status(snapshot, new PrintWriter(text, true));
        return text.toString();
    }

    /// One line.
    static String event(NodeEvent event) {
        String what = switch (event) {
            case NodeEvent.Notice notice -> notice.severity().name().toLowerCase(Locale.ROOT) + ": " + notice.text();
            case NodeEvent.Message message -> "step " + message.step()
                    + message.to().map(to -> " to " + to).orElse(" to the group")
                    + message.key().map(KeyName::withId).or(() -> message.keyId().map(KeyName::of))
                            .map(key -> ", key " + key)
                            .orElseGet(() -> message.line().map(line -> " of " + line).orElse(""));
        };
        return event.at() + " " + event.subject() + " " + what;
    }

    static void status(NodeSnapshot snapshot, PrintWriter out) {
        snapshot.keyServers()
                .forEach(server -> out.printf(
                        "%s %s: %d keys, revision %d, %d creations, %d requests, %d refusals%s%s%n",
                        server.role().text(), server.name(), server.keysInAll(), server.revision(),
                        server.creations(), server.requests(), server.refusals(), copy(server, ", "),
                        after(server.problem())));
        snapshot.connections().map(ConnectionCounts::callers).filter(RefusedCallers::areAny)
                .ifPresent(callers -> out.println(refused(callers)));
        snapshot.connections().flatMap(ConnectionCounts::problem).ifPresent(out::println);
        snapshot.certificateEnds().ifPresent(end -> out.println("certificate of the node until " + end));
        snapshot.problems().forEach(out::println);
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            server.streams()
                    .forEach(stream -> out.printf("stream %s to %s: %s, key %s, %d packets sent%s%s%s%s%s%n",
                            stream.name(),
                            stream.group(), lower(stream.status()),
                            inUse(stream, server), stream.packetsSent(), refused(stream.refused()),
                            by(server.io()), pending(stream),
                            after(stream.problem()), after(stream.note())));
        }
        for (ClientSnapshot client : snapshot.clients()) {
            out.printf("client %s: %s, %s%s%s%n", client.name(), lower(client.status()), packets(client.counters()),
                    by(client.io()), after(client.why()));
            client.receptions()
                    .forEach(one -> out.printf("  group %s to %s: %s, %s%s%n", one.text(), one.sink(),
                            lower(one.status()), packets(one.counters()), after(one.why())));
        }
    }

    /// What became of the packets; those that were not opened are named where there are any.
    private static String packets(ClientCounters counters) {
        StringBuilder text = new StringBuilder();
        text.append(counters.opened()).append(" packets opened, ").append(counters.lost()).append(" lost, ")
                .append(counters.late()).append(" late");
        if (counters.held() > 0) {
            text.append(", ").append(counters.held()).append(" waiting");
        }
        if (counters.expired() > 0) {
            text.append(", ").append(counters.expired()).append(" expired");
        }
        text.append(authenticity(counters.authenticity().authentic(), counters.authenticity().unauthenticated(),
                counters.authenticity().impostor()));
        counters.refused().forEach((reason, packets) -> text.append(", ").append(packets).append(" refused (")
                .append(reason.text().replace('_', ' ')).append(')'));
        return text.toString();
    }

    /// Who sealed packets under keys that sign; empty where there were none (R29).
    static String authenticity(long authentic, long unauthenticated, long impostor) {
        return authentic + unauthenticated + impostor == 0
                ? ""
                : ", " + authentic + " authentic"
                        + (unauthenticated == 0 ? "" : ", " + unauthenticated + " unauthenticated")
                        + (impostor == 0 ? "" : ", " + impostor + " of an impostor");
    }

    /// Of the packets sent.
    private static String refused(long packets) {
        return packets == 0 ? "" : ", " + packets + " refused by this system";
    }

    private static String refused(RefusedCallers callers) {
        return "refused here since start: " + counted(callers.calls(), "call") + ", "
                + counted(callers.handshakes(), "handshake")
                + callers.latest().map(last -> " (last: " + last + ")").orElse("");
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String inUse(StreamSnapshot stream, ContentServerSnapshot server) {
        return String.join(", ", stream.lines().stream().map(state -> {
            KeyLine line = new KeyLine(stream.name(), state.label());
            return state.inUse().map(key -> key.name(line).withId() + signed(server.suite(key.keyId())))
                    .orElse("none of " + line);
        }).toList());
    }

    /// Said of keys whose content server signs what it seals.
    private static String signed(Optional<CipherSuite> suite) {
        return suite.filter(CipherSuite::signs).isPresent() ? ", signed" : "";
    }

    private static String pending(StreamSnapshot stream) {
        return String.join("", stream.lines().stream().flatMap(state -> state.pending()
                .map(change -> pending(change, new KeyLine(stream.name(), state.label()))).stream()).toList());
    }

    static void keys(NodeSnapshot snapshot, PrintWriter out) {
        for (KeyServerSnapshot server : snapshot.keyServers()) {
            out.println("Key table of " + server.name() + copy(server, ": "));
            server.keys().forEach(row -> out.printf("  %-17s %-26s %-20s %-12s %s  fetched by %d%s%n", row.keyId(),
                    named(row.name()), row.owner(), lower(row.state()), row.fingerprint(),
                    row.fetchers(), signed(Optional.of(row.suite()))));
            if (server.keysNotShown() > 0) {
                out.printf("  and %d older keys%n", server.keysNotShown());
            }
        }
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            out.println("Encryption-key table of " + server.name());
            server.keys().forEach(row -> out.printf("  %-17s %-26s %-12s %s  %d packets%s%n", row.keyId(),
                    named(row.name()), lower(row.state()), row.fingerprint(), row.packets(),
                    signed(Optional.of(row.suite()))));
        }
        for (ClientSnapshot client : snapshot.clients()) {
            out.println("Decryption-key table of " + client.name());
            client.keys().forEach(row -> out.printf("  %-17s %-26s %-12s %-8s  %d opened%s%s%n", row.keyId(),
                    row.name().map(NodeText::named).orElse(""),
                    lower(row.status()), row.fingerprint(),
                    row.opened(), signed(row.suite()), after(row.why())));
        }
    }

    /// What a key is called, beside its ID.
    private static String named(KeyName key) {
        return key.number() == 0 ? key.line().toString() : key.toString();
    }

    /// What a client may do that was granted keys.
    static String granted(NodeName client, KeyLine line, SetGrantResponse answer) {
        String stream = line.stream().value();
        List<String> before = answer.getBeforeList();
        return client + " may have the keys of " + line + " from now on." + (!line.label().isNone()
                && before.contains(stream)
                        ? " It has those of every label already: to leave it this one alone, take " + stream
                                + " back with `kagicast ungrant --client " + client + " --stream " + stream
                                + "` and grant this again."
                        : "")
                + standing(Member.client(client), answer.getStanding()) + ofOwner(stream, answer);
    }

    /// Why nobody is given keys of a stream; empty if they are.
    private static String ofOwner(String stream, SetGrantResponse answer) {
        if (answer.getUnowned()) {
            return " But no content server owns " + stream
                    + ", so there are no keys of it until one does: `kagicast grant "
                    + "--content-server NAME --stream " + stream + "`.";
        }
        String owner = name(answer.getRevokedOwner());
        return owner.isEmpty()
                ? ""
                : " But the content server " + owner + ", which owns " + stream
                        + ", is revoked, so no key of it is given: "
                        + "`kagicast stream take-over --stream " + stream + " --to NAME`, or `kagicast reinstate "
                        + "--content-server " + owner + "`.";
    }

    /// A name that a node tells, or nothing.
    static String name(String told) {
        return Printable.cited(told);
    }

    /// What a member may do that is let in again.
    static String reinstated(Member member, ReinstateResponse answer) {
        String nothing = member.role() == Role.CLIENT
                ? " It is granted no keys: see `kagicast help grant`."
                : " It owns no stream: see `kagicast help stream`.";
        return member + " is let in again." + standing(member, answer.getStanding())
                + (answer.getHasNothing() ? nothing : "");
    }

    /// What keeps a member from what it may do; empty if nothing does.
    static String standing(Member member, MemberStanding standing) {
        if (standing.getRevoked()) {
            return " But it is revoked, and so it gets nothing until `kagicast reinstate --" + member.role().text()
                    + " "
                    + member.name() + "`.";
        }
        return standing.getNotEnrolled() ? " No " + member + " is enrolled, so see that the name is right." : "";
    }

    /// What a client can no longer do whose grant was taken back, what it still can, and how to end that too.
    ///
    /// @param taken the grants that it had
    static String takenBack(NodeName client, KeyLine line, List<String> taken) {
        if (taken.isEmpty()) {
            return client + " was not granted " + line + ", so nothing has changed.";
        }
        String label = line.label().isNone() ? "" : " --label " + line.label();
        String others = taken.equals(List.of(line.toString()))
                ? ""
                : " (it was granted " + String.join(", ", taken) + ")";
        return client + " gets no keys of " + line + " from now on" + others
                + ". Those that it has go on working until the stream changes to a key made after this, which"
                + " `kagicast rekey --stream " + line.stream() + label + " --now` does at once.";
    }

    /// The tables by the names of their holders, for scripts; with key slaves also, under `copies`, how theirs stand to
    /// the key master's.
    static Map<String, Object> tables(NodeSnapshot snapshot) {
        Map<String, Object> tables = new LinkedHashMap<>();
        snapshot.keyServers().forEach(server -> tables.put(server.name().value(), server.keys()));
        snapshot.contentServers().forEach(server -> tables.put(server.name().value(), server.keys()));
        snapshot.clients().forEach(client -> tables.put(client.name().value(), client.keys()));
        Map<String, Object> copies = new LinkedHashMap<>();
        snapshot.keyServers()
                .forEach(server -> server.copy().ifPresent(copy -> copies.put(server.name().value(), copy)));
        if (!copies.isEmpty()) {
            tables.put("copies", copies);
        }
        return tables;
    }

    /// How a key slave's copy stands to its master's table; empty for the master itself.
    private static String copy(KeyServerSnapshot server, String before) {
        return server.copy().map(copy -> before + staleness(copy)).orElse("");
    }

    private static String staleness(CopyState copy) {
        String since = copy.since().map(then -> " since " + then).orElse("");
        String behind = copy.behind() == 1 ? "1 revision" : copy.behind() + " revisions";
        if (!copy.hearsMaster()) {
            return "without its key master" + since + ", " + behind + " known to be missing";
        }
        return since.isEmpty() ? "in step with the key master" : behind + " behind the key master" + since;
    }

    private static String pending(StreamSnapshot.PendingChange change, KeyLine line) {
        return ", key " + change.name(line).withId() + " announced for " + change.switchAt()
                + change.fetchers().map(count -> ", fetched by " + count).orElse("")
                + change.expected().map(count -> " of " + count).orElse("")
                + change.hold().map(NodeText::hold).orElse("");
    }

    private static String hold(StreamSnapshot.Hold hold) {
        return ", held" + hold.untilShare().map(share -> " until " + Math.round(share * 100) + "% have it").orElse("")
                + hold.atMost().map(end -> ", at most until " + end).orElse("");
    }

    /// How datagrams pass through the system.
    private static String by(String io) {
        return io.isEmpty() ? "" : ", by " + io;
    }

    private static String after(Optional<CodedMessage> sentence) {
        return sentence.map(text -> " - " + text).orElse("");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
