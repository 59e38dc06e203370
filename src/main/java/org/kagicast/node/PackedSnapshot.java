package org.kagicast.node;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.kagicast.model.NodeSnapshot;

/// A snapshot in little room, for who keeps many: as it goes over the wire, to the millisecond, and compressed. Immutable.
public final class PackedSnapshot {

    private final byte[] bytes;

    private PackedSnapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    public static PackedSnapshot of(NodeSnapshot snapshot) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream into = new DeflaterOutputStream(packed, fast)) {
            SnapshotWriter.write(snapshot).writeTo(into);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        } finally {
            fast.end();
        }
        return new PackedSnapshot(packed.toByteArray());
    }

    public NodeSnapshot snapshot() {
        try (InflaterInputStream from = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return SnapshotReader.VERBATIM.read(org.kagicast.proto.NodeSnapshot.parseFrom(from));
        } catch (InvalidProtocolBufferException ownBytes) {
            throw new IllegalStateException(ownBytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /// The room that it takes.
    public int length() {
        return bytes.length;
    }
}
