package org.solvens.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.solvens.feature.FeatureCatalogue;

/// A bulk answer as a Parquet file, with the columns of the Arrow answer. The file ends with its footer, so that an
/// incomplete answer cannot be read.
final class ParquetAnswer {
    static final String MEDIA_TYPE = "application/vnd.apache.parquet";

    private static final int PROGRESS_ROWS = 1_000;

    /// Bytes that are held until they are sent as one row group.
    private static final long ROW_GROUP = 4_000_000;

    private ParquetAnswer() {}

    /// Writes decisions.
    ///
    /// @param progress is run now and then
    /// @param out stays open
    static void write(
            List<Decided> decisions, FeatureCatalogue catalogue, Caller caller, Runnable progress, OutputStream out)
            throws IOException {
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        // Elements of lists may be null.
        lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        // The writer is not closed after a failure: that would write the footer, and a truncated answer would look
        // whole. It holds nothing but memory.
        ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new Sink(out))
                .withSchema(AvroAnswer.SCHEMA)
                .withDataModel(GenericData.get())
                .withConf(lists)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withRowGroupSize(ROW_GROUP)
                .build();
        int rows = 0;
        for (Decided decided : decisions) {
            writer.write(AvroAnswer.record(decided, catalogue, caller));
            rows++;
            if (rows % PROGRESS_ROWS == 0) {
                progress.run();
            }
        }
        writer.close();
    }

    /// A stream that a file of Parquet is written to; it stays open.
    record Sink(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Counted(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new Counted(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    /// Counts what is written, and leaves the stream open.
    private static final class Counted extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        private Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
