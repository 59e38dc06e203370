package org.kagicast.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import org.kagicast.model.message.ConfigurationMessage;

/// A Differentiated Services code point (RFC 2474), by which routers choose how to treat a packet: a number, or a name such
/// as `af41` or `ef`. Its text is the name, where it has one.
///
/// @param codePoint from 0 to 63
public record Dscp(int codePoint) {

    /// What packets have when nothing is asked for.
    public static final Dscp DEFAULT = new Dscp(0);

    private static final int LARGEST = 63;

    /// The names that IANA has registered, in small letters.
    private static final Map<String, Integer> NAMES = names();

    /// @throws OperatorException if there is no such code point
    public Dscp {
        if (codePoint < 0 || codePoint > LARGEST) {
            throw new OperatorException(ConfigurationMessage.NO_SUCH_DSCP.with(codePoint));
        }
    }

    /// Reads a number or a name, whatever its case.
    ///
    /// @throws OperatorException if the text is neither
    public static Dscp parse(String text) {
        Integer named = NAMES.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return new Dscp(named);
        }
        try {
            return new Dscp(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new OperatorException(
                    ConfigurationMessage.DSCP_UNREADABLE.with(text, String.join(", ", NAMES.keySet())), e);
        }
    }

    /// The octet of the IP header (Type of Service, Traffic Class) that holds it.
    public int trafficClass() {
        return codePoint << 2;
    }

    @Override
    public String toString() {
        return NAMES.entrySet().stream().filter(each -> each.getValue() == codePoint).map(Entry::getKey).findFirst()
                .orElse(String.valueOf(codePoint));
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            names.put("cs" + i, i << 3);
        }
        for (int i = 1; i <= 4; i++) {
            for (int drop = 1; drop <= 3; drop++) {
                names.put("af" + i + drop, i << 3 | drop << 1);
            }
        }
        names.put("ef", 46);
        names.put("voice-admit", 44);
        names.put("le", 1);
        return Collections.unmodifiableMap(names);
    }
}
