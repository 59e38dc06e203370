package org.kagicast.sframe;

import java.nio.ByteBuffer;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// Reads the header of one SFrame object after another (RFC 9605 §4.3), so that a receiver makes no garbage per packet.
/// It belongs to one thread. What it tells is unverified until [Opener#open] has verified it.
public final class HeaderReader {

    private long keyId;
    private long counter;
    private int length;

    /// Reads the header at the buffer's position, which it leaves where it is.
    ///
    /// @return false if this cannot be one of our packets: too short for a header and a tag, numbers in more bytes than
    /// they need, or a KID that is no key ID; the other methods must not be asked then
    public boolean read(ByteBuffer datagram) {
        if (datagram.remaining() < 1 + CipherSuite.TAG_BYTES) {
            return false;
        }
        int start = datagram.position();
        int first = datagram.get(start) & 0xff;
        int keyIdBytes = HeaderCodec.keyIdBytes(first);
        int counterBytes = HeaderCodec.counterBytes(first);
        length = 1 + keyIdBytes + counterBytes;
        if (datagram.remaining() < length + CipherSuite.TAG_BYTES) {
            return false;
        }
        keyId = keyIdBytes == 0
                ? HeaderCodec.shortKeyId(first)
                : HeaderCodec.readNumber(datagram, start + 1, keyIdBytes);
        counter = counterBytes == 0
                ? HeaderCodec.shortCounter(first)
                : HeaderCodec.readNumber(datagram, start + 1 + keyIdBytes, counterBytes);
        return HeaderCodec.isMinimal(keyId, keyIdBytes) && HeaderCodec.isMinimal(counter, counterBytes)
                && KeyId.isValid(keyId);
    }

    /// The KID, as a plain number so that looking it up makes no garbage; a valid [KeyId].
    public long keyId() {
        return keyId;
    }

    /// Bytes of the header.
    public int length() {
        return length;
    }

    /// The CTR, unsigned.
    public long counter() {
        return counter;
    }
}
