package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The memory that one receiver's datagrams are read into, again and again, and a view of it that is moved from datagram
/// to datagram, so that receiving makes no garbage of ours. It belongs to the receiver's loop.
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

    private final int size;
    private @Nullable ByteBuf memory;
    private ByteBuffer view = ByteBuffer.allocate(0);

    /// @param size bytes that one read may fill
    /// @param datagrams the most that are read before others on the loop have their turn
    ReceiveBuffers(int size, int datagrams) {
        super(datagrams);
        this.size = size;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new RoomHandle();
    }

    /// The datagram, from position to limit; valid until the next call.
    ByteBuffer view(ByteBuf datagram) {
        ByteBuf room = memory;
        if (room == null || !datagram.hasMemoryAddress()) {
            return datagram.nioBuffer();
        }
        long at = datagram.memoryAddress() + datagram.readerIndex() - room.memoryAddress();
        if (at < 0 || at + datagram.readableBytes() > size) {
            return datagram.nioBuffer();
        }
        return view.limit((int) at + datagram.readableBytes()).position((int) at);
    }

    void release() {
        if (memory != null) {
            memory.release();
            memory = null;
        }
    }

    /// The room if all that was read into it before has been let go of; other memory otherwise.
    private ByteBuf free(ByteBufAllocator allocator) {
        ByteBuf room = memory;
        if (room == null) {
            room = Unpooled.directBuffer(size, size);
            memory = room;
            view = room.nioBuffer(0, size);
        }
        return room.refCnt() == 1 ? room.retain().clear() : allocator.directBuffer(size, size);
    }

    private final class RoomHandle extends MaxMessageHandle {

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return free(allocator);
        }

        @Override
        public int guess() {
            return size;
        }
    }
}
