package org.kagicast.model;

/// The disk that a node's key table and audit log are on.
///
/// @param free bytes that may be written; what is kept in reserve does not count
/// @param total bytes of the whole disk
/// @param hasReserve whether what is kept for urgent changes is still there
/// @param isWritten false while the key table or the audit log cannot be written
public record DiskState(long free, long total, boolean hasReserve, boolean isWritten) {}
