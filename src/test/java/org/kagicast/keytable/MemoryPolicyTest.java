package org.kagicast.keytable;

class MemoryPolicyTest extends PolicyContract {

    @Override
    protected KeyTable table(TableLimits limits) {
        return new MemoryKeyTable(new SequentialKeyIds(), limits, randomness, time);
    }
}
