package org.kagicast.contentserver.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.sframe.Sealer;

/// One row of the encryption-key table: a key that seals, and its life. It belongs to the stream's thread.
public final class EncryptionKey {

    private final Sealer sealer;
    private final CipherSuite suite;
    private final KeyLine line;
    private final long number;
    private final Instant stored;
    private final String fingerprint;
    private KeyState state = KeyState.PRE_ACTIVE;
    private long bytes;

    /// Derives all it needs; the caller closes what was created.
    public EncryptionKey(CreatedKey created, Instant stored) {
        this.suite = created.suite();
        this.line = created.line();
        this.number = created.number();
        this.stored = stored;
        this.fingerprint = created.baseKey().fingerprint();
        this.sealer = new Sealer(created.keyId(), suite, created.baseKey(),
                line.stream().value().getBytes(StandardCharsets.UTF_8));
    }

    public KeyId id() {
        return sealer.keyId();
    }

    /// Its place among the keys of its line; 0 if the key server does not number them.
    public long number() {
        return number;
    }

    public KeyName name() {
        return new KeyName(id(), line, number);
    }

    KeyLabel label() {
        return line.label();
    }

    public KeyState state() {
        return state;
    }

    /// Packets sealed so far, control packets included.
    public long packets() {
        return sealer.packets();
    }

    /// Bytes sealed so far, the inner types and control packets included.
    public long bytes() {
        return bytes;
    }

    public int sealedSize(int plaintextBytes) {
        return sealer.sealedSize(plaintextBytes);
    }

    /// Seals with a key that is active and no other, so that an announced one is used for nothing before its time.
    public void seal(ByteBuffer plaintext, ByteBuffer target) {
        if (state != KeyState.ACTIVE) {
            throw new IllegalStateException("key " + id() + " is " + state + " and must not seal");
        }
        bytes += plaintext.remaining();
        sealer.seal(plaintext, target);
    }

    public void activate() {
        become(KeyState.ACTIVE);
    }

    /// Ends the key's use; it is wiped, and only what it was remains.
    public void retire(KeyState last) {
        become(last);
        sealer.close();
    }

    EncryptionKeyRow row() {
        return new EncryptionKeyRow(id(), line.stream(), line.label(), number, suite, state, stored, packets(),
                fingerprint);
    }

    private void become(KeyState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("key " + id() + " cannot pass from " + state + " to " + next);
        }
        state = next;
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id() + ", " + state + "]";
    }
}
