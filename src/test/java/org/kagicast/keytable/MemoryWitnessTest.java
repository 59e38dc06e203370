package org.kagicast.keytable;

class MemoryWitnessTest extends WitnessContract {

    @Override
    protected KeyTable table(TableLimits limits) {
        return new MemoryKeyTable(new SequentialKeyIds(), limits, randomness, time);
    }
}
