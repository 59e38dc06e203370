package org.kagicast.keytable;

class MemoryKeyTableTest extends KeyTableContract {

    @Override
    protected KeyTable table(TableLimits limits) {
        return new MemoryKeyTable(new SequentialKeyIds(), limits, randomness, time);
    }
}
