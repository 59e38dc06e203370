package org.kagicast.pki;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Printable;
import org.kagicast.model.Role;

/// Who is to be enrolled, as the operator said: what a token is bound to, and all that a certificate is made from.
///
/// @param addresses where others reach it: host names and IP addresses, for its certificate
/// @param streams   what a client is granted with its enrolment, without a label every label of a stream; or the streams
///                  that a content server owns. They do not stand in the certificate
public record Enrollee(Role role, NodeName name, List<String> addresses, Set<KeyLine> streams) {

    static final int MOST_ADDRESSES = 16;
    static final int MOST_STREAMS = 64;

    private static final Pattern HOST = Pattern
            .compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*",
                    Pattern.CASE_INSENSITIVE);

    /// @throws OperatorException if an address is none, or there are too many of anything
    public Enrollee {
        addresses = addresses.stream().distinct().toList();
        streams = Set.copyOf(streams);
        addresses.forEach(Enrollee::checkAddress);
        checkStreams(role, streams);
        if (addresses.size() > MOST_ADDRESSES || streams.size() > MOST_STREAMS) {
            throw new OperatorException("A token carries at most " + MOST_ADDRESSES + " addresses and " + MOST_STREAMS
                    + " streams: grant further streams after the enrolment of " + name + ".");
        }
    }

    private static void checkStreams(Role role, Set<KeyLine> streams) {
        if (!streams.isEmpty() && role != Role.CLIENT && role != Role.CONTENT_SERVER) {
            throw new OperatorException("A " + role.text()
                    + " is granted no streams: give them to a client or a content server.");
        }
        if (role == Role.CONTENT_SERVER && streams.stream().anyMatch(line -> !line.label().isNone())) {
            throw new OperatorException("A content server owns whole streams: leave the labels out.");
        }
    }

    /// Somebody whom nobody needs to reach.
    public static Enrollee of(Role role, NodeName name) {
        return new Enrollee(role, name, List.of(), Set.of());
    }

    public Identity identity(String trustDomain) {
        return new Identity(trustDomain, role, name);
    }

    public List<String> sortedStreams() {
        return new TreeSet<>(streams).stream().map(KeyLine::toString).toList();
    }

    static boolean isIpAddress(String address) {
        return IPAddress.isValid(address);
    }

    private static void checkAddress(String address) {
        if (!isIpAddress(address) && !HOST.matcher(address).matches()) {
            throw new OperatorException("The address \"" + Printable.cited(address)
                    + "\" is no host name and no IP address: write it without a port, for example key-server.example "
                    + "or 192.0.2.1.");
        }
    }
}
