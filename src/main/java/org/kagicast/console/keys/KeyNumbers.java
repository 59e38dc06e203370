package org.kagicast.console.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeSnapshot;

/// What people call each key: the number that the key server gave it within its stream and label, the same for
/// everybody, as `4` beside its stream and `news 4` elsewhere; the ID of a key whose number is not known. One thread.
public final class KeyNumbers {

    /// As many keys as several full tables show. Those seen longest ago are forgotten first.
    private static final int MOST = 50_000;

    private final LinkedHashMap<KeyId, Named> names = new LinkedHashMap<>();

    /// Learns the numbers in a snapshot.
    public void observe(NodeSnapshot snapshot) {
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            for (EncryptionKeyRow row : server.keys()) {
                learn(row.keyId(), new KeyLine(row.stream(), row.label()), row.number());
            }
        }
        for (KeyServerSnapshot server : snapshot.keyServers()) {
            for (KeyRow row : server.keys()) {
                learn(row.keyId(), new KeyLine(row.stream(), row.label()), row.number());
            }
        }
        for (ClientSnapshot client : snapshot.clients()) {
            for (DecryptionKeyRow row : client.keys()) {
                row.stream().ifPresent(stream -> learn(row.keyId(), new KeyLine(stream, row.label()), row.number()));
            }
        }
    }

    private void learn(KeyId keyId, KeyLine line, long number) {
        if (number < 1 || names.containsKey(keyId)) {
            return;
        }
        if (names.size() >= MOST) {
            names.remove(names.keySet().iterator().next());
        }
        names.put(keyId, new Named(line, number));
    }

    /// What people read where the stream is plain.
    public String number(KeyId keyId) {
        Named known = names.get(keyId);
        return known == null ? keyId.toString() : Long.toString(known.number());
    }

    /// What people read anywhere else, as in "news 4".
    public String name(KeyId keyId) {
        Named known = names.get(keyId);
        return known == null ? keyId.toString() : known.line() + " " + known.number();
    }

    /// The keys, latest first, in whose names all words of a text are.
    ///
    /// @param text in small letters
    public List<KeyId> named(String text, int most) {
        List<String> words = List.of(text.split("\\s+"));
        return names.sequencedEntrySet().reversed().stream().filter(each -> {
            String name = (each.getValue().line() + " " + each.getValue().number()).toLowerCase(Locale.ROOT);
            return words.stream().allMatch(name::contains);
        }).limit(most).map(Map.Entry::getKey).toList();
    }

    /// Of the key's number, so that a key never has the colour of the one before it or after it.
    public Rgb colour(KeyId keyId) {
        Named known = names.get(keyId);
        return known == null ? KeyPalette.colour(keyId) : KeyPalette.colour(known.line(), known.number());
    }

    public KeyLook look(KeyId keyId, KeyPhase phase) {
        return new KeyLook(keyId, number(keyId), colour(keyId), phase);
    }

    private record Named(KeyLine line, long number) {}
}
