package org.kagicast.keytable;

class MemoryReplicaTableTest extends ReplicaTableContract {

    @Override
    protected ReplicaTable copy() {
        return new MemoryReplicaTable();
    }
}
