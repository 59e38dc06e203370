package org.kagicast.contentserver.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.SealedLog;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.SigningKey;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.sframe.Sealer;
import org.kagicast.wire.InnerType;

/// One row of the encryption-key table: a key that seals, and in the suites that sign vouches for what it has sealed (R29);
/// and its life. It belongs to the stream's thread.
public final class EncryptionKey {

    private final Sealer sealer;
    private final @Nullable SigningKey signingKey;
    private final SealedLog log;
    private final CipherSuite suite;
    private final KeyLine line;
    private final long number;
    private final Instant stored;
    private final String fingerprint;
    private KeyState state = KeyState.PRE_ACTIVE;
    private long bytes;
    private ByteBuffer sealed = ByteBuffer.allocate(0);

    /// Derives all it needs; the caller closes what was created.
    ///
    /// @param manifests in how many each packet is, if the key signs
    public EncryptionKey(CreatedKey created, Instant stored, int manifests) {
        this.log = new SealedLog(manifests);
        this.suite = created.suite();
        this.line = created.line();
        this.number = created.number();
        this.stored = stored;
        this.fingerprint = created.baseKey().fingerprint();
        this.sealer = new Sealer(created.keyId(), suite, created.baseKey(),
                line.stream().value().getBytes(StandardCharsets.UTF_8));
        this.signingKey = created.signingKey().map(SigningKey::copy).orElse(null);
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
        if (signingKey == null) {
            sealer.seal(plaintext, target);
        } else {
            sealAndNote(plaintext, target);
        }
    }

    /// By way of an array, where sealing and hashing find it at hand.
    private void sealAndNote(ByteBuffer plaintext, ByteBuffer target) {
        boolean isManifest = plaintext.get(plaintext.position()) == InnerType.MANIFEST;
        int most = sealer.sealedSize(plaintext.remaining());
        if (sealed.capacity() < most) {
            sealed = ByteBuffer.allocate(most);
        }
        sealer.seal(plaintext, sealed.clear());
        sealed.flip();
        if (isManifest) {
            log.sealedManifest(sealed);
        } else {
            log.sealed(sealed);
        }
        target.put(sealed);
    }

    /// Whether what it seals is signed.
    public boolean signs() {
        return signingKey != null;
    }

    /// How many packets no manifest is about yet.
    public int unsigned() {
        return log.fresh();
    }

    /// Whether there are packets that are to be vouched for once more at least.
    public boolean isOwing() {
        return signs() && log.isOwing();
    }

    /// The manifests over what it has sealed and not vouched for often enough: the bodies of the packets that are to be
    /// sealed next, in this order ([SealedLog#endSlot]). Only for a key that signs.
    ///
    /// @param largestBody bytes of the longest one
    public List<byte[]> manifests(int largestBody) {
        return log.endSlot(id(), packets(), Objects.requireNonNull(signingKey), largestBody);
    }

    /// The body of a control packet, signed if this key signs; it is to be sealed next.
    public byte[] signed(SignedControl.Purpose purpose, byte[] body) {
        return signingKey == null
                ? body
                : new SignedControl(purpose, line, id(), packets()).sign(body, signingKey);
    }

    public void activate() {
        become(KeyState.ACTIVE);
    }

    /// Ends the key's use; it is wiped, and only what it was remains.
    public void retire(KeyState last) {
        become(last);
        sealer.close();
        if (signingKey != null) {
            signingKey.close();
        }
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
