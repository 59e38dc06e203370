package org.kagicast.sframe;

import java.nio.ByteBuffer;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// Opens packets under one key (RFC 9605 §4.4.5), refuses replayed ones, and knows which never came.
///
/// It belongs to one thread. Nothing of it changes before a packet's tag verifies. What it derives from the base key is
/// wiped on [#close()].
public final class Opener implements AutoCloseable {

    /// Packets of the replay window unless told otherwise.
    public static final int DEFAULT_WINDOW = 65_536;

    private final KeyId keyId;
    private final PacketCipher cipher;
    private final ReplayWindow window;

    /// @param metadata as the sealing side has it
    /// @param windowPackets size of the replay window, a power of two and at least 64
    public Opener(KeyId keyId, CipherSuite suite, BaseKey baseKey, byte[] metadata, int windowPackets) {
        this.keyId = keyId;
        this.cipher = new PacketCipher(keyId, suite, baseKey, metadata);
        this.window = new ReplayWindow(windowPackets);
    }

    public KeyId keyId() {
        return keyId;
    }

    /// Opens the packet at the datagram's position, whose header has just been read, into the position of `plaintext`.
    /// The datagram's position stays where it is; that of `plaintext` moves on only when the packet is opened.
    ///
    /// @throws IllegalArgumentException if the plaintext does not fit
    public OpenResult open(HeaderReader header, ByteBuffer datagram, ByteBuffer plaintext) {
        OpenResult result = openUnaccepted(header, datagram, plaintext);
        if (result == OpenResult.OPENED) {
            window.accept(header.counter());
        }
        return result;
    }

    /// As [#open], but the packet counts as one that has not come, until [#accept] is called: for packets that any holder of
    /// the key could have made.
    public OpenResult openUnaccepted(HeaderReader header, ByteBuffer datagram, ByteBuffer plaintext) {
        return switch (window.judge(header.counter())) {
            case SEEN -> OpenResult.REPLAYED;
            case OLD -> OpenResult.TOO_OLD;
            case NEVER_SENT -> OpenResult.FORGED;
            case NEW -> cipher.open(header.counter(), datagram, header.length(), plaintext)
                    ? OpenResult.OPENED
                    : OpenResult.FORGED;
        };
    }

    /// A packet that was opened and not accepted then has come after all.
    ///
    /// @return false if another one with this counter has been accepted, or the counter is too old meanwhile
    public boolean accept(long counter) {
        if (window.judge(counter) != ReplayWindow.Verdict.NEW) {
            return false;
        }
        window.accept(counter);
        return true;
    }

    /// From now on every packet from the key's very first on is expected, and counts as lost if it never comes. Without
    /// this call the count begins at the first packet opened, as befits somebody who joins in the middle.
    public void expectFromStart() {
        window.expectFromStart();
    }

    /// The sender has given this key up after so many packets: what has not come by now is missing, and what it did not
    /// seal is refused, even from who holds the key.
    public void end(long packets) {
        window.end(packets);
    }

    /// Gives everything that is missing now until the next call to arrive; what is still missing then counts as lost.
    public void settle() {
        window.settle();
    }

    /// Packets lost: those that left the window unseen, and those missing since before the last [#settle].
    public long lost() {
        return window.lost();
    }

    /// What must be remembered when the key is forgotten, so that a replay cannot revive it.
    public Tombstone tombstone() {
        return new Tombstone(keyId, window.firstNew());
    }

    /// Starts after the packets that a forgotten opener of the same key had seen: none of them is opened again.
    public void resumeAfter(Tombstone tombstone) {
        if (!tombstone.keyId.equals(keyId)) {
            throw new IllegalArgumentException("the tombstone is of another key");
        }
        window.refuseBelow(tombstone.firstNew);
    }

    @Override
    public void close() {
        cipher.close();
    }

    @Override
    public String toString() {
        return "Opener[" + keyId + "]";
    }

    /// The ID of a forgotten key and how far its packets had come.
    public static final class Tombstone {

        private final KeyId keyId;
        private final long firstNew;

        private Tombstone(KeyId keyId, long firstNew) {
            this.keyId = keyId;
            this.firstNew = firstNew;
        }

        public KeyId keyId() {
            return keyId;
        }
    }
}
