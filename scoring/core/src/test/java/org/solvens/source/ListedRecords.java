package org.solvens.source;

import java.util.Iterator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Records that a test lists.
public final class ListedRecords implements AvroSource.Records {
    private final Iterator<GenericRecord> records;

    public ListedRecords(List<GenericRecord> records) {
        this.records = records.iterator();
    }

    @Override
    public @Nullable GenericRecord read() {
        return records.hasNext() ? records.next() : null;
    }

    @Override
    public void close() {}
}
